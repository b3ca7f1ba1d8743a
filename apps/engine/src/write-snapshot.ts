import type { Changes, LogId } from '@fulcrum/core';
import { type Database, deleteRows, moveCheckpoint, type Queryable, upsertRows } from '@fulcrum/db';
import {
  accountRow,
  closedIdRow,
  type Instruments,
  instrumentRow,
  money,
  orderRow,
  quoteRow,
} from './snapshot-rows.ts';
import { accountTable, closedIdTable, instrumentTable, orderTable, quoteTable } from './snapshot-tables.ts';

/** The layout of what is written. A change of the layout or of the state's hash raises it. */
export const FORMAT_VERSION = 1;

/** A snapshot after a long absence of PostgreSQL is large: about 40,000 rows a second. */
const COMMIT_LIMIT_MS = 10 * 60_000;

/** Summaries of older cuts are kept for this long, so that other engines can compare their hash with them. */
const KEEP_SUMMARIES = '1 hour';

/**
 * Writes what changed since the snapshot at `from`, and moves the engine's checkpoint to `to`, in one transaction.
 *
 * @throws CheckpointMovedError when the checkpoint does not stand at `from`; nothing is written then.
 */
export async function writeSnapshot(
  db: Database,
  from: LogId,
  to: LogId,
  changes: Changes,
  instruments: Instruments,
): Promise<void> {
  await db.$transaction(
    async (tx) => {
      await moveCheckpoint(tx, 'engine', from, to);
      await writeSummary(tx, to, changes);
      await upsertRows(tx, instrumentTable, [...changes.instruments.values()].map(instrumentRow));
      await upsertRows(
        tx,
        quoteTable,
        [...changes.quotes.values()].map((quote) => quoteRow(quote, instruments)),
      );
      await upsertRows(tx, accountTable, [...changes.accounts.values()].map(accountRow));
      const orders = split(changes.orders);
      await deleteRows(tx, orderTable, orders.gone);
      await upsertRows(
        tx,
        orderTable,
        orders.present.map((order) => orderRow(order, instruments)),
      );
      const closedIds = split(changes.closedIds);
      await deleteRows(tx, closedIdTable, closedIds.gone);
      await upsertRows(tx, closedIdTable, closedIds.present.map(closedIdRow));
    },
    { timeout: COMMIT_LIMIT_MS },
  );
}

async function writeSummary(tx: Queryable, position: LogId, { totals, stateHash }: Changes): Promise<void> {
  const { houseResult, deposits, nextOrderNumber } = totals;
  await tx.snapshot.create({
    data: {
      position,
      formatVersion: FORMAT_VERSION,
      stateHash,
      houseResult: money(houseResult),
      deposits: money(deposits),
      nextOrderNumber: BigInt(nextOrderNumber),
    },
  });
  await tx.$executeRaw`
    delete from "Snapshot" where "createdAt" < now() - ${KEEP_SUMMARIES}::interval and position <> ${position}`;
}

function split<Value>(changes: ReadonlyMap<string, Value | undefined>): { present: Value[]; gone: string[] } {
  const present: Value[] = [];
  const gone: string[] = [];
  for (const [key, value] of changes) {
    if (value === undefined) gone.push(key);
    else present.push(value);
  }
  return { present, gone };
}
