import { setTimeout as sleep } from 'node:timers/promises';
import { Trader } from '../../support/trader.ts';

const EVERY_MS = 2_000;
const AGAIN_MS = 500;
/** How long the last of them may take once there are no more faults. */
const LIMIT_MS = 60_000;

/**
 * Users who sign up during faults. After a failure they begin again with the same address, until they are signed in. Then
 * they must have one account with one deposit.
 */
export class Newcomers {
  readonly #urls: readonly string[];
  readonly #onSignedIn: (trader: Trader) => void;
  #count = 0;
  #attempts = 0;
  #endedAt: number | undefined;

  constructor(urls: readonly string[], onSignedIn: (trader: Trader) => void) {
    this.#urls = urls;
    this.#onSignedIn = onSignedIn;
  }

  /** The number of users who are signed in. */
  get count(): number {
    return this.#count;
  }

  /** The number of attempts. */
  get attempts(): number {
    return this.#attempts;
  }

  /** @throws when somebody cannot get in for a minute after `end`. */
  async run(): Promise<void> {
    while (this.#endedAt === undefined) {
      this.#onSignedIn(await this.#signIn(`newcomer-${this.#count}@example.com`));
      this.#count += 1;
      await sleep(EVERY_MS);
    }
  }

  /** Lets no further user begin. Those who have begun still sign in. */
  end(): void {
    this.#endedAt ??= Date.now();
  }

  async #signIn(email: string): Promise<Trader> {
    for (;;) {
      this.#attempts += 1;
      try {
        return await Trader.signIn(this.#urls[this.#attempts % this.#urls.length] ?? '', email);
      } catch (error) {
        if (Date.now() - (this.#endedAt ?? Date.now()) > LIMIT_MS)
          throw new Error(`${email} cannot sign in, although nothing is disturbed any more`, { cause: error });
      }
      await sleep(AGAIN_MS);
    }
  }
}
