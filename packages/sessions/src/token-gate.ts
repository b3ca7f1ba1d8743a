import { KnownSessions } from './known-sessions.ts';
import { hasTokenForm, type Session } from './session-token.ts';
import { Strikes } from './strikes.ts';

/** For how long a sender's refused tokens count. */
const WINDOW_MS = 60_000;

/**
 * Finds out whose a token is, and bounds the work that tokens cause which are none: to look at a signature takes longer
 * than all the rest of a request. Tokens that were good are remembered; one that cannot be good by its form is refused
 * without a look at its signature; and of a sender with too many refused tokens no new one is looked at for a while.
 */
export class TokenGate {
  readonly #known: KnownSessions;
  readonly #strikes: Strikes;
  readonly #onCheck: () => void;

  /**
   * @param limit refused tokens of one sender in a minute.
   * @param onCheck is told of each signature that is looked at.
   */
  constructor(secret: string, limit: number, onCheck: () => void = () => {}) {
    this.#onCheck = onCheck;
    this.#known = new KnownSessions(secret);
    this.#strikes = new Strikes(limit, WINDOW_MS);
  }

  /** Whether no new token of this sender is looked at for now. */
  isBarred(sender: string): boolean {
    return this.#strikes.isOut(sender);
  }

  /** @returns the session, or undefined for a token that is refused, or that is not looked at. */
  find(token: string, sender: string): Session | undefined {
    const known = this.#known.recall(token);
    if (known !== undefined) return known;
    const session = this.#verify(token, sender);
    if (session === undefined) this.#strikes.add(sender);
    return session;
  }

  #verify(token: string, sender: string): Session | undefined {
    if (this.isBarred(sender) || !hasTokenForm(token)) return undefined;
    this.#onCheck();
    return this.#known.find(token);
  }
}
