import { setTimeout as sleep } from 'node:timers/promises';
import { type Database, type EndedSession, readEndedSessions, writeEndedSessions } from '@fulcrum/db';
import { Backoff } from '@fulcrum/log';
import { MAX_REVOCATIONS, type RevokedSessions } from '@fulcrum/sessions';
import { toError } from '@fulcrum/streams';

const WRITE_EVERY_MS = 100;
/** The pauses between attempts. */
const RETRY_MS = { shortest: 1_000, longest: 5_000 };
/** So many at a time. */
const MAX_ROWS = 1_000;

/**
 * A copy of the ended sessions in PostgreSQL, for a process that starts while Redis is away, so that a session which was
 * signed out is refused there as well. Each process writes what it learns, so the copy lacks an ending only if PostgreSQL
 * was away from then until all of these processes had ended.
 */
export class EndedSessionsCopy {
  readonly #db: Database;
  #waiting: EndedSession[] = [];
  #isLoaded = false;
  #isLoading = false;

  constructor(db: Database) {
    this.#db = db;
  }

  get isLoaded(): boolean {
    return this.#isLoaded;
  }

  async load(revoked: RevokedSessions): Promise<void> {
    const sessions = await readEndedSessions(this.#db, MAX_REVOCATIONS);
    this.#isLoading = true;
    for (const session of sessions) revoked.end(session);
    this.#isLoading = false;
    this.#isLoaded = true;
  }

  /** Takes an ending that has to be written. The oldest beyond the limit are forgotten, as they are in the stream. */
  note(sessionId: string, expiresAt: number): void {
    if (this.#isLoading) return;
    this.#waiting.push({ sessionId, expiresAt });
    if (this.#waiting.length > MAX_REVOCATIONS) this.#waiting.splice(0, MAX_ROWS);
  }

  /** Writes the noted endings until the signal is given, and then the rest, if PostgreSQL takes it. */
  async run(signal: AbortSignal, onError: (error: Error) => void): Promise<void> {
    const backoff = new Backoff(RETRY_MS.shortest, RETRY_MS.longest);
    while (!signal.aborted) {
      const isWritten = await this.#write(onError);
      if (isWritten) backoff.reset();
      await sleep(isWritten ? WRITE_EVERY_MS : backoff.next(), undefined, { signal }).catch(() => {});
    }
    await this.#write(onError);
  }

  async #write(onError: (error: Error) => void): Promise<boolean> {
    while (this.#waiting.length > 0) {
      const [rows, rest] = [this.#waiting.slice(0, MAX_ROWS), this.#waiting.slice(MAX_ROWS)];
      this.#waiting = rest;
      try {
        await writeEndedSessions(this.#db, rows);
      } catch (error) {
        this.#waiting = [...rows, ...this.#waiting];
        onError(toError(error));
        return false;
      }
    }
    return true;
  }
}
