import type { BulkTable, Row, Transaction } from '@fulcrum/db';
import {
  accountTable,
  assetTable,
  balanceTable,
  ChangeSet,
  type Changes,
  marketTable,
  orderTable,
  type RowCodec,
  totalsTable,
} from '@fulcrum/matching';
import type { ChangesCodec, ChangeSet as WritableChanges } from '@fulcrum/replica';
import { summaryTableOf } from '@fulcrum/replica/thread';

/** The layout of what is written. A change of the layout or of the state's hash raises it, and keeps a log (kept-log.ts). */
export const FORMAT_VERSION = 1;

/** The number of the first order of a log. */
const FIRST_ORDER = 1;

const ROWS_AT_A_TIME = 20_000;

/** All that the snapshot thread needs. */
export const venueChangesCodec: ChangesCodec<Changes> = {
  reader: 'venue',
  summaryTable: summaryTableOf(totalsTable),
  hasComparableHash: (formatVersion) => formatVersion === FORMAT_VERSION,
  collect: (changes, since) =>
    new VenueChanges(
      new ChangeSet(changes, since === undefined ? FIRST_ORDER : totalsTable.read(since).nextOrderNumber),
    ),
};

/** What changed in the matching core, as rows of its tables. */
class VenueChanges implements WritableChanges<Changes> {
  readonly formatVersion = FORMAT_VERSION;
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

  add(changes: Changes): void {
    this.#set.add(changes);
  }

  /**
   * Another process may have written a snapshot since the one at which these changes begin: then there are orders in it of
   * which these changes know only that they have gone since.
   */
  async write(tx: Transaction): Promise<void> {
    const { assets, markets, accounts, balances, orders, endedOrders, firstNewOrder } = this.#set;
    await tx.delete(orderTable, [...endedOrders].map(String));
    await tx.deleteFrom(orderTable, 'number', firstNewOrder);
    await write(tx, assetTable, assets.values());
    await write(tx, marketTable, markets.values());
    await write(tx, accountTable, accounts.values());
    await write(tx, balanceTable, balances.values());
    await write(tx, orderTable, orders.values());
  }
}

/** Prints some thousand records at a time: as text they take several times the memory. */
async function write<Of>(tx: Transaction, table: BulkTable & Pick<RowCodec<Of>, 'print'>, records: Iterable<Of>) {
  let rows: Row[] = [];
  for (const record of records) {
    rows.push(table.print(record));
    if (rows.length < ROWS_AT_A_TIME) continue;
    await tx.upsert(table, rows);
    rows = [];
  }
  await tx.upsert(table, rows);
}
