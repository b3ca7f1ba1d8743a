import { readFileSync, writeFileSync } from 'node:fs';
import { gunzipSync, gzipSync } from 'node:zlib';
import { ChangeSet, Core, type JsonEvent, printEvent, readCommand } from '@fulcrum/matching';
import { extremeFlow } from '../flows/extreme-flow.ts';
import { randomFlow } from '../flows/random-flow.ts';
import { SnapshotStore, type SnapshotTables } from '../snapshot-store.ts';

/**
 * A log of the order book with the results that a version gave, and the snapshot in the middle and at its end. Such a file
 * stands for the logs and the tables of our users. It is never changed. Whoever changes a rule or the format of snapshots
 * keeps another one in the same commit, and what was kept before still has to be read.
 */
export interface KeptLog {
  readonly entries: readonly KeptEntry[];
  /** How many of the entries the first snapshot has. */
  readonly middle: number;
  readonly snapshots: { readonly middle: KeptState; readonly end: KeptState };
}

interface KeptEntry {
  /** Log time, in milliseconds. */
  readonly time: number;
  readonly type: string;
  /** JSON text. */
  readonly data: string;
  readonly events: readonly JsonEvent[];
}

interface KeptState {
  readonly tables: SnapshotTables;
  readonly stateHash: string;
}

const FIRST_TIME = Date.UTC(2026, 10, 29);

export function keptLogFile(format: number): URL {
  return new URL(`kept/format-${format}.json.gz`, import.meta.url);
}

export function readKeptLog(format: number): KeptLog {
  return JSON.parse(gunzipSync(readFileSync(keptLogFile(format))).toString());
}

/** Keeps long random flows with the core's results. A file that exists is left alone. */
export function keepLog(format: number): void {
  const [core, store] = [Core.empty(), new SnapshotStore()];
  const entries: KeptEntry[] = [];
  const take = (type: string, data: unknown) => {
    const [time, text] = [FIRST_TIME + 7 * entries.length, JSON.stringify(data)];
    entries.push({ time, type, data: text, events: apply(core, { time, type, data: text }) });
  };
  for (const { type, data } of randomFlow(format, 2_000)) take(type, data);
  const middle = entries.length;
  const first = write(core, store, 1);
  for (const { type, data } of randomFlow(100 + format, 1_000)) take(type, data);
  for (const { type, data } of extremeFlow(format, 1_000)) take(type, data);
  const kept: KeptLog = {
    entries,
    middle,
    snapshots: { middle: first.state, end: write(core, store, first.next).state },
  };
  writeFileSync(keptLogFile(format), gzipSync(JSON.stringify(kept), { level: 9 }), { flag: 'wx' });
}

export function apply(core: Core, { time, type, data }: Omit<KeptEntry, 'events'>): JsonEvent[] {
  return core.apply(readCommand(type, data), time).map(printEvent);
}

/** @param since the number of the first order behind the snapshot before. */
function write(core: Core, store: SnapshotStore, since: number): { state: KeptState; next: number } {
  const set = new ChangeSet(core.takeChanges(), since);
  store.write(set);
  return { state: { tables: store.tables, stateHash: core.stateHash() }, next: set.totals.nextOrderNumber };
}
