import { execFile, spawn } from 'node:child_process';
import { appendFileSync, mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { migrate } from '@fulcrum/db';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type DevServer, startDevstack, startPostgres, startRedis } from './index.ts';
import { freshFolder, removeFolder } from './machine/test-folder.ts';
import { within } from './machine/within.ts';
import { goneWithin, guardPidOf, query, withRedis } from './testing/test-support.ts';

let folder: string;
let redis: DevServer;
let postgres: DevServer;
const redisFolder = () => join(folder, 'my redis');
const postgresFolder = () => join(folder, 'my postgres');

beforeAll(async () => {
  folder = await freshFolder();
  // What a first start leaves behind when it is interrupted.
  mkdirSync(join(postgresFolder(), 'postgresql.half-abc', 'data'), { recursive: true });
  const servers = [startRedis({ directory: redisFolder() }), startPostgres({ directory: postgresFolder() })] as const;
  [redis, postgres] = await Promise.all(servers);
}, 60_000);

afterAll(async () => {
  await Promise.all([redis?.stop(), postgres?.stop()]);
  removeFolder(folder);
}, 20_000);

describe('a private Redis', () => {
  it('keeps every acknowledged write over a hard restart, on the same port', async () => {
    const { url, pid } = redis;
    await withRedis(url, (client) => client.set('kept', 'yes'));
    await redis.restart();
    expect(redis.url).toBe(url);
    expect(redis.pid).not.toBe(pid);
    expect(await withRedis(url, (client) => client.get('kept'))).toBe('yes');
    expect(await within(100, redis.exited)).toBe(false);
  });

  it('has the settings that lose nothing, and listens to this machine only', async () => {
    const settings = await withRedis(redis.url, async (client) => [
      ...((await client.config('GET', 'append*')) as string[]),
      ...((await client.config('GET', 'maxmemory-policy')) as string[]),
      ...((await client.config('GET', 'bind')) as string[]),
    ]);
    expect(settings).toEqual(expect.arrayContaining(['appendonly', 'yes', 'always', 'noeviction', '127.0.0.1']));
    expect(redis.description).toMatch(/^(redis|valkey)-server \d+\.\d+\.\d+ on 127\.0\.0\.1:\d+$/);
  });

  it('starts again after its own death, even in the middle of a write', async () => {
    process.kill(redis.pid ?? 0, 'SIGKILL');
    await redis.exited;
    expect(redis.pid).toBeUndefined();
    const parts = join(redisFolder(), 'appendonlydir');
    const newest = readdirSync(parts).find((name) => name.endsWith('.incr.aof')) ?? '';
    appendFileSync(join(parts, newest), '*3\r\n$3\r\nSET\r\n$4\r\nkept\r\n$9\r\nhal');
    const log = join(redisFolder(), 'server.log');
    appendFileSync(log, 'half a li');
    await redis.restart();
    expect(readFileSync(log, 'utf8')).toMatch(/\nhalf a li\n\d/);
    expect(await withRedis(redis.url, (client) => client.get('kept'))).toBe('yes');
  });

  it('says what to do when its file is damaged in the middle, which loses what is behind it, and keeps a copy', async () => {
    await redis.kill();
    await redis.exited;
    const parts = join(redisFolder(), 'appendonlydir');
    const newest = readdirSync(parts).find((name) => name.endsWith('.incr.aof')) ?? '';
    appendFileSync(join(parts, newest), '\0\0\0\0\r\n*3\r\n$3\r\nSET\r\n$5\r\nafter\r\n$1\r\n1\r\n');
    const damaged = readFileSync(join(parts, newest));
    const advice = await redis.restart().then(
      () => '',
      (error: Error) => error.message,
    );
    expect(advice).toMatch(/^Redis cannot read its data in .*my redis, of which a file is damaged: Bad file format/);
    expect(readFileSync(join(parts, newest))).toEqual(damaged);
    const commands = advice.split('\n').filter((line) => /^ {7}(cp|\(cd)/.test(line));
    expect(commands).toHaveLength(2);
    await promisify(execFile)('sh', ['-ec', `yes | { ${commands[0]}\n${commands[1]}\n}`]);
    await redis.restart();
    const values = await withRedis(redis.url, (client) => client.mget('kept', 'after'));
    expect(values).toEqual(['yes', null]);
    expect(readFileSync(join(`${redisFolder()}.damaged`, 'appendonlydir', newest))).toEqual(damaged);
  });

  it('stays away when it is killed, until it is started again', async () => {
    await redis.kill();
    await redis.exited;
    expect(redis.pid).toBeUndefined();
    expect(() => redis.hold()).toThrow(/does not run/);
    await redis.restart();
    expect(await withRedis(redis.url, (client) => client.get('kept'))).toBe('yes');
  });

  it('does not answer while it is held, and then goes on', async () => {
    redis.hold();
    const answer = withRedis(redis.url, (client) => client.get('kept'));
    expect(await within(500, answer)).toBe(false);
    redis.letGo();
    expect(await answer).toBe('yes');
  });

  it('refuses a folder that a running program uses', async () => {
    await expect(startRedis({ directory: redisFolder() })).rejects.toThrow(/is in use by process \d+/);
    expect(await withRedis(redis.url, (client) => client.get('kept'))).toBe('yes');
  });

  it('is taken over when its guard was killed', async () => {
    const orphan = redis.pid ?? 0;
    process.kill(guardPidOf(redisFolder()), 'SIGKILL');
    await redis.exited;
    const next = await startRedis({ directory: redisFolder() });
    await goneWithin(0, [orphan]);
    // The first owner's stop must not touch the server of the second.
    await redis.stop();
    expect(await withRedis(next.url, (client) => client.get('kept'))).toBe('yes');
    redis = next;
  });
});

describe('a private PostgreSQL', () => {
  it('keeps its data over a hard restart, on the same port', async () => {
    const { url } = postgres;
    // In a schema of its own, because a migration wants to find its schema empty.
    await query(url, 'create schema mine');
    await query(url, 'create table mine.kept as select 42 as answer');
    // A program that is in the middle of something must not hold up the new start.
    const interrupted = query(url, 'select pg_sleep(4)').catch(() => 'interrupted');
    await postgres.restart();
    expect(await query(url, 'select answer from mine.kept')).toEqual([42]);
    expect(await interrupted).toBe('interrupted');
  });

  it('does not answer anybody while it is held, and then goes on', async () => {
    const busy = query(postgres.url, 'select pg_sleep(0.3)');
    await within(200, busy);
    postgres.hold();
    expect(await within(500, busy)).toBe(false);
    const answer = query(postgres.url, 'select answer from mine.kept');
    expect(await within(200, answer)).toBe(false);
    postgres.letGo();
    await busy;
    expect(await answer).toEqual([42]);
  });

  it('is killed and started again while it is held', async () => {
    postgres.hold();
    await postgres.kill();
    await postgres.restart();
    expect(await query(postgres.url, 'select answer from mine.kept')).toEqual([42]);
  });

  it('has its own user, database and settings', async () => {
    const text = `select current_database(), current_setting('fsync'), current_setting('listen_addresses'),
      current_setting('server_encoding'), (select datcollate from pg_database where datname = current_database())`;
    expect(await query(postgres.url, text)).toEqual(['fulcrum', 'on', '127.0.0.1', 'UTF8', 'C']);
    await expect(query(postgres.url.replace(/:[^:@]+@/, ':wrong@'), 'select 1')).rejects.toThrow(/password/);
  });

  it('is taken over when its guard was killed', async () => {
    const orphan = postgres.pid ?? 0;
    process.kill(guardPidOf(postgresFolder()), 'SIGKILL');
    await postgres.exited;
    postgres = await startPostgres({ directory: postgresFolder() });
    await goneWithin(0, [orphan]);
    expect(await query(postgres.url, 'select answer from mine.kept')).toEqual([42]);
  });

  it('is migrated once, however many ask for it', async () => {
    const results = await Promise.all([migrate(postgres.url), migrate(postgres.url), migrate(postgres.url)]);
    const applied = results.filter((names) => names.length > 0);
    expect(applied).toHaveLength(1);
    expect(applied[0]?.[0]).toBe('0001_init');
    expect(await migrate(postgres.url)).toEqual([]);
    expect(await query(postgres.url, 'select count(*)::int from "User"')).toEqual([0]);
  });
});

describe('a server that somebody else runs', () => {
  it('is used, and left alone', async () => {
    const database = await startPostgres({ directory: join(folder, 'unused'), url: postgres.url });
    expect(database.description).toMatch(/^PostgreSQL 18\.\d+ at postgresql:\/\/postgres:\*\*\*@127\.0\.0\.1/);
    expect(database).toMatchObject({ url: postgres.url, pid: undefined });
    await database.restart();
    await database.stop();
    expect(await query(postgres.url, 'select 1')).toEqual([1]);
  });

  it('is named in one clear sentence when it cannot be reached', async () => {
    const directory = join(folder, 'unused');
    await expect(startPostgres({ directory, url: 'postgresql://me:secret@127.0.0.1:1/x' })).rejects.toThrow(
      /DATABASE_URL names \(postgresql:\/\/me:\*\*\*@127\.0\.0\.1:1\/x\) cannot be used: .*ECONNREFUSED/,
    );
  });
});

describe('both together', () => {
  it('come with the database migrated, and go together', async () => {
    const stack = await startDevstack({ directory: join(folder, 'stack') });
    expect(await query(stack.postgres.url, 'select count(*)::int from "User"')).toEqual([0]);
    expect(await withRedis(stack.redis.url, (client) => client.ping())).toBe('PONG');
    const pids = [stack.redis.pid ?? 0, stack.postgres.pid ?? 0];
    await stack.stop();
    await goneWithin(0, pids);
  }, 15_000);

  it('can be stopped in the middle of a restart', async () => {
    const server = await startRedis({ directory: join(folder, 'impatient') });
    const restarting = server.restart().catch(() => 'given up');
    await server.stop();
    await restarting;
    await server.exited;
    expect(server.pid).toBeUndefined();
    await expect(server.restart()).rejects.toThrow(/was stopped/);
  });
});

describe('when the program that started them is killed', () => {
  it('the servers outlive it for a moment, then end by themselves, and the next start succeeds', async () => {
    const directory = join(folder, 'killed');
    const fixture = fileURLToPath(new URL('./testing/killed-caller.fixture.ts', import.meta.url));
    const caller = spawn(process.execPath, [fixture, directory], { stdio: ['ignore', 'pipe', 'inherit'] });
    const said = await new Promise<string>((resolve, reject) => {
      caller.stdout.once('data', (chunk) => resolve(String(chunk)));
      caller.once('exit', () => reject(new Error('The fixture ended before it had started the servers.')));
    });
    const pids = JSON.parse(said) as number[];
    caller.kill('SIGKILL');
    const tookMs = await goneWithin(12_000, pids);
    expect(tookMs).toBeGreaterThan(2_000);
    const next = await startRedis({ directory: join(directory, 'redis') });
    await next.stop();
    await next.stop();
    await next.exited;
  }, 25_000);
});
