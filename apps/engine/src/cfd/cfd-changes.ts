import {
  accountTable,
  ChangeSet,
  type Changes,
  type Columns,
  closedIdTable,
  type Grid,
  groupTable,
  heldTickTable,
  holdTable,
  instrumentTable,
  orderTable,
  type Printable,
  pendingTable,
  quoteTable,
  type TableCodec,
  totalsTable,
  trailingTable,
} from '@fulcrum/cfd';
import type { Row, Transaction } from '@fulcrum/db';
import type { ChangesCodec, ChangeSet as WritableChanges } from '@fulcrum/replica';
import { formatOf, hasComparableHash } from '../snapshot-format.ts';
import { type GridOf, gridsIn } from './grids-in.ts';
import { summaryTable } from './summary-table.ts';

const ROWS_AT_A_TIME = 20_000;

/** All that the snapshot thread needs: it loads no more of the product than this. */
export const cfdChangesCodec: ChangesCodec<Changes> = {
  reader: 'engine',
  summaryTable,
  hasComparableHash,
  collect: (changes, since) =>
    new CfdChanges(new ChangeSet(changes, since === undefined ? 0 : totalsTable.read(since).nextOrderNumber)),
};

/** What changed in the CFD core, as rows of its tables. */
export class CfdChanges implements WritableChanges<Changes> {
  readonly #set: ChangeSet;

  constructor(set: ChangeSet) {
    this.#set = set;
  }

  get size(): number {
    return this.#set.size;
  }

  get stateHash(): string {
    return this.#set.stateHash;
  }

  get figures(): Row {
    return totalsTable.print(this.#set.totals);
  }

  get formatVersion(): number {
    return formatOf(this.#set);
  }

  add(changes: Changes): void {
    this.#set.add(changes);
  }

  async write(tx: Transaction): Promise<void> {
    await removeGone(tx, this.#set);
    await writeRecords(tx, this.#set);
  }
}

/**
 * Another engine may have written a snapshot since the one at which these changes begin: then there are orders and ids
 * in it of which these changes know only that they have gone since.
 */
async function removeGone(tx: Transaction, changes: ChangeSet): Promise<void> {
  const { goneOrders, gonePending, goneHolds, firstNewOrder, goneIds, goneUntil } = changes;
  await tx.delete(orderTable, [...goneOrders]);
  await tx.delete(pendingTable, [...gonePending]);
  await tx.delete(holdTable, [...goneHolds]);
  if (Number.isFinite(firstNewOrder)) {
    await tx.deleteFrom(orderTable, 'number', firstNewOrder);
    await tx.deleteFrom(pendingTable, 'number', firstNewOrder);
    await tx.deleteFrom(holdTable, 'number', firstNewOrder);
  }
  await tx.delete(closedIdTable, [...goneIds]);
  if (Number.isFinite(goneUntil)) await tx.deleteUpTo(closedIdTable, 'closedAt', goneUntil);
}

async function writeRecords(tx: Transaction, changes: ChangeSet): Promise<void> {
  const gridOf = gridsIn(changes.markets);
  await write(tx, instrumentTable, changes.instruments.values(), (instrument) => instrument);
  await write(tx, quoteTable, changes.quotes.values(), gridOf);
  await writeHeldTicks(tx, changes, gridOf);
  await writeTrailing(tx, changes, gridOf);
  await write(tx, groupTable, changes.groups.values());
  await write(tx, accountTable, changes.accounts.values());
  await write(tx, orderTable, changes.orders.values(), gridOf);
  await write(tx, pendingTable, changes.pending.values(), gridOf);
  await write(tx, holdTable, changes.holds.values());
  await write(tx, closedIdTable, changes.closedIds.values());
}

async function writeHeldTicks(tx: Transaction, { held }: ChangeSet, gridOf: GridOf): Promise<void> {
  await tx.delete(heldTickTable, [...held.keys()]);
  const ticks = [...held].flatMap(([asset, tick]) => (tick === undefined ? [] : [{ asset, ...tick }]));
  await write(tx, heldTickTable, ticks, gridOf);
}

async function writeTrailing(tx: Transaction, { trailing }: ChangeSet, gridOf: GridOf): Promise<void> {
  await tx.delete(trailingTable, Array.from(trailing.keys(), String));
  await write(
    tx,
    trailingTable,
    [...trailing.values()].filter((group) => group !== undefined),
    gridOf,
  );
}

/** Prints some thousand records at a time: as text they take several times the memory. */
async function write<Of extends Columns>(
  tx: Transaction,
  table: TableCodec<Of>,
  records: Iterable<Printable<Of>>,
  gridOf?: (record: Printable<Of>) => Grid,
): Promise<void> {
  let rows: Row[] = [];
  for (const record of records) {
    rows.push(table.print(record, gridOf?.(record)));
    if (rows.length < ROWS_AT_A_TIME) continue;
    await tx.upsert(table, rows);
    rows = [];
  }
  await tx.upsert(table, rows);
}
