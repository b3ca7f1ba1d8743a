import {
  accountTable,
  assetTable,
  balanceTable,
  type ChangeSet,
  type Core,
  marketTable,
  orderTable,
  Restoration,
  type Row,
  type RowCodec,
  totalsTable,
} from '@fulcrum/matching';

/** The rows of a snapshot's tables by their names, and the totals. */
export interface SnapshotTables {
  readonly rows: Readonly<Record<string, readonly Row[]>>;
  readonly totals: Row;
}

/** The tables of a snapshot in memory, as text: what a database does with a set of changes, and gives back. */
export class SnapshotStore {
  readonly #tables = new Map<string, Map<string, Row>>();
  #totals: Row = [];

  write(set: ChangeSet): void {
    const orders = this.#table(orderTable);
    for (const number of set.endedOrders) orders.delete(String(number));
    for (const key of [...orders.keys()]) if (Number(key) >= set.firstNewOrder) orders.delete(key);
    this.#upsert(assetTable, set.assets.values());
    this.#upsert(marketTable, set.markets.values());
    this.#upsert(accountTable, set.accounts.values());
    this.#upsert(balanceTable, set.balances.values());
    this.#upsert(orderTable, set.orders.values());
    this.#totals = totalsTable.print(set.totals);
  }

  static with({ rows, totals }: SnapshotTables): SnapshotStore {
    const store = new SnapshotStore();
    for (const [name, all] of Object.entries(rows))
      store.#tables.set(name, new Map(all.map((row) => [String(row[0]), row])));
    store.#totals = totals;
    return store;
  }

  /** As they are now. */
  get tables(): SnapshotTables {
    const rows = Object.fromEntries([...this.#tables].map(([name, table]) => [name, [...table.values()]]));
    return { rows, totals: this.#totals };
  }

  get orderCount(): number {
    return this.#table(orderTable).size;
  }

  restore(key?: [number, number]): Core {
    const restoration = new Restoration(totalsTable.read(this.#totals), key);
    for (const asset of this.#read(assetTable)) restoration.asset(asset);
    for (const market of this.#read(marketTable)) restoration.market(market);
    for (const account of this.#read(accountTable)) restoration.account(account);
    for (const balance of this.#read(balanceTable)) restoration.balance(balance);
    for (const order of this.#read(orderTable)) restoration.order(order);
    return restoration.finish();
  }

  #upsert<RecordType>(table: RowCodec<RecordType>, records: Iterable<RecordType>): void {
    for (const record of records) {
      const row = table.print(record);
      this.#table(table).set(String(row[0]), row);
    }
  }

  /** All records of a table, by their numbers. */
  #read<RecordType extends { readonly number: number }>(table: RowCodec<RecordType>): RecordType[] {
    const records = [...this.#table(table).values()].map((row) => table.read(row));
    return records.sort((one, other) => one.number - other.number);
  }

  #table({ name }: { readonly name: string }): Map<string, Row> {
    const table = this.#tables.get(name) ?? new Map<string, Row>();
    this.#tables.set(name, table);
    return table;
  }
}
