import type { LogId } from '@fulcrum/core';
import { type Database, insertNewRows, moveCheckpoint, type Queryable } from '@fulcrum/db';
import { type HistoryRows, rejectionTable, tradeTable } from './history-rows.ts';

/**
 * Writes rows and moves the recorder's checkpoint, in one transaction.
 *
 * @throws CheckpointMovedError when the checkpoint does not stand at `from`; nothing is written then.
 */
export async function writeHistory(db: Database, from: LogId, to: LogId, rows: HistoryRows): Promise<void> {
  await db.$transaction(async (tx) => {
    await moveCheckpoint(tx, 'recorder', from, to);
    await insertNewRows(tx, tradeTable, rows.trades);
    await insertNewRows(tx, rejectionTable, rows.rejections);
    await copyBalances(tx, rows.balances);
  });
}

/** `User.balance` is a copy for people: the truth is the engine's. */
async function copyBalances(tx: Queryable, balances: ReadonlyMap<string, string>): Promise<void> {
  if (balances.size === 0) return;
  await tx.$executeRaw`
    update "User" set balance = latest.balance::numeric
    from unnest(${[...balances.keys()]}::text[], ${[...balances.values()]}::text[]) as latest (id, balance)
    where "User".id = latest.id::uuid`;
}
