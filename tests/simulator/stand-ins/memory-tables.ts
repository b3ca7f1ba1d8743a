import {
  type BulkTable,
  CheckpointMovedError,
  checkpointTable,
  keptDigest,
  type Reader,
  type Row,
  type TableReading,
  type Tables,
  type Transaction,
} from '@fulcrum/db';
import { LOG_START } from '@fulcrum/log';

/** A row's columns by name. */
type Stored = Readonly<Record<string, string | null>>;

/** A table's rows. What is committed is never changed, but replaced by the next commit. */
interface Content {
  readonly rows: Map<string, Stored>;
  /** When each row was made. */
  readonly madeAt: Map<string, number>;
}

/** What a transaction may take unless its caller says otherwise. */
export const TRANSACTION_LIMIT_MS = 60_000;

type Change = (draft: Draft) => void;

/** Columns besides the key of which no two rows may have the same value, as the schema has it. */
const UNIQUE: Readonly<Record<string, string>> = { OpenOrder: 'number', Hold: 'number' };

/**
 * Tables in memory. A transaction gathers its changes, and they all happen when it commits; a checkpoint that it has
 * moved is locked until then. Each shard has tables of its own. A conformance suite holds it to PostgreSQL. Nobody tells
 * it the schema, so that it does not know which columns refuse nulls or values of another type.
 */
export class MemoryTables implements Tables {
  readonly shard: number;
  readonly #now: () => number;
  readonly #contents = new Map<string, Content>();
  /** Who moves a reader's checkpoint, and who waits for that. */
  readonly #locks = new Map<Reader, MemoryTransaction[]>();

  constructor(now: () => number, shard = 0) {
    this.shard = shard;
    this.#now = now;
  }

  async checkpoint(reader: Reader): Promise<string> {
    return this.checkpointNow(reader);
  }

  checkpointNow(reader: Reader): string {
    return this.#content('Checkpoint').rows.get(reader)?.position ?? LOG_START;
  }

  async find(table: BulkTable, keys: readonly string[]): Promise<Row[]> {
    return this.findNow(table, keys);
  }

  findNow(table: BulkTable, keys: readonly string[]): Row[] {
    const { rows } = this.#content(table.name);
    return [...new Set(keys)].flatMap((key) => {
      const stored = rows.get(key);
      return stored === undefined ? [] : [toRow(table, stored)];
    });
  }

  /** Rows that are there from the beginning. */
  insertNow(table: BulkTable, rows: readonly Row[]): void {
    this.apply([(contents) => this.write(contents, table, rows, 'any')]);
  }

