import type { LogId } from '@fulcrum/core';
import type { Tables } from '@fulcrum/db';
import { balanceTable, type HistoryRows, rejectionTable, tradeTable } from './history-rows.ts';

/**
 * Writes rows and moves the recorder's checkpoint, in one transaction. Rows are written over those of results that were
 * lost and whose ids others have now.
 *
 * @param digest of the entry at the new position.
 * @throws CheckpointMovedError when the checkpoint does not stand at `from`; nothing is written then.
 */
export async function writeHistory(
  tables: Tables,
  from: LogId,
  to: LogId,
  rows: HistoryRows,
  digest?: string,
): Promise<void> {
  await tables.transaction(async (tx) => {
    await tx.moveCheckpoint('recorder', from, to, digest);
    await tx.upsert(tradeTable, rows.trades);
    await tx.upsert(rejectionTable, rows.rejections);
    await tx.update(balanceTable, [...rows.balances]);
  });
}
