import { type BulkTable, lossTable, type Row, type Transaction } from '@fulcrum/db';
import { assert } from '@fulcrum/log';
import type { ChangeSet, SnapshotCodec } from '@fulcrum/replica';
import { type CounterChanges, CounterCore } from './counter-core.ts';

const FORMAT = 7;

const counterTable: BulkTable = {
  name: 'Counter',
  columns: [
    ['name', 'text'],
    ['value', 'int'],
  ],
};

const summaryTable: BulkTable = {
  name: 'CounterSnapshot',
  columns: [
    ['position', 'text'],
    ['formatVersion', 'int'],
    ['stateHash', 'text'],
    ['total', 'int'],
    ['entryDigest', 'text'],
  ],
};

export const counterCodec: SnapshotCodec<CounterCore, CounterChanges> = {
  reader: 'engine',
  summaryTable,
  tables: [counterTable],
  recorder: 'recorder',
  lossTable,
  hasComparableHash: (formatVersion) => formatVersion === FORMAT,
  assertReadable: (formatVersion) => assert(formatVersion === FORMAT, 'the format of the counters is known'),
  empty: () => new CounterCore(),
  restore: async (tables, [total]) =>
    new CounterCore(await tables.all(counterTable, ([name, value]) => [String(name), Number(value)]), Number(total)),
  collect: (changes) => new ChangedCounters(changes),
};

class ChangedCounters implements ChangeSet<CounterChanges> {
  readonly formatVersion = FORMAT;
  readonly #values: Map<string, number>;
  #last: CounterChanges;

  constructor(changes: CounterChanges) {
    this.#values = new Map(changes.values);
    this.#last = changes;
  }

  get size(): number {
    return this.#values.size;
  }

  get stateHash(): string {
    return this.#last.stateHash;
  }

  get figures(): Row {
    return [String(this.#last.total)];
  }

  add(changes: CounterChanges): void {
    for (const [name, value] of changes.values) this.#values.set(name, value);
    this.#last = changes;
  }

  async write(tx: Transaction): Promise<void> {
    const changed = [...this.#values];
    await tx.delete(
      counterTable,
      changed.flatMap(([name, value]) => (value === 0 ? [name] : [])),
    );
    await tx.upsert(
      counterTable,
      changed.flatMap(([name, value]) => (value === 0 ? [] : [[name, String(value)]])),
    );
  }
}
