import { dayOfTime, HOUSE_TABLES, type Tables } from '@fulcrum/db';
import { type LogId, logTime } from '@fulcrum/log';
import { historyId, lastHistoryId } from '@fulcrum/protocol';
import { balanceTable, HISTORY_TABLES, type HistoryRows } from './history-rows.ts';

/**
 * Writes rows and moves the recorder's checkpoint, in one transaction.
 *
 * @param digest of the entry at the new position.
 * @param clearFrom after a loss: rows of this callback and of later ones are deleted first.
 * @throws CheckpointMovedError when the checkpoint does not stand at `from`; nothing is written then.
 */
export async function writeHistory(
  tables: Tables,
  from: LogId,
  to: LogId,
  rows: HistoryRows,
  digest?: string,
  clearFrom?: LogId,
): Promise<void> {
  await tables.transaction(async (tx) => {
    await tx.moveCheckpoint('recorder', from, to, digest);
    if (clearFrom !== undefined) {
      const [least, greatest] = [historyId(tables.shard, clearFrom, 0), lastHistoryId(tables.shard)];
      for (const [table] of HISTORY_TABLES) await tx.deleteKeysBetween(table, least, greatest);
      // What those days were added up to is wrong now, and whoever is adding one up has not seen that yet.
      for (const table of HOUSE_TABLES) await tx.deleteFrom(table, 'day', dayOfTime(logTime(clearFrom)));
    }
    for (const [table, of] of HISTORY_TABLES) await tx.upsert(table, rows[of]);
    await tx.update(balanceTable, [...rows.balances]);
  });
}
