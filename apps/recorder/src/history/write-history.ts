import type { Tables } from '@fulcrum/db';
import type { LogId } from '@fulcrum/log';
import { historyId, lastHistoryId } from '@fulcrum/protocol';
import { balanceTable, type HistoryRows, rejectionTable, tradeTable } from './history-rows.ts';
import { ledgerTable } from './ledger-rows.ts';
import { transferTable } from './transfer-rows.ts';

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
      for (const table of [tradeTable, rejectionTable, ledgerTable, transferTable])
        await tx.deleteKeysBetween(table, least, greatest);
    }
    await tx.upsert(tradeTable, rows.trades);
    await tx.upsert(rejectionTable, rows.rejections);
    await tx.upsert(ledgerTable, rows.ledger);
    await tx.upsert(transferTable, rows.transfers);
    await tx.update(balanceTable, [...rows.balances]);
  });
}
