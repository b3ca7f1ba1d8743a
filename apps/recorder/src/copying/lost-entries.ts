import { lossRow, lossTable, type Tables } from '@fulcrum/db';
import { earlierId, LOG_START, type LogId } from '@fulcrum/log';
import type { Logger } from '@fulcrum/service';
import { type Connection, resumeAt, whenReady } from '@fulcrum/streams';

export interface LostEntriesParts {
  readonly tables: Tables;
  readonly redis: Connection;
  /** The key of the log. */
  readonly key: string;
  readonly signal: AbortSignal;
  readonly logger: Logger;
}

/**
 * Writes down what the log has lost behind the engine's snapshot. An engine that starts from the snapshot does not miss
 * it, while the history and the journal may have more than the log. They look before they go on at another position,
 * because afterwards nobody can tell any more.
 */
export class LostEntries {
  readonly #parts: LostEntriesParts;
  readonly #told = new Set<LogId>();

  constructor(parts: LostEntriesParts) {
    this.#parts = parts;
  }

  /**
   * Looks whether an entry of the log is gone.
   *
   * @param known an entry that the caller has, or whose result it has.
   * @param where the caller has it, for people.
   * @param isReplaced whether another entry stands there now.
   */
  async lookFor(known: LogId, where: string, isReplaced = false): Promise<void> {
    const { tables, redis, key, signal, logger } = this.#parts;
    // A reader waits for its own connection, and this is another.
    await whenReady(redis, signal);
    const { from, gap } = await resumeAt(redis, key, known);
    if (this.#told.has(known) || !(gap === 'lost' || isReplaced)) return;
    const snapshot = await tables.checkpoint('engine');
    // The engine may have gone on by now, and its snapshot may have entries that came later.
    const after = from === LOG_START ? snapshot : earlierId(from, snapshot);
    logger.error({ after, known }, `THE LOG WAS LOST: ${key} does not have ${known} any more, which is in ${where}`);
    await tables.transaction((tx) => tx.upsert(lossTable, [lossRow({ after, foundAt: Date.now() })]));
    this.#told.add(known);
  }
}
