import { type Session, verifySession } from './session-token.ts';

/** The most tokens that are kept. The oldest are forgotten first, and verified again when they come back. */
const MAX_KEPT = 10_000;

/**
 * The sessions of the tokens that requests bring. A token's signature is verified once. After that only its time is
 * checked. Whether the session was ended early is not known here, and has to be asked each time.
 */
export class KnownSessions {
  readonly #secret: string;
  readonly #maxKept: number;
  readonly #onRefused: () => void;
  readonly #sessions = new Map<string, Session>();

  /** @param onRefused is told of each token that belongs to nobody. */
  constructor(secret: string, onRefused: () => void = () => {}, maxKept = MAX_KEPT) {
    this.#secret = secret;
    this.#maxKept = maxKept;
    this.#onRefused = onRefused;
  }

  /** @returns the session, or undefined for a token that is forged, malformed or past its time. */
  find(token: string): Session | undefined {
    const session = this.#recall(token) ?? this.#verify(token);
    if (session === undefined) this.#onRefused();
    return session;
  }

  /** @returns the session of a token that was found before, and is not past its time. */
  #recall(token: string): Session | undefined {
    const known = this.#sessions.get(token);
    if (known === undefined) return undefined;
    if (Math.floor(Date.now() / 1_000) < known.expiresAt) return known;
    this.#sessions.delete(token);
    return undefined;
  }

  /** Only good tokens are kept, so that nobody can fill the memory with forged ones. */
  #verify(token: string): Session | undefined {
    const session = verifySession(token, this.#secret);
    if (session === undefined) return undefined;
    const [oldest] = this.#sessions.keys();
    if (oldest !== undefined && this.#sessions.size >= this.#maxKept) this.#sessions.delete(oldest);
    this.#sessions.set(token, session);
    return session;
  }
}
