import { Core } from '@fulcrum/matching';
import { expect, test } from 'vitest';
import { SnapshotStore } from '../snapshot-store.ts';
import { apply, type KeptLog, readKeptLog } from './kept-log.ts';

/** One for each format of snapshots, and for each change of a rule. */
const FORMATS = [1];

function follow(core: Core, entries: KeptLog['entries']): void {
  for (const { events, ...entry } of entries)
    expect([entry.time, JSON.stringify(apply(core, entry))]).toEqual([entry.time, JSON.stringify(events)]);
}

test.each(FORMATS)('a kept log of format %i replays to the same results and state', (format) => {
  const { entries, snapshots } = readKeptLog(format);
  const core = Core.empty();
  follow(core, entries);
  expect(core.stateHash()).toBe(snapshots.end.stateHash);
});

test.each(FORMATS)('a kept snapshot of format %i is read, and the core goes on with the same results', (format) => {
  const { entries, middle, snapshots } = readKeptLog(format);
  const core = SnapshotStore.with(snapshots.middle.tables).restore();
  core.assertSound();
  expect(core.stateHash()).toBe(snapshots.middle.stateHash);
  follow(core, entries.slice(middle));
  expect(core.stateHash()).toBe(snapshots.end.stateHash);
  const atEnd = SnapshotStore.with(snapshots.end.tables).restore();
  expect(atEnd.stateHash()).toBe(snapshots.end.stateHash);
});

test.each(FORMATS)('the kept log of format %i has trades, and every kind of end', (format) => {
  const events = readKeptLog(format).entries.flatMap((entry) => entry.events);
  const kinds = new Set(events.map((event) => ('reason' in event ? event.reason : event.type)));
  for (const kind of ['fill', 'requested', 'ioc', 'fok', 'price_band', 'self_trade', 'no_liquidity', 'rejected'])
    expect(kinds).toContain(kind);
});
