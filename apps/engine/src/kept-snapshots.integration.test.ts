import { readdirSync } from 'node:fs';
import { callbackId, type LogId, logTime } from '@fulcrum/log';
import { streamKeys } from '@fulcrum/streams';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { FORMAT_VERSION, hasComparableHash, isReadable } from './snapshot-format.ts';
import {
  formatOfKept,
  isKept,
  type KeptName,
  type KeptSnapshot,
  keptFile,
  positionOf,
  putTables,
  readKept,
} from './testing/kept-snapshot.ts';
import { loadSnapshot } from './testing/snapshots.ts';
import { closeOrder, createOrder, tick } from './testing/test-journal.ts';
import { EngineWorld, Oracle } from './testing/test-support.ts';

/**
 * Snapshots as older versions wrote them, in testing/kept: the present engine has to take over each database whose format
 * it says it can read. How a file is made, and that it is never changed, stands in testing/kept-snapshot.ts.
 */
const READABLE = Array.from({ length: FORMAT_VERSION + 1 }, (_, format) => format).filter(isReadable);
/** Those of rules that left the format as it was. */
const LATER_RULES: readonly KeptName[] = ['6-rules-7'];
const KEPT = [...READABLE.filter(isKept), ...LATER_RULES];

let world: EngineWorld;

beforeAll(async () => {
  world = await EngineWorld.start();
});

afterAll(async () => {
  await world?.stop();
});

afterEach(async () => {
  await world.clear();
});

/** What a version had left when it was stopped: its tables, the log, and all its results. */
async function leave({ tables, entries }: KeptSnapshot): Promise<void> {
  await putTables(world.db, tables);
  await world.append(entries);
  for (const { id, events } of new Oracle().apply(entries).caused)
    await world.redis.xadd(streamKeys().callback, callbackId(id, 0), 'events', JSON.stringify(events));
}

/** An id in the ten-second slot behind that of another. */
function nextSlot(id: LogId): LogId {
  return `${(Math.floor(logTime(id) / 10_000) + 1) * 10_000}-0`;
}

describe('kept snapshots', () => {
  it('are there of each format that this engine can read, and of no other', () => {
    expect(READABLE).toContain(FORMAT_VERSION);
    expect(KEPT).toEqual([...READABLE, ...LATER_RULES]);
    expect(readdirSync(new URL('.', keptFile(1)))).toHaveLength(KEPT.length);
  });

  it.each(KEPT)('of format %s hold all that a snapshot can hold', (name) => {
    const format = formatOfKept(name);
    const { Snapshot, Instrument, Quote, Account, OpenOrder, ClosedId, HeldTick, Hold, AccountGroup } =
      readKept(name).tables;
    const { PendingOrder, TrailingGroup } = readKept(name).tables;
    expect(new Set(Snapshot?.map(({ formatVersion }) => formatVersion))).toEqual(new Set([String(format)]));
    expect(Number(Snapshot?.at(-1)?.houseResult)).toBeLessThan(0);
    expect([Instrument?.length, Quote?.length, Account?.length]).toEqual([2, 2, 3]);
    expect(ClosedId).not.toHaveLength(0);
    const kinds = OpenOrder?.map(({ asset, side, takeProfit, stopLoss }) =>
      [asset, side, takeProfit === null ? 'no target' : 'target', stopLoss === null ? 'no stop' : 'stop'].join(),
    );
    expect(new Set(kinds).size).toBeGreaterThan(8);
    expect(new Set(OpenOrder?.map(({ userId }) => userId)).size).toBe(3);
    expect(OpenOrder?.some(({ slippage }) => Number(slippage) !== 0)).toBe(true);
    // Later formats hold more: settings that may be absent, and ticks that these hold.
    const isSet = (row: object) => Object.values(row).every((value) => value !== null);
    expect(Instrument?.filter(isSet).length).toBe(format < 3 ? 2 : 1);
    expect((HeldTick ?? []).filter(isSet).length).toBe(format < 3 ? 0 : 1);
    expect((AccountGroup ?? []).map(({ name }) => name)).toEqual(format < 5 ? [] : ['default']);
    expect(new Set(Account?.map(({ rights }) => rights ?? 'none')).size).toBe(format < 5 ? 1 : 2);
    expect(Account?.filter(({ maxNotional }) => maxNotional).length).toBe(format < 5 ? 0 : 1);
    expect((Hold ?? []).length).toBe(format < 4 ? 0 : 2);
    expect([PendingOrder?.length ?? 0, TrailingGroup?.length ?? 0]).toEqual(format < 6 ? [0, 0] : [2, 2]);
    expect(OpenOrder?.filter(({ trailingDistance }) => trailingDistance).length).toBe(format < 6 ? 0 : 2);
    expect(OpenOrder?.filter(({ stopKind }) => stopKind === 'guaranteed').length).toBe(format < 6 ? 0 : 1);
    const purposes = new Set(ClosedId?.map(({ purpose }) => purpose ?? 'none'));
    expect(purposes).toEqual(new Set(format < 4 ? ['none'] : format < 6 ? ['0', '1'] : ['0', '1', '2']));
  });
});

describe.each(KEPT)('a kept snapshot of format %s', (name) => {
  const format = formatOfKept(name);
  const kept = readKept(name);
  const position = positionOf(kept);

  it('is loaded as the state that the log gives', async () => {
    await putTables(world.db, kept.tables);
    const loaded = await loadSnapshot(world.tables);
    const { core } = new Oracle().apply(kept.entries);
    expect(loaded.position).toBe(position);
    expect(loaded.hasForeignHash).toBe(!hasComparableHash(format));
    expect(loaded.core.stateHash()).toBe(core.stateHash());
    expect(loaded.core.openOrders).toBe(core.openOrders);
    expect(loaded.core.imbalance()).toBe(0n);
    expect(loaded.nextOrderNumber).toBe(core.takeChanges().totals.nextOrderNumber);
  });

  it('is where an engine goes on, and commits snapshots of its own behind it', async () => {
    await leave(kept);
    const engine = await world.engine();
    expect(engine.engine.start).toBe(position);
    const next = nextSlot(position);
    const time = logTime(next);
    const [open] = kept.tables.OpenOrder ?? [];
    const more = [
      tick(next, '62000.00', '62000.10'),
      createOrder(`${time}-1`, 1, 900, { leverage: 20, takeProfit: '65000' }),
      // The ids of closed orders are known as well: this one is refused as a duplicate.
      createOrder(`${time}-2`, 1, Number(kept.tables.ClosedId?.at(-1)?.orderId?.slice(-12))),
      closeOrder(`${time}-3`, Number(open?.userId?.slice(-12)), Number(open?.orderId?.slice(-12))),
      tick(`${time + 10_000}-0`, '62000.00', '62000.10'),
    ];
    await world.append(more);
    await world.untilCheckpoint(`${time}-3`);
    const oracle = new Oracle().apply([...kept.entries, ...more.slice(0, -1)]);
    const results = oracle.caused.map(({ id, events }) => ({ id: callbackId(id, 0), events }));
    // The events went through JSON, which knows no undefined.
    expect((await world.published()).slice(0, results.length)).toEqual(JSON.parse(JSON.stringify(results)));
    expect(JSON.stringify(oracle.caused.slice(-3))).toContain('"duplicate_order"');
    const loaded = await loadSnapshot(world.tables);
    expect(loaded).toMatchObject({ position: `${time}-3`, hasForeignHash: false });
    expect(loaded.core.stateHash()).toBe(oracle.core.stateHash());
  });
});
