import { join } from 'node:path';
import { NEWEST_RULES } from '@fulcrum/cfd';
import { connectDatabase, type Database, migrate } from '@fulcrum/db';
import { type Devstack, freshFolder, removeFolder, startDevstack } from '@fulcrum/devstack';
import { callbackId } from '@fulcrum/log';
import { connectRedis, endOfStream, type Redis, streamKeys, whenReady } from '@fulcrum/streams';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { rulesOfLog, setNewestRules } from './log-rules.ts';

const keys = streamKeys();
let folder: string;
let devstack: Devstack;
let redis: Redis;
let db: Database;

beforeAll(async () => {
  folder = await freshFolder();
  devstack = await startDevstack({ directory: join(folder, 'data') });
  redis = await connect();
  await migrate(devstack.postgres.url);
  db = connectDatabase(devstack.postgres.url, 1);
});
afterAll(async () => {
  redis?.disconnect();
  await db?.$disconnect();
  await devstack?.stop();
  removeFolder(folder);
});
beforeEach(async () => {
  await redis.flushall();
  await db.checkpoint.deleteMany();
  await db.snapshot.deleteMany();
});

const append = (id: string, type: string, data: object) =>
  redis.xadd(keys.engine, id, 'type', type, 'data', JSON.stringify(data));

/** Another connection: to wait for an answer holds one up. It goes with the server. */
async function connect(): Promise<Redis> {
  const own = connectRedis(devstack.redis.url, () => {});
  await whenReady(own, AbortSignal.timeout(10_000));
  return own;
}

async function snapshotAt(position: string, rulesVersion: number): Promise<void> {
  const figures = { houseResult: 0, deposits: 0, nextOrderNumber: 0, rulesVersion };
  await db.snapshot.create({ data: { position, formatVersion: 3, stateHash: '0', ...figures } });
  await db.checkpoint.create({ data: { reader: 'engine', position } });
}

test('a log in which nothing has happened is fresh, and has the first rules', async () => {
  expect(await rulesOfLog({ db, redis, keys })).toEqual({ version: 1, isFresh: true });
});

test('a switch that no engine has applied yet counts, one that makes no sense does not', async () => {
  await append('1-0', 'price-update', {});
  expect(await rulesOfLog({ db, redis, keys })).toEqual({ version: 1, isFresh: false });
  await append('2-0', 'set-rules', { version: 2 });
  await append('3-0', 'set-rules', { version: 'newest' });
  expect(await rulesOfLog({ db, redis, keys })).toEqual({ version: 2, isFresh: false });
});

test('what the snapshot has holds where the log has nothing behind it', async () => {
  await append('5-0', 'price-update', {});
  await snapshotAt('5-0', 2);
  expect(await rulesOfLog({ db, redis, keys })).toEqual({ version: 2, isFresh: false });
});

test('whoever sets the rules is told the answer of the engine, and nothing when there is none', async () => {
  const setting = setNewestRules({ db, redis: await connect(), keys }, AbortSignal.timeout(10_000));
  await expect.poll(() => endOfStream(redis, keys.engine)).not.toBe('0-0');
  const cause = await endOfStream(redis, keys.engine);
  const [[, fields] = []] = await redis.xrange(keys.engine, cause, cause);
  const { requestId, version } = JSON.parse(fields?.[3] ?? '');
  const answer = { type: 'rules-set', requestId, version };
  await redis.xadd(keys.callback, callbackId(cause, 0), 'events', JSON.stringify([answer]));
  expect(await setting).toEqual({ type: 'rules-set', requestId, version: NEWEST_RULES });
});

test('whoever sets the rules is not kept waiting for an engine that does not run', async () => {
  expect(await setNewestRules({ db, redis: await connect(), keys }, AbortSignal.timeout(300))).toBeUndefined();
  expect(await rulesOfLog({ db, redis, keys })).toEqual({ version: NEWEST_RULES, isFresh: false });
});
