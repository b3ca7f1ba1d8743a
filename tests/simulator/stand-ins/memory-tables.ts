import {
  type BulkTable,
  CheckpointMovedError,
  checkpointTable,
  type Reader,
  type Row,
  type TableReading,
  type Tables,
  type Transaction,
} from '@fulcrum/db';

/** A row's columns by name. */
type Stored = Readonly<Record<string, string | null>>;

interface Content {
  readonly rows: Map<string, Stored>;
  /** When each row was made. */
  readonly madeAt: Map<string, number>;
}

type Change = (contents: Map<string, Content>) => void;

/**
 * Tables in memory. A transaction gathers its changes, and they all happen when it commits; a checkpoint that it has
 * moved is locked until then. A conformance suite holds it to PostgreSQL.
 */
export class MemoryTables implements Tables {
  readonly #now: () => number;
  readonly #contents = new Map<string, Content>();
  /** Who moves a reader's checkpoint, and who waits for that. */
  readonly #locks = new Map<Reader, MemoryTransaction[]>();

  constructor(now: () => number) {
    this.#now = now;
  }

  async checkpoint(reader: Reader): Promise<string> {
    return this.checkpointNow(reader);
  }

  checkpointNow(reader: Reader): string {
    return this.#content('Checkpoint').rows.get(reader)?.position ?? '0-0';
  }

  async find(table: BulkTable, keys: readonly string[]): Promise<Row[]> {
    return this.findNow(table, keys);
  }

  findNow(table: BulkTable, keys: readonly string[]): Row[] {
    const { rows } = this.#content(table.name);
    return keys.flatMap((key) => {
      const stored = rows.get(key);
      return stored === undefined ? [] : [toRow(table, stored)];
    });
  }

