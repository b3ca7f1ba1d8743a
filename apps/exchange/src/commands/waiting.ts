import { Tally } from '@fulcrum/service';

/** How a wait ends: with an answer, or without one in time. Late is not failed. */
export type Outcome<Answer> = { readonly answer: Answer } | 'late';

interface Wait<Answer> {
  readonly userId: string;
  readonly resolve: (outcome: Outcome<Answer>) => void;
  readonly timer: NodeJS.Timeout;
}

/**
 * The commands of this process that are without their result, by their request ids. One whose sender no longer waits
 * counts until its result comes: so the log does not grow while the core is slow.
 */
export class Waiting<Answer> {
  readonly #limitMs: number;
  readonly #waits = new Map<string, Wait<Answer>>();
  readonly #ofUser = new Tally();

  constructor(limitMs: number) {
    this.#limitMs = limitMs;
  }

  get size(): number {
    return this.#waits.size;
  }

  of(userId: string): number {
    return this.#ofUser.of(userId);
  }

  has(requestId: string): boolean {
    return this.#waits.has(requestId);
  }

  begin(requestId: string, userId: string): Promise<Outcome<Answer>> {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, this.#limitMs, 'late');
      this.#waits.set(requestId, { userId, resolve, timer });
      this.#ofUser.add(userId);
    });
  }

  /** Ends a wait, if it has not ended. */
  end(requestId: string, outcome: Outcome<Answer>): void {
    const wait = this.#waits.get(requestId);
    if (wait === undefined) return;
    this.#waits.delete(requestId);
    this.#ofUser.remove(wait.userId);
    clearTimeout(wait.timer);
    wait.resolve(outcome);
  }

  endAll(): void {
    for (const requestId of [...this.#waits.keys()]) this.end(requestId, 'late');
  }
}
