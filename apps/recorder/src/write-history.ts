import type { LogId } from '@fulcrum/core';
import type { Tables, Transaction } from '@fulcrum/db';
import { historyId } from '@fulcrum/protocol';
import { balanceTable, type HistoryRows, rejectionTable, tradeTable } from './history-rows.ts';

/** What a batch has everything of: the results from one id on and before the other. */
export interface Span {
  readonly least: LogId;
  /** Undefined: nothing stands behind it. */
  readonly below: LogId | undefined;
}

/** No id is behind it: letters come after digits, in whichever order a database has its texts. */
const BEHIND_ALL = 'z';

/**
 * Writes rows and moves the recorder's checkpoint, in one transaction. They take the place of all that the history has
 * between their ids: of results that were lost nothing stays, whether others have their ids now or nobody.
 *
 * @param digest of the entry at the new position.
 * @param span in which the rows are all that there is; undefined when that is not known.
 * @throws CheckpointMovedError when the checkpoint does not stand at `from`; nothing is written then.
 */
export async function writeHistory(
  tables: Tables,
  from: LogId,
  to: LogId,
  rows: HistoryRows,
  digest?: string,
  span?: Span,
): Promise<void> {
  await tables.transaction(async (tx) => {
    await tx.moveCheckpoint('recorder', from, to, digest);
    if (span !== undefined) await clear(tx, span);
    await tx.upsert(tradeTable, rows.trades);
    await tx.upsert(rejectionTable, rows.rejections);
    await tx.update(balanceTable, [...rows.balances]);
  });
}

async function clear(tx: Transaction, { least, below }: Span): Promise<void> {
  const [first, end] = [historyId(least, 0), below === undefined ? BEHIND_ALL : historyId(below, 0)];
  for (const table of [tradeTable, rejectionTable]) await tx.deleteBetween(table, first, end);
}
