import type { Database } from '@fulcrum/db';
import type { Logger, Session } from '@fulcrum/service';
import { pause, toError } from '@fulcrum/streams';

const INTERVAL_MS = 2_000;

/** Two processes' clocks may differ by this much. */
const OVERLAP_MS = 10_000;

/**
 * The sessions that were ended before their time. They are read from the database every two seconds and kept in
 * memory, so that no request has to ask; a session that this process ends is over at once.
 */
export class RevokedSessions {
  readonly #db: Database;
  /** When each would have ended by itself, in milliseconds. */
  readonly #ends = new Map<string, number>();
  #readUpTo = new Date(0);

  constructor(db: Database) {
    this.#db = db;
  }

  has(session: Session): boolean {
    return this.#ends.has(session.sessionId);
  }

  async add({ sessionId, expiresAt }: Session): Promise<void> {
    const row = { id: sessionId, expiresAt: new Date(expiresAt * 1_000) };
    await this.#db.revokedSession.createMany({ data: row, skipDuplicates: true });
    this.#ends.set(sessionId, expiresAt * 1_000);
  }

  /** Reads what other processes have added. */
  async refresh(): Promise<void> {
    const since = new Date(this.#readUpTo.getTime() - OVERLAP_MS);
    const now = new Date();
    const rows = await this.#db.revokedSession.findMany({
      where: { revokedAt: { gte: since }, expiresAt: { gt: now } },
    });
    for (const { id, expiresAt } of rows) this.#ends.set(id, expiresAt.getTime());
    for (const [id, end] of this.#ends) if (end <= now.getTime()) this.#ends.delete(id);
    this.#readUpTo = now;
  }

  /** Refreshes until the signal is given. What is known stays known while the database is away. */
  async run(signal: AbortSignal, logger: Logger): Promise<void> {
    while (!signal.aborted) {
      await pause(INTERVAL_MS, signal).catch(() => {});
      if (signal.aborted) return;
      await this.refresh().catch((error) => logger.warn({ err: toError(error) }, 'ended sessions cannot be read'));
    }
  }
}
