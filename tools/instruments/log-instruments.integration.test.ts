import { join } from 'node:path';
import { connectDatabase, migrate } from '@fulcrum/db';
import { instrumentsOfLog, type Settings } from '@fulcrum/desk';
import { type Devstack, freshFolder, removeFolder, startDevstack } from '@fulcrum/devstack';
import { connectRedis, type Redis, streamKeys, whenReady } from '@fulcrum/streams';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import type { LogParts } from '../log/log-parts.ts';
import { instrumentsFile, readInstrumentFile } from './instrument-file.ts';
import { setMissing } from './log-instruments.ts';

const keys = streamKeys();
const shipped = readInstrumentFile(instrumentsFile({}));
const [BTC, ETH] = shipped as [Settings, Settings];

let folder: string;
let devstack: Devstack;
let parts: LogParts;
/** A connection of the test's own, since following holds the other up. */
let redis: Redis;

beforeAll(async () => {
  folder = await freshFolder();
  devstack = await startDevstack({ directory: join(folder, 'data') });
  await migrate(devstack.postgres.url);
  const connect = () => connectRedis(devstack.redis.url, () => {});
  redis = connect();
  parts = { redis: connect(), db: connectDatabase(devstack.postgres.url, 1), keys };
  for (const connection of [redis, parts.redis]) await whenReady(connection, AbortSignal.timeout(10_000));
});
afterAll(async () => {
  redis?.disconnect();
  parts?.redis.disconnect();
  await parts?.db.$disconnect();
  await devstack?.stop();
  removeFolder(folder);
});
beforeEach(() => redis.flushall());

const append = (data: object) => redis.xadd(keys.engine, '*', 'type', 'set-instrument', 'data', JSON.stringify(data));

test('what is missing is set once, also while no engine runs', async () => {
  expect(await setMissing(parts, shipped)).toEqual(['BTC_USDC', 'ETH_USDC', 'SOL_USDC']);
  expect(await setMissing(parts, shipped)).toEqual([]);
  expect(await redis.xlen(keys.engine)).toBe(3);
  expect([...(await instrumentsOfLog(parts)).values()]).toEqual(shipped);
});

test('what the log knows is never overwritten, whether an engine has told it or not', async () => {
  await append({ ...BTC, maxLeverage: 7 });
  const told = { type: 'instrument-set', ...ETH, maxLeverage: 9 };
  await redis.xadd(keys.callback, '5-0', 'events', JSON.stringify([told]));
  expect(await setMissing(parts, [BTC, ETH])).toEqual([]);
  const known = await instrumentsOfLog(parts);
  expect([known.get('BTC_USDC')?.maxLeverage, known.get('ETH_USDC')?.maxLeverage]).toEqual([7, 9]);
});

test('what an engine will refuse is not known', async () => {
  await append({ ...BTC, minQuantity: '0.000001' });
  await append({ ...BTC, priceDecimals: -1 });
  expect(await setMissing(parts, [BTC])).toEqual(['BTC_USDC']);
  await append({ ...BTC, priceDecimals: 3 });
  expect((await instrumentsOfLog(parts)).get('BTC_USDC')?.priceDecimals).toBe(2);
});
