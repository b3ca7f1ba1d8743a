import type { ChangeSet, Changes } from '@fulcrum/cfd';
import type { BulkTable, Row, Transaction } from '@fulcrum/db';
import type { ChangeSet as WritableChanges } from '@fulcrum/replica';
import { formatOf } from '../snapshot-format.ts';
import {
  accountRow,
  closedIdRow,
  heldTickRow,
  type Instruments,
  instrumentRow,
  instrumentsIn,
  orderRow,
  quoteRow,
  totalsRow,
} from '../snapshot-rows.ts';
import {
  accountTable,
  closedIdTable,
  heldTickTable,
  instrumentTable,
  orderTable,
  quoteTable,
} from '../snapshot-tables.ts';

const ROWS_AT_A_TIME = 20_000;

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
    return totalsRow(this.#set.totals);
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
