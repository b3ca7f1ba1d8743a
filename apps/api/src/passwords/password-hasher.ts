import { randomBytes } from 'node:crypto';
import * as argon2 from '@node-rs/argon2';
import { Turns } from '../limits/turns.ts';

/** Of argon2id, as OWASP recommends: 19 MiB for each hash, and some 20 ms. */
const COST = { memoryCost: 19_456, timeCost: 2, parallelism: 1 };

/** Hashes that are computed at a time: of Node's four threads two stay free for all else. Together they take 38 MiB. */
const AT_ONCE = 2;
/** Hashes that wait. The last of them waits some two seconds. */
const MAX_WAITING = 100;

/** What hashes: argon2, or a test's own that counts. */
export type Argon2 = Pick<typeof argon2, 'hash' | 'verify'>;

const text = (bytes: number) => randomBytes(bytes).toString('base64').replaceAll('=', '');

/** Compared with where there is no password: it costs as much, and no password has this hash. */
const NOBODYS = `$argon2id$v=19$m=${COST.memoryCost},t=${COST.timeCost},p=${COST.parallelism}$${text(16)}$${text(32)}`;

/** Makes and checks the hashes of passwords, of which a few are computed at a time. */
export class PasswordHasher {
  readonly #turns: Turns;
  readonly #argon2: Argon2;

  /** @param onRefused is called for each that is refused because too many wait. */
  constructor(onRefused?: () => void, hasher: Argon2 = argon2) {
    this.#turns = new Turns(AT_ONCE, MAX_WAITING, onRefused);
    this.#argon2 = hasher;
  }

  get waiting(): number {
    return this.#turns.waiting;
  }

  /** @throws Problem when too many wait. */
  hash(password: string): Promise<string> {
    return this.#turns.take(() => this.#argon2.hash(password, COST));
  }

  /**
   * Whether this password has this hash. Where there is none, as much is done.
   *
   * @throws Problem when too many wait.
   */
  async verify(hash: string | null | undefined, password: string): Promise<boolean> {
    const isSame = await this.#turns.take(() => this.#argon2.verify(hash ?? NOBODYS, password));
    return isSame && typeof hash === 'string';
  }
}
