import { join } from 'node:path';
import { connectDatabase, type Database, migrate } from '@fulcrum/db';
import { type Devstack, freshFolder, removeFolder, startDevstack } from '@fulcrum/devstack';
import { instrumentFields } from '@fulcrum/protocol';
import { connectRedis, type Redis, streamKeys, whenReady } from '@fulcrum/streams';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { followInstruments } from './follow.ts';
import { KnownInstruments } from './known-instruments.ts';
import { loadInstruments } from './load.ts';

const patience = { timeout: 20_000, interval: 10 };
const keys = streamKeys();
const callbackKey = keys.callback;

let folder: string;
let devstack: Devstack;
let redis: Redis;
let db: Database;
let stopping: AbortController;

beforeAll(async () => {
  folder = await freshFolder();
  devstack = await startDevstack({ directory: join(folder, 'data') });
  redis = connectRedis(devstack.redis.url, () => {});
  await whenReady(redis, AbortSignal.timeout(10_000));
  await migrate(devstack.postgres.url);
  db = connectDatabase(devstack.postgres.url, 2);
});
afterAll(async () => {
  redis?.disconnect();
  await db?.$disconnect();
  await devstack?.stop();
  removeFolder(folder);
});
beforeEach(async () => {
  stopping = new AbortController();
  await redis.flushall();
  await db.$executeRaw`truncate "Checkpoint", "Instrument" cascade`;
});
afterEach(() => stopping.abort(new Error('the test is over')));

const settings = (asset: string, maxLeverage: number) => ({
  ...{ asset, priceDecimals: 2, quantityDecimals: 5, minQuantity: '0.00100', maxQuantity: '1000.00000' },
  ...{ maxLeverage, maxQuoteAgeMs: 10_000 },
});
const leverages = (known: KnownInstruments) =>
  Object.fromEntries(known.all().map(({ asset, maxLeverage }) => [asset, maxLeverage]));

async function publish(id: string, asset: string, maxLeverage: number): Promise<void> {
  await redis.xadd(
    callbackKey,
    id,
    'events',
    JSON.stringify([{ type: 'instrument-set', ...settings(asset, maxLeverage) }]),
  );
}

async function snapshot(position: string, ...instruments: ReturnType<typeof settings>[]): Promise<void> {
  await db.$executeRaw`truncate "Checkpoint", "Instrument" cascade`;
  await db.checkpoint.create({ data: { reader: 'engine', position } });
  await db.instrument.createMany({ data: instruments });
}

test('what stands behind the snapshot counts for more than what stands in it', async () => {
  await publish('5-0', 'ETH', 1);
  await publish('6-0', 'SOL', 7);
  await snapshot('5-1', settings('BTC', 2), settings('ETH', 3), settings('SOL', 4));
  const known = new KnownInstruments();
  await loadInstruments(known, { db, redis, keys });
  expect(leverages(known)).toEqual({ BTC: 2, ETH: 3, SOL: 7 });
  expect(known.get('BTC')).toEqual(settings('BTC', 2));
});

test('every setting comes out of the snapshot as the engine would print it, and none that is not set', async () => {
  const all = {
    ...settings('BTC', 2),
    ...{ assetClass: 'crypto', mode: 'close_only', maxSpreadBps: 50, maxJumpBps: 500, confirmJumpMs: 2_000 },
    ...{ guaranteedStopPpm: 1_000, minGuaranteedDistanceBps: 200 },
  };
  expect(Object.keys(all).sort()).toEqual(Object.keys(instrumentFields).sort());
  await snapshot('5-1', all, settings('ETH', 3));
  const known = new KnownInstruments();
  await loadInstruments(known, { db, redis, keys });
  expect([known.get('BTC'), known.get('ETH')]).toStrictEqual([all, settings('ETH', 3)]);
});

test('settings that are told late change nothing', () => {
  const set = vi.fn();
  const known = new KnownInstruments(set);
  known.set(settings('BTC', 5), '5-0');
  known.set(settings('BTC', 4), '4-0');
  known.set(settings('BTC', 5), '6-0');
  expect(known.get('BTC')?.maxLeverage).toBe(5);
  expect(set.mock.calls).toEqual([[settings('BTC', 5)]]);
});

test('a follower learns what is set while it runs, also in a gap', async () => {
  await publish('5-0', 'BTC', 1);
  const known = new KnownInstruments();
  const own = connectRedis(devstack.redis.url, () => {});
  const onLoaded = vi.fn();
  const errors: Error[] = [];
  const onError = (error: Error) => errors.push(error);
  const following = followInstruments(known, {
    ...{ db, redis: own, keys, signal: stopping.signal, onLoaded, onError },
  });
  await vi.waitFor(() => expect(leverages(known)).toEqual({ BTC: 1 }), patience);
  await publish('6-0', 'ETH', 2);
  await vi.waitFor(() => expect(leverages(known)).toEqual({ BTC: 1, ETH: 2 }), patience);
  await redis.xadd(callbackKey, '7-0', 'events', '[{"type":"instrument-set"');
  await vi.waitFor(() => expect(errors).toHaveLength(1), patience);
  await snapshot('8-5', settings('BTC', 1), settings('ETH', 2), settings('SOL', 3));
  await redis
    .multi()
    .xadd(callbackKey, '8-0', 'events', JSON.stringify([{ type: 'instrument-set', ...settings('SOL', 3) }]))
    .xadd(callbackKey, '9-0', 'events', '[]')
    .xtrim(callbackKey, 'MINID', '9-0')
    .exec();
  await vi.waitFor(() => expect(leverages(known)).toEqual({ BTC: 1, ETH: 2, SOL: 3 }), patience);
  await vi.waitFor(() => expect(onLoaded).toHaveBeenCalledTimes(2), patience);
  stopping.abort(new Error('over'));
  await following;
});