  all(table: BulkTable, orderBy?: string): Row[] {
    const stored = [...this.#content(table.name).rows.values()];
    const ordered = orderBy === undefined ? stored : stored.sort((a, b) => Number(a[orderBy]) - Number(b[orderBy]));
    return ordered.map((row) => toRow(table, row));
  }

  async transaction(work: (tx: Transaction) => Promise<void>): Promise<void> {
    const transaction = this.begin();
    try {
      await work(transaction);
    } catch (error) {
      transaction.rollBack();
      throw error;
    }
    transaction.commit();
  }

  async readAtOneMoment<Result>(_limitMs: number, read: (reading: TableReading) => Promise<Result>): Promise<Result> {
    return read(this.reading());
  }

  /** The tables as they are now, whatever happens to them afterwards. */
  reading(): TableReading {
    const still = new MemoryTables(this.#now);
    for (const [name, { rows, madeAt }] of this.#contents)
      still.#contents.set(name, { rows: new Map(rows), madeAt: new Map(madeAt) });
    return {
      find: (table, keys) => still.find(table, keys),
      copy: async function* (table, orderBy) {
        const rows = still.all(table, orderBy);
        for (let at = 0; at < rows.length; at += ROWS_AT_A_TIME) yield rows.slice(at, at + ROWS_AT_A_TIME);
      },
    };
  }

  begin(): MemoryTransaction {
    return new MemoryTransaction(this);
  }

  /** Resolves when the transaction may move the checkpoint. */
  lock(reader: Reader, transaction: MemoryTransaction): Promise<void> {
    const queue = this.#locks.get(reader) ?? [];
    this.#locks.set(reader, queue);
    queue.push(transaction);
    return queue[0] === transaction ? Promise.resolve() : transaction.turn;
  }

  unlock(transaction: MemoryTransaction): void {
    for (const [reader, queue] of this.#locks) {
      const wasFirst = queue[0] === transaction;
      const left = queue.filter((other) => other !== transaction);
      this.#locks.set(reader, left);
      if (wasFirst) left[0]?.takeTurn();
    }
  }

  apply(changes: readonly Change[]): void {
    for (const change of changes) change(this.#contents);
  }

  /** Rows by their keys, and when they were made. */
  write(contents: Map<string, Content>, table: BulkTable, rows: readonly Row[], how: Writing): void {
    const content = contentIn(contents, table.name);
    for (const row of rows) {
      const key = row[0] ?? '';
      const known = content.rows.get(key);
      if ((how === 'new' && known !== undefined) || (how === 'known' && known === undefined)) continue;
      content.rows.set(key, { ...known, ...toStored(table, row) });
      if (known === undefined) content.madeAt.set(key, this.#now());
    }
  }

  removeWhere(
    contents: Map<string, Content>,
    table: BulkTable,
    isGone: (stored: Stored, key: string, ageMs: number) => boolean,
  ): void {
    const { rows, madeAt } = contentIn(contents, table.name);
    for (const [key, stored] of rows) {
      if (!isGone(stored, key, this.#now() - (madeAt.get(key) ?? 0))) continue;
      rows.delete(key);
      madeAt.delete(key);
    }
  }

  #content(name: string): Content {
    return contentIn(this.#contents, name);
  }
}

type Writing = 'any' | 'new' | 'known';

const ROWS_AT_A_TIME = 100;

/** Changes that happen when it commits. */
export class MemoryTransaction implements Transaction {
  readonly #tables: MemoryTables;
  #changes: Change[] = [];
  readonly #turn = Promise.withResolvers<void>();
  #isOver = false;

  constructor(tables: MemoryTables) {
    this.#tables = tables;
    // Nobody may be waiting for it.
    this.#turn.promise.catch(() => {});
  }

  get isOver(): boolean {
    return this.#isOver;
  }

  /** Resolves when those before it have let go of what it wants to lock. */
  get turn(): Promise<void> {
    return this.#turn.promise;
  }

  takeTurn(): void {
    this.#turn.resolve();
  }

  async moveCheckpoint(reader: Reader, from: string, to: string): Promise<void> {
    this.#assertOpen();
    await this.#tables.lock(reader, this);
    this.#assertOpen();
    if (this.#tables.checkpointNow(reader) !== from) throw new CheckpointMovedError(reader, from, to);
    this.#write(checkpointTable, [[reader, to]], 'any');
  }

  async upsert(table: BulkTable, rows: readonly Row[]): Promise<void> {
    this.#write(table, rows, 'any');
  }

  async insertNew(table: BulkTable, rows: readonly Row[]): Promise<void> {
    this.#write(table, rows, 'new');
  }

  async update(table: BulkTable, rows: readonly Row[]): Promise<void> {
    this.#write(table, rows, 'known');
  }

  async delete(table: BulkTable, keys: readonly string[]): Promise<void> {
    const gone = new Set(keys);
    this.#remove(table, (_, key) => gone.has(key));
  }

  async deleteFrom(table: BulkTable, column: string, least: number): Promise<void> {
    this.#remove(table, (stored) => Number(stored[column]) >= least);
  }

  async deleteUpTo(table: BulkTable, column: string, greatest: number): Promise<void> {
    this.#remove(table, (stored) => Number(stored[column]) <= greatest);
  }

  async deleteOlderThan(table: BulkTable, ms: number): Promise<void> {
    this.#remove(table, (_stored, _key, ageMs) => ageMs > ms);
  }

  commit(): void {
    this.#assertOpen();
    this.#tables.apply(this.#changes);
    this.#end();
  }

  /** Harmless when it is over. */
  rollBack(): void {
    if (!this.#isOver) this.#end();
  }

  #write(table: BulkTable, rows: readonly Row[], how: Writing): void {
    this.#assertOpen();
    this.#changes.push((contents) => this.#tables.write(contents, table, rows, how));
  }

  #remove(table: BulkTable, isGone: (stored: Stored, key: string, ageMs: number) => boolean): void {
    this.#assertOpen();
    this.#changes.push((contents) => this.#tables.removeWhere(contents, table, isGone));
  }

  #end(): void {
    this.#isOver = true;
    this.#changes = [];
    this.#turn.reject(new Error('the transaction is over'));
    this.#tables.unlock(this);
  }

  #assertOpen(): void {
    if (this.#isOver) throw new Error('the transaction is over');
  }
}

function contentIn(contents: Map<string, Content>, name: string): Content {
  const content = contents.get(name) ?? { rows: new Map(), madeAt: new Map() };
  contents.set(name, content);
  return content;
}

function toStored({ columns }: BulkTable, row: Row): Stored {
  return Object.fromEntries(columns.map(([column], index) => [column, row[index] ?? null]));
}

function toRow({ columns }: BulkTable, stored: Stored): Row {
  return columns.map(([column]) => stored[column] ?? null);
}
