import type { BulkTable, Reader, Row, TableReading, Tables, Transaction } from '@fulcrum/db';
import type { Life } from '../world/life.ts';
import type { Random } from '../world/random.ts';
import type { VirtualTime } from '../world/virtual-time.ts';
import { MemoryTables, type MemoryTransaction, TRANSACTION_LIMIT_MS } from './memory-tables.ts';

/** PostgreSQL gives up a transaction whose client says nothing for so long. */
const SILENCE_MS = 10_000;

export interface DatabaseFaults {
  /** How likely a statement fails, and its transaction with it. */
  statement: number;
  /** How likely nobody learns what became of a commit. */
  commit: number;
}

/** A PostgreSQL server that can be killed and held still, and loses connections. */
export class SimulatedPostgres {
  readonly time: VirtualTime;
  readonly random: Random;
  /** Those of shard 0. */
  readonly tables: MemoryTables;
  readonly slowestMs: number;
  readonly faults: DatabaseFaults = { statement: 0, commit: 0 };
  #isUp = true;
  #isHeld = false;
  readonly #open = new Set<MemoryTransaction>();
  /** Statements that wait until it goes on. */
  #waiting: (() => void)[] = [];

  constructor(time: VirtualTime, random: Random, slowestMs: number) {
    this.time = time;
    this.random = random;
    this.slowestMs = slowestMs;
    this.tables = new MemoryTables(() => time.now);
  }

  get isUp(): boolean {
    return this.#isUp;
  }

  /** The tables of a shard as a process sees them. */
  connect(life: Life, shard = 0): Tables {
    const tables = shard === 0 ? this.tables : new MemoryTables(() => this.time.now, shard);
    return new SimulatedTables(this, tables, life);
  }

  begin(tables: MemoryTables): MemoryTransaction {
    const transaction = tables.begin();
    this.#open.add(transaction);
    return transaction;
  }

  ended(transaction: MemoryTransaction): void {
    this.#open.delete(transaction);
  }

  /** Whatever was not committed is gone. */
  kill(): void {
    this.#isUp = false;
    for (const transaction of this.#open) transaction.rollBack();
    this.#open.clear();
    this.letGo();
  }

  start(): void {
    this.#isUp = true;
  }

  hold(): void {
    this.#isHeld = true;
  }

  letGo(): void {
    this.#isHeld = false;
    for (const goOn of this.#waiting.splice(0)) goOn();
  }

  /** A statement on its way to the server, or an answer back. */
  async trip(life: Life): Promise<void> {
    await new Promise<void>((resolve) =>
      this.time.after(this.random.skewed(0.2, this.slowestMs), life, () => resolve()),
    );
    if (this.#isHeld) await new Promise<void>((resolve) => this.#waiting.push(() => this.time.after(0, life, resolve)));
    if (!this.#isUp) throw new Error('Connection terminated unexpectedly');
  }
}

/** One process's way to the tables. */
class SimulatedTables implements Tables {
  readonly shard: number;
  readonly #server: SimulatedPostgres;
  readonly #tables: MemoryTables;
  readonly #life: Life;

  constructor(server: SimulatedPostgres, tables: MemoryTables, life: Life) {
    this.shard = tables.shard;
    this.#server = server;
    this.#tables = tables;
    this.#life = life;
  }

  async checkpoint(reader: Reader): Promise<string> {
    return this.#ask(() => this.#tables.checkpointNow(reader));
  }

  async find(table: BulkTable, keys: readonly string[]): Promise<Row[]> {
    return this.#ask(() => this.#tables.findNow(table, keys));
  }

  async transaction(work: (tx: Transaction) => Promise<void>, limitMs = TRANSACTION_LIMIT_MS): Promise<void> {
    await this.#statement();
    const transaction = this.#server.begin(this.#tables);
    const stopWatching = this.#watch(transaction);
    const givingUp = this.#server.time.after(limitMs, undefined, () => transaction.rollBack());
    try {
      await work(this.#overTheNetwork(transaction));
      await this.#commit(transaction);
    } finally {
      transaction.rollBack();
      givingUp.isCancelled = true;
      stopWatching();
      this.#server.ended(transaction);
    }
  }

  async readAtOneMoment<Result>(_limitMs: number, read: (reading: TableReading) => Promise<Result>): Promise<Result> {
    const still = await this.#ask(() => this.#tables.reading());
    const statement = () => this.#statement();
    return read({
      find: async (table, keys) => {
        await statement();
        return still.find(table, keys);
      },
      copy: async function* (table, orderBy) {
        for await (const rows of still.copy(table, orderBy)) {
          await statement();
          yield rows;
        }
      },
      unknownColumns: async (table) => {
        await statement();
        return still.unknownColumns(table);
      },
    });
  }

  /** Each statement takes its time, and may fail; what failed leaves nothing behind. */
  #overTheNetwork(transaction: MemoryTransaction): Transaction {
    const sent =
      <Args extends unknown[]>(statement: (...args: Args) => Promise<void>) =>
      async (...args: Args) => {
        await this.#statement();
        await statement(...args);
      };
    return {
      moveCheckpoint: sent((reader: Reader, from: string, to: string, digest?: string) =>
        transaction.moveCheckpoint(reader, from, to, digest),
      ),
      upsert: sent((table: BulkTable, rows: readonly Row[]) => transaction.upsert(table, rows)),
      update: sent((table: BulkTable, rows: readonly Row[]) => transaction.update(table, rows)),
      delete: sent((table: BulkTable, keys: readonly string[]) => transaction.delete(table, keys)),
      deleteKeysBetween: sent((table: BulkTable, least: string, greatest: string) =>
        transaction.deleteKeysBetween(table, least, greatest),
      ),
      deleteFrom: sent((table: BulkTable, column: string, least: number) =>
        transaction.deleteFrom(table, column, least),
      ),
      deleteUpTo: sent((table: BulkTable, column: string, most: number) => transaction.deleteUpTo(table, column, most)),
      deleteOlderThan: sent((table: BulkTable, ms: number) => transaction.deleteOlderThan(table, ms)),
    };
  }

  /** The answer to a commit may be lost, whether the server did it or not. */
  async #commit(transaction: MemoryTransaction): Promise<void> {
    const { random, faults } = this.#server;
    await this.#server.trip(this.#life);
    const isUnknown = random.chance(faults.commit);
    if (!isUnknown || random.chance(0.5)) transaction.commit();
    await this.#server.trip(this.#life);
    if (isUnknown) throw new Error('Connection terminated unexpectedly');
  }

  /** The server takes a transaction back whose client is gone, or says nothing any more. */
  #watch(transaction: MemoryTransaction): () => void {
    const { time, random } = this.#server;
    const life = this.#life;
    const onGone = () => time.after(random.between(0, 200), undefined, () => transaction.rollBack());
    const onHeld = () =>
      time.after(SILENCE_MS, undefined, () => {
        if (life.isHeld) transaction.rollBack();
      });
    life.onKilled.add(onGone);
    life.onHeld.add(onHeld);
    return () => {
      life.onKilled.delete(onGone);
      life.onHeld.delete(onHeld);
    };
  }

  async #ask<Result>(answer: () => Result): Promise<Result> {
    await this.#statement();
    const result = answer();
    await this.#server.trip(this.#life);
    return result;
  }

  async #statement(): Promise<void> {
    await this.#server.trip(this.#life);
    if (this.#server.random.chance(this.#server.faults.statement))
      throw new Error('Connection terminated unexpectedly');
  }
}
