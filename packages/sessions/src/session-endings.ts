import { setTimeout as sleep } from 'node:timers/promises';
import type { Appender } from '@fulcrum/streams';
import { MAX_REVOCATIONS, type RevokedSessions } from './revoked-sessions.ts';
import type { Session } from './session-token.ts';

/** Endings that are not in the stream yet, at most: each takes some hundred bytes. */
const MAX_UNWRITTEN = 10_000;
const RETRY_MS = 1_000;

/**
 * How far the end of a session has got. `everywhere`: it is in the stream, so that every process knows it, also one that
 * starts later. `here`: this process knows it, and the others will when the stream can be written again. `nowhere`:
 * nothing was done, because too many endings wait already.
 */
export type SessionEnding = 'everywhere' | 'here' | 'nowhere';

interface Unwritten {
  readonly session: Session;
  isUnderWay: boolean;
}

/**
 * Ends sessions before their time. A session is over for this process at once, whatever becomes of Redis; the entry for
 * all others is written again and again until it is in. To write it twice changes nothing.
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

  /** Endings of which nobody knows yet whether they are in the stream. */
  get unwritten(): number {
    return this.#unwritten.size;
  }

  /** @param withinMs how long the stream may take to answer. */
  async end(session: Session, withinMs: number): Promise<SessionEnding> {
    if (this.#unwritten.size >= this.#maxUnwritten) return 'nowhere';
    this.#revoked.end(session);
    const unwritten = { session, isUnderWay: false };
    this.#unwritten.set(session.sessionId, unwritten);
    const isWritten = await Promise.race([this.#write(unwritten), sleep(withinMs, false, { ref: false })]);
    return isWritten ? 'everywhere' : 'here';
  }

  /** Writes again what did not get in, until the signal is given. */
  async run(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      await sleep(RETRY_MS, undefined, { signal }).catch(() => {});
      const waiting = [...this.#unwritten.values()].filter(({ isUnderWay }) => !isUnderWay);
      await Promise.all(waiting.map((unwritten) => this.#write(unwritten)));
    }
  }

  async #write(unwritten: Unwritten): Promise<boolean> {
    const { sessionId, expiresAt } = unwritten.session;
    unwritten.isUnderWay = true;
    const { outcome } = await this.#appender.append({ sessionId, expiresAt: String(expiresAt) }, MAX_REVOCATIONS);
    unwritten.isUnderWay = false;
    if (outcome === 'appended') this.#unwritten.delete(sessionId);
    return outcome === 'appended';
  }
}
