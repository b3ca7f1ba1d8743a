import { setTimeout as sleep } from 'node:timers/promises';
import type { Appender } from '@fulcrum/streams';
import { MAX_REVOCATIONS, type RevokedSessions } from './revoked-sessions.ts';
import type { Session } from './session-token.ts';

/** The most endings that may wait for the stream. Each takes some hundred bytes. */
const MAX_UNWRITTEN = 10_000;
const RETRY_MS = 1_000;

/** How long whoever ends sessions waits for the stream, unless they say so. */
const LIMIT_MS = 2_000;

/** What has to be known of a session to end it. */
export type EndingSession = Pick<Session, 'sessionId' | 'expiresAt'>;

/**
 * Where a session has ended. `everywhere`: its end is in the stream, which every process reads, also one that starts later.
 * `here`: this process knows of it, and the others will once the stream can be written again. `nowhere`: nothing was done,
 * because too many endings wait already.
 */
export type SessionEnding = 'everywhere' | 'here' | 'nowhere';

interface Unwritten {
  readonly session: EndingSession;
  isInFlight: boolean;
}

/**
 * Ends sessions before their time. This process knows at once, even without Redis. The entry for all others is written
 * again until Redis has it. Writing it twice changes nothing.
 */
export class SessionEndings {
  readonly #revoked: RevokedSessions;
  readonly #appender: Pick<Appender, 'append'>;
  readonly #maxUnwritten: number;
  readonly #unwritten = new Map<string, Unwritten>();

  constructor(revoked: RevokedSessions, appender: Pick<Appender, 'append'>, maxUnwritten = MAX_UNWRITTEN) {
    this.#revoked = revoked;
    this.#appender = appender;
    this.#maxUnwritten = maxUnwritten;
  }

  /** How many endings may not be in the stream yet. */
  get unwritten(): number {
    return this.#unwritten.size;
  }

  /** @param withinMs how long the stream may take to answer. */
  async end(session: EndingSession, withinMs = LIMIT_MS): Promise<SessionEnding> {
    if (this.#unwritten.size >= this.#maxUnwritten) return 'nowhere';
    this.#revoked.end(session);
    const unwritten = { session, isInFlight: false };
    this.#unwritten.set(session.sessionId, unwritten);
    const isWritten = await Promise.race([this.#write(unwritten), sleep(withinMs, false, { ref: false })]);
    return isWritten ? 'everywhere' : 'here';
  }

  /** Ends several. @returns whether all processes know of all of them. */
  async endAll(sessions: readonly EndingSession[]): Promise<boolean> {
    const endings = await Promise.all(sessions.map((session) => this.end(session)));
    return endings.every((ending) => ending === 'everywhere');
  }

  /**
   * Writes what could not be written before, and what the stream has lost, until the signal is given. A process that
   * starts after a loss knows only the endings in the stream.
   */
  async run(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      await sleep(RETRY_MS, undefined, { signal }).catch(() => {});
      for (const session of this.#revoked.missingInStream()) this.#writeLater(session);
      const waiting = [...this.#unwritten.values()].filter(({ isInFlight }) => !isInFlight);
      await Promise.all(waiting.map((unwritten) => this.#write(unwritten)));
    }
  }

  #writeLater(session: EndingSession): void {
    const isKnown = this.#unwritten.has(session.sessionId);
    if (!isKnown && this.#unwritten.size < this.#maxUnwritten)
      this.#unwritten.set(session.sessionId, { session, isInFlight: false });
  }

  async #write(unwritten: Unwritten): Promise<boolean> {
    const { sessionId, expiresAt } = unwritten.session;
    unwritten.isInFlight = true;
    const { outcome } = await this.#appender.append({ sessionId, expiresAt: String(expiresAt) }, MAX_REVOCATIONS);
    unwritten.isInFlight = false;
    if (outcome === 'appended') this.#unwritten.delete(sessionId);
    return outcome === 'appended';
  }
}
