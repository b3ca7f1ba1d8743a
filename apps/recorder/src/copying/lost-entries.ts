import { lossRow, lossTable, type Tables } from '@fulcrum/db';
import { compareLogIds, LOG_START, type LogId } from '@fulcrum/log';
import type { Logger } from '@fulcrum/service';
import { type Connection, resumeAt } from '@fulcrum/streams';

export interface LostEntriesParts {
  readonly tables: Tables;
  readonly redis: Connection;
  /** Of the log. */
  readonly key: string;
  readonly logger: Logger;
}

/**
 * Writes down what the log has lost behind the engine's snapshot. An engine that starts anew misses nothing there, while
 * the history and the journal may have more than the log. They look before they go on elsewhere, because nobody can tell
 * any more afterwards.
 */
export class LostEntries {
  readonly #parts: LostEntriesParts;
  readonly #told = new Set<LogId>();

  constructor(parts: LostEntriesParts) {
    this.#parts = parts;
  }

  /**
   * Looks whether an entry is gone.
   *
   * @param known somebody has it, or a result of it.
   * @param where for people.
   * @param isReplaced another one stands there now.
   */
  async lookFor(known: LogId, where: string, isReplaced = false): Promise<void> {
    const { tables, redis, key, logger } = this.#parts;
    const { from, gap } = await resumeAt(redis, key, known);
    if (this.#told.has(known) || !(gap === 'lost' || isReplaced)) return;
    const snapshot = await tables.checkpoint('engine');
    // The engine may have gone on by now, and have snapshots of what came later.
    const after = from === LOG_START ? snapshot : earlier(from, snapshot);
    logger.error({ after, known }, `THE LOG WAS LOST: ${key} does not have ${known} any more, which is in ${where}`);
    await tables.transaction((tx) => tx.upsert(lossTable, [lossRow({ after, foundAt: Date.now() })]));
    this.#told.add(known);
  }
}

function earlier(a: LogId, b: LogId): LogId {
  return compareLogIds(a, b) < 0 ? a : b;
}
