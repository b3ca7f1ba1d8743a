import { join } from 'node:path';
import { connectDatabase, type Database, moveCheckpoint } from '@fulcrum/db';
import { applicationUrl, type Devstack, freshFolder, removeFolder, startDevstack } from '@fulcrum/devstack';
import type { LogId } from '@fulcrum/log';
import {
  connectRedis,
  endOfStream,
  firstOfStream,
  type Redis,
  streamKeys,
  trimBefore,
  whenReady,
} from '@fulcrum/streams';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { prepareData } from './prepare-data.ts';

const { engine } = streamKeys();
let folder: string;
let devstack: Devstack;
let redis: Redis;
let db: Database;
/** Of one that nobody has ever used. */
let databaseUrl: string;
let made = 0;

beforeAll(async () => {
  folder = await freshFolder();
  devstack = await startDevstack({ directory: join(folder, 'data') });
  redis = connectRedis(devstack.redis.url, () => {});
  await whenReady(redis, AbortSignal.timeout(10_000));
});
afterAll(async () => {
  redis?.disconnect();
  await devstack?.stop();
  removeFolder(folder);
});
beforeEach(async () => {
  await redis.flushall();
  await useNewDatabase();
});
afterEach(() => db.$disconnect());

async function useNewDatabase(): Promise<void> {
  await db?.$disconnect();
  const admin = connectDatabase(devstack.postgres.url, 1);
  const name = `new_${++made}`;
  await admin.$executeRawUnsafe(`create database ${name}`);
  await admin.$disconnect();
  const url = new URL(devstack.postgres.url);
  url.pathname = `/${name}`;
  databaseUrl = url.href;
  db = connectDatabase(databaseUrl, 1);
}

const prepare = (accepted?: LogId, home?: string) =>
  prepareData({
    ...{ addresses: { redis: devstack.redis.url, databaseUrl }, applicationUrl: undefined },
    ...{ instruments: [], ownsEngines: true },
    ...{ accepted, home },
  });

it('warns where the processes could change the audit log, and not where they have a user of their own', async () => {
  const own = { accepted: undefined, home: undefined, instruments: [], ownsEngines: true };
  const addresses = { redis: devstack.redis.url, databaseUrl };
  const { warnings } = await prepareData({ ...own, addresses, applicationUrl: undefined });
  expect(warnings).toEqual([expect.stringMatching(/^THE AUDIT LOG IS NOT PROTECTED .* superuser/)]);
  const user = applicationUrl(databaseUrl);
  expect(await prepareData({ ...own, addresses, applicationUrl: user })).toMatchObject({ applied: [], warnings: [] });
});

const append = (type: string, id = '*') => redis.xadd(engine, id, 'type', type, 'data', '{}');

const tables = () => db.$queryRaw<object[]>`select from pg_tables where schemaname = 'public'`;

/** That nothing starts, nothing is written, and no word helps but that of `accepting`. */
async function expectRefusal(said: RegExp, words: readonly LogId[]): Promise<void> {
  const end = await endOfStream(redis, engine);
  for (const word of [undefined, ...words]) {
    await expect(prepare(word)).rejects.toThrow(said);
    await expect(prepare(word)).rejects.toThrow('POSTGRESQL HAS NO DATA');
  }
  expect(await endOfStream(redis, engine)).toBe(end);
  expect(await tables()).toEqual([]);
}

describe('a start', () => {
  it('takes a new database for a new log, and from then on knows it, also before the first snapshot', async () => {
    const { applied, loud } = await prepare();
    expect([applied[0], loud]).toEqual(['0001_init', []]);
    await append('price-update');
    expect((await prepare()).loud).toEqual([]);
  });

  it('makes the database known before it appends anything', async () => {
    await prepare();
    await redis.flushall();
    // As if it had ended behind its first entry.
    await append('set-rules');
    expect((await prepare()).loud).toEqual([]);
    // The engine's first snapshot goes on from there.
    await moveCheckpoint(db, 0, 'engine', '0-0', '1-0');
  });

  it('takes an empty database for a log that is not new by a word that names the log alone, once', async () => {
    await prepare();
    await append('price-update');
    await useNewDatabase();
    const first = (await firstOfStream(redis, engine)) ?? '';
    await expectRefusal(/still has its first entry[\s\S]*ACCEPT_NEW_DATABASE=\d+-0\./, ['1-0']);
    await expect(prepare(undefined, '/srv/my data')).rejects.toThrow(
      `       cp -a '/srv/my data' '/srv/my data.before'\n       SHARD=0 FULCRUM_HOME='/srv/my data' ACCEPT_NEW_DATABASE=${first} npm start`,
    );
    expect((await prepare(first)).loud).toEqual([
      expect.stringContaining('POSTGRESQL HAS NO DATA, which was accepted'),
    ]);
    expect((await prepare()).loud).toEqual([]);
  });

  it('does so too when somebody has made the tables', async () => {
    await prepare();
    await db.checkpoint.deleteMany();
    await expect(prepare()).rejects.toThrow('POSTGRESQL HAS NO DATA');
    await db.user.create({ data: { email: 'ada@example.com' } });
    expect((await prepare()).loud).toEqual([]);
  });

  it.each<[string, () => Promise<unknown>, RegExp]>([
    ['was trimmed', () => trimBefore(redis, engine, '3-0'), /its first entries were trimmed/],
    ['was trimmed to nothing', () => redis.xtrim(engine, 'MAXLEN', 0), /its first entries were trimmed/],
    [
      'began anew once with a marker',
      () => redis.del(engine).then(() => append('marker', '9-0')),
      /lost entries of it before 9-0/,
    ],
    ['lost something in between', () => append('marker', '9-0'), /lost entries of it before 9-0/],
    [
      'began anew unseen',
      () => redis.del(engine).then(() => append('price-update', '9-0')),
      /does not begin at the beginning, but with 9-0/,
    ],
  ])('refuses an empty database for good beside a log that %s', async (_what, happens, said) => {
    for (const id of ['1-0', '2-0', '3-0']) await append('set-rules', id);
    await happens();
    await expectRefusal(said, ['1-0', '3-0', '9-0']);
    await expect(prepare()).rejects.not.toThrow('ACCEPT_NEW_DATABASE');
  });
});