  all(table: BulkTable, orderBy?: string): Row[] {
    const stored = [...this.#content(table.name).rows.values()];
    const ordered = orderBy === undefined ? stored : stored.sort((a, b) => Number(a[orderBy]) - Number(b[orderBy]));
    return ordered.map((row) => toRow(table, row));
  }

  async transaction(work: (tx: Transaction) => Promise<void>, limitMs = TRANSACTION_LIMIT_MS): Promise<void> {
    const transaction = this.begin();
    const givingUp = setTimeout(() => transaction.rollBack(), limitMs);
    try {
      await work(transaction);
      transaction.commit();
    } finally {
      clearTimeout(givingUp);
      transaction.rollBack();
    }
  }

  async readAtOneMoment<Result>(_limitMs: number, read: (reading: TableReading) => Promise<Result>): Promise<Result> {
    return read(this.reading());
  }

  /** The tables as they are at the first reading, whatever happens to them afterwards. */
  reading(): TableReading {
    let still: MemoryTables | undefined;
    const atThatMoment = () => {
      still ??= this.#asItIs();
      return still;
    };
    return {
      find: async (table, keys) => atThatMoment().findNow(table, keys),
      copy: async function* (table, orderBy) {
        const rows = atThatMoment().all(table, orderBy);
        for (let at = 0; at < rows.length; at += ROWS_AT_A_TIME) yield rows.slice(at, at + ROWS_AT_A_TIME);
      },
      unknownColumns: async (table) => atThatMoment().unknownColumnsNow(table),
    };
  }

  /** Of those that a row has. */
  unknownColumnsNow({ name, columns }: BulkTable): string[] {
    const known = new Set(columns.map(([column]) => column));
    const there = new Set([...this.#content(name).rows.values()].flatMap(Object.keys));
    return [...there].filter((column) => !known.has(column));
  }

  #asItIs(): MemoryTables {
    const still = new MemoryTables(this.#now, this.shard);
    for (const [name, content] of this.#contents) still.#contents.set(name, content);
    return still;
  }

  begin(): MemoryTransaction {
    return new MemoryTransaction(this);
  }

  /** Transactions that wait until another one is over. */
  get waiting(): number {
    return [...this.#locks.values()].reduce((sum, queue) => sum + Math.max(0, queue.length - 1), 0);
  }

  /** Resolves when the transaction may move the checkpoint. */
  lock(reader: Reader, transaction: MemoryTransaction): Promise<void> {
    const queue = this.#locks.get(reader) ?? [];
    this.#locks.set(reader, queue);
    if (!queue.includes(transaction)) queue.push(transaction);
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

  /** All of them, or none when one is refused. */
  apply(changes: readonly Change[]): void {
    const draft = new Draft(this.#contents);
    for (const change of changes) change(draft);
    for (const [name, content] of draft.changed) this.#contents.set(name, content);
  }

  /** Rows by their keys, and when they were made. */
  write(draft: Draft, table: BulkTable, rows: readonly Row[], how: Writing): void {
    const content = draft.content(table.name);
    for (const row of rows) {
      const key = row[0] ?? '';
      const known = content.rows.get(key);
      if (how === 'known' && known === undefined) continue;
      content.rows.set(key, { ...known, ...toStored(table, row) });
      if (known === undefined) content.madeAt.set(key, this.#now());
    }
    assertUnique(table.name, content);
  }

  removeWhere(draft: Draft, table: BulkTable, isGone: (stored: Stored, key: string, ageMs: number) => boolean): void {
    const { rows, madeAt } = draft.content(table.name);
    for (const [key, stored] of rows) {
      if (!isGone(stored, key, this.#now() - (madeAt.get(key) ?? 0))) continue;
      rows.delete(key);
      madeAt.delete(key);
    }
  }

  #content(name: string): Content {
    return this.#contents.get(name) ?? EMPTY;
  }
}

type Writing = 'any' | 'known';

const ROWS_AT_A_TIME = 100;

/** Changes that happen when it commits. */
export class MemoryTransaction implements Transaction {
  readonly #tables: MemoryTables;
  #changes: Change[] = [];
  /** Where it has moved checkpoints to. */
  readonly #moved = new Map<Reader, string>();
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

  async moveCheckpoint(reader: Reader, from: string, to: string, digest?: string): Promise<void> {
    this.#assertOpen();
    // A statement waits for another transaction only when the row that it wants to change is as it was committed. From the
    // start it waits in any case, because it wants to make the row.
    if (from === LOG_START || this.#position(reader) === from) await this.#tables.lock(reader, this);
    this.#assertOpen();
    if (this.#position(reader) !== from) throw new CheckpointMovedError(reader, from, to);
    this.#moved.set(reader, to);
    this.#write(checkpointTable, [[reader, to, keptDigest(to, digest)]], 'any');
  }

  /** Where a checkpoint stands, as this transaction sees it. */
  #position(reader: Reader): string {
    return this.#moved.get(reader) ?? this.#tables.checkpointNow(reader);
  }

  async upsert(table: BulkTable, rows: readonly Row[]): Promise<void> {
    if (new Set(rows.map(([key]) => key)).size < rows.length)
      throw new Error('ON CONFLICT DO UPDATE command cannot affect row a second time');
    this.#write(table, rows, 'any');
  }

  async update(table: BulkTable, rows: readonly Row[]): Promise<void> {
    this.#write(table, rows, 'known');
  }

  async delete(table: BulkTable, keys: readonly string[]): Promise<void> {
    const gone = new Set(keys);
    this.#remove(table, (_, key) => gone.has(key));
  }

  async deleteKeysBetween(table: BulkTable, least: string, greatest: string): Promise<void> {
    this.#remove(table, (_, key) => key >= least && key <= greatest);
  }

  async deleteFrom(table: BulkTable, column: string, least: number): Promise<void> {
    this.#remove(table, (stored) => isNumber(stored[column]) && Number(stored[column]) >= least);
  }

  async deleteUpTo(table: BulkTable, column: string, greatest: number): Promise<void> {
    this.#remove(table, (stored) => isNumber(stored[column]) && Number(stored[column]) <= greatest);
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
    this.#changes.push((draft) => this.#tables.write(draft, table, rows, how));
  }

  #remove(table: BulkTable, isGone: (stored: Stored, key: string, ageMs: number) => boolean): void {
    this.#assertOpen();
    this.#changes.push((draft) => this.#tables.removeWhere(draft, table, isGone));
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

/** What tables become when a transaction commits. */
class Draft {
  readonly changed = new Map<string, Content>();
  readonly #contents: ReadonlyMap<string, Content>;

  constructor(contents: ReadonlyMap<string, Content>) {
    this.#contents = contents;
  }

  /** A table that may be changed. */
  content(name: string): Content {
    const content = this.changed.get(name) ?? copyOf(this.#contents.get(name) ?? EMPTY);
    this.changed.set(name, content);
    return content;
  }
}

const EMPTY: Content = { rows: new Map(), madeAt: new Map() };

function copyOf({ rows, madeAt }: Content): Content {
  return { rows: new Map(rows), madeAt: new Map(madeAt) };
}

function assertUnique(table: string, { rows }: Content): void {
  const column = UNIQUE[table];
  if (column !== undefined && new Set([...rows.values()].map((stored) => stored[column])).size < rows.size)
    throw new Error(`duplicate key value violates unique constraint "${table}_${column}_key"`);
}

/** A null is neither more nor less than anything. */
function isNumber(value: string | null | undefined): boolean {
  return value !== null && value !== undefined;
}

function toStored({ columns }: BulkTable, row: Row): Stored {
  return Object.fromEntries(columns.map(([column], index) => [column, row[index] ?? null]));
}

function toRow({ columns }: BulkTable, stored: Stored): Row {
  return columns.map(([column]) => stored[column] ?? null);
}
