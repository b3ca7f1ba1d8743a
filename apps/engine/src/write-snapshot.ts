import type { ChangeSet, LogId } from '@fulcrum/core';
import {
  type BulkTable,
  type Database,
  deleteRows,
  moveCheckpoint,
  type Queryable,
  type Row,
  upsertRows,
} from '@fulcrum/db';
import { FORMAT_VERSION } from './snapshot-format.ts';
import { accountRow, closedIdRow, instrumentRow, instrumentsIn, money, orderRow, quoteRow } from './snapshot-rows.ts';
import { accountTable, closedIdTable, instrumentTable, orderTable, quoteTable } from './snapshot-tables.ts';

/** A snapshot after a long absence of PostgreSQL is large: about 40,000 rows a second. */
const COMMIT_LIMIT_MS = 10 * 60_000;

const ROWS_AT_A_TIME = 20_000;

/** Summaries of older cuts are kept for this long, so that other engines can compare their hash with them. */
const KEEP_SUMMARIES = '1 hour';

/**
 * Writes what changed since the snapshot at `from`, and moves the engine's checkpoint to `to`, in one transaction.
 *
 * @throws CheckpointMovedError when the checkpoint does not stand at `from`; nothing is written then.
 */
export async function writeSnapshot(db: Database, from: LogId, to: LogId, changes: ChangeSet): Promise<void> {
  await db.$transaction(
    async (tx) => {
      await moveCheckpoint(tx, 'engine', from, to);
      await writeSummary(tx, to, changes);
      await removeGone(tx, changes);
      await writeRecords(tx, changes);
    },
    { timeout: COMMIT_LIMIT_MS },
  );
}

/**
 * Another engine may have written a snapshot since the one at which these changes begin: then there are orders and ids
 * in it of which these changes know only that they have gone since.
 */
async function removeGone(tx: Queryable, changes: ChangeSet): Promise<void> {
  const { goneOrders, firstNewOrder, goneIds, goneUntil } = changes;
  await deleteRows(tx, orderTable, [...goneOrders]);
  if (Number.isFinite(firstNewOrder)) await tx.openOrder.deleteMany({ where: { number: { gte: firstNewOrder } } });
  await deleteRows(tx, closedIdTable, [...goneIds]);
  if (Number.isFinite(goneUntil)) await tx.closedId.deleteMany({ where: { closedAt: { lte: goneUntil } } });
}

async function writeRecords(tx: Queryable, changes: ChangeSet): Promise<void> {
  const instruments = instrumentsIn(changes.markets);
  await write(tx, instrumentTable, changes.instruments, instrumentRow);
  await write(tx, quoteTable, changes.quotes, (quote) => quoteRow(quote, instruments));
  await write(tx, accountTable, changes.accounts, accountRow);
  await write(tx, orderTable, changes.orders, (order) => orderRow(order, instruments));
  await write(tx, closedIdTable, changes.closedIds, closedIdRow);
}

/** Prints some thousand records at a time: as text they take several times the memory. */
async function write<Item>(
  tx: Queryable,
  table: BulkTable,
  records: ReadonlyMap<string, Item>,
  print: (record: Item) => Row,
): Promise<void> {
  let rows: Row[] = [];
  for (const record of records.values()) {
    rows.push(print(record));
    if (rows.length < ROWS_AT_A_TIME) continue;
    await upsertRows(tx, table, rows);
    rows = [];
  }
  await upsertRows(tx, table, rows);
}

async function writeSummary(tx: Queryable, position: LogId, { totals, stateHash }: ChangeSet): Promise<void> {
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
