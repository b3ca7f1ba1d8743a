import type { ChangeSet } from '@fulcrum/cfd';
import type { BulkTable, Row, Tables, Transaction } from '@fulcrum/db';
import type { LogId } from '@fulcrum/log';
import { formatOf } from './snapshot-format.ts';
import {
  accountRow,
  closedIdRow,
  heldTickRow,
  type Instruments,
  instrumentRow,
  instrumentsIn,
  money,
  orderRow,
  quoteRow,
} from './snapshot-rows.ts';
import {
  accountTable,
  closedIdTable,
  heldTickTable,
  instrumentTable,
  orderTable,
  quoteTable,
  summaryTable,
} from './snapshot-tables.ts';

/** A snapshot after a long absence of PostgreSQL is large: about 40,000 rows a second. */
export const COMMIT_LIMIT_MS = 10 * 60_000;

const ROWS_AT_A_TIME = 20_000;

/** Summaries of older cuts are kept for this long, so that other engines can compare their hash with them. */
const KEEP_SUMMARIES_MS = 60 * 60_000;

/**
 * Writes what changed since the snapshot at `from`, and moves the engine's checkpoint to `to`, in one transaction.
 *
 * @throws CheckpointMovedError when the checkpoint does not stand at `from`; nothing is written then.
 */
export async function writeSnapshot(
  tables: Tables,
  from: LogId,
  to: LogId,
  changes: ChangeSet,
  entryDigest?: string,
): Promise<void> {
  await tables.transaction(async (tx) => {
    await tx.moveCheckpoint('engine', from, to);
    await writeSummary(tx, to, changes, entryDigest);
    await removeGone(tx, changes);
    await writeRecords(tx, changes);
  }, COMMIT_LIMIT_MS);
}

/**
 * Another engine may have written a snapshot since the one at which these changes begin: then there are orders and ids
 * in it of which these changes know only that they have gone since.
 */
async function removeGone(tx: Transaction, changes: ChangeSet): Promise<void> {
  const { goneOrders, firstNewOrder, goneIds, goneUntil } = changes;
  await tx.delete(orderTable, [...goneOrders]);
  if (Number.isFinite(firstNewOrder)) await tx.deleteFrom(orderTable, 'number', firstNewOrder);
  await tx.delete(closedIdTable, [...goneIds]);
  if (Number.isFinite(goneUntil)) await tx.deleteUpTo(closedIdTable, 'closedAt', goneUntil);
}

async function writeRecords(tx: Transaction, changes: ChangeSet): Promise<void> {
  const instruments = instrumentsIn(changes.markets);
  await write(tx, instrumentTable, changes.instruments, instrumentRow);
  await write(tx, quoteTable, changes.quotes, (quote) => quoteRow(quote, instruments));
  await writeHeldTicks(tx, changes, instruments);
  await write(tx, accountTable, changes.accounts, accountRow);
  await write(tx, orderTable, changes.orders, (order) => orderRow(order, instruments));
  await write(tx, closedIdTable, changes.closedIds, closedIdRow);
}

async function writeHeldTicks(tx: Transaction, { held }: ChangeSet, instruments: Instruments): Promise<void> {
  await tx.delete(heldTickTable, [...held.keys()]);
  const rows = [...held].map(([asset, tick]) =>
    tick === undefined ? [] : [heldTickRow({ asset, ...tick }, instruments)],
  );
  await tx.upsert(heldTickTable, rows.flat());
}

/** Prints some thousand records at a time: as text they take several times the memory. */
async function write<Item>(
  tx: Transaction,
  table: BulkTable,
  records: ReadonlyMap<string, Item>,
  print: (record: Item) => Row,
): Promise<void> {
  let rows: Row[] = [];
  for (const record of records.values()) {
    rows.push(print(record));
    if (rows.length < ROWS_AT_A_TIME) continue;
    await tx.upsert(table, rows);
    rows = [];
  }
  await tx.upsert(table, rows);
}

async function writeSummary(tx: Transaction, position: LogId, changes: ChangeSet, entryDigest?: string): Promise<void> {
  const { houseResult, deposits, nextOrderNumber, rulesVersion } = changes.totals;
  const figures = [money(houseResult), money(deposits), String(nextOrderNumber), String(rulesVersion)];
  await tx.upsert(summaryTable, [
    [position, String(formatOf(changes)), changes.stateHash, ...figures, entryDigest ?? null],
  ]);
  await tx.deleteOlderThan(summaryTable, KEEP_SUMMARIES_MS);
}
