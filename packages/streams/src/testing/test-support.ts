import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { type DevServer, freshFolder, removeFolder, startRedis } from '@fulcrum/devstack';
import type { LogId } from '@fulcrum/log';
import { type Connection, connectRedis, whenReady } from '../connection/connection.ts';
import type { Redis } from '../index.ts';
import { follow } from '../reading/follow.ts';

const LIMIT_MS = 30_000;

/** A real Redis with a connection to look at it, for the tests of this package. */
export class TestRedis {
  readonly server: DevServer;
  readonly redis: Redis;
  readonly #folder: string;
  readonly #opened: Redis[] = [];

  private constructor(server: DevServer, folder: string) {
    this.server = server;
    this.#folder = folder;
    this.redis = this.connect();
  }

  static async start(): Promise<TestRedis> {
    const folder = await freshFolder();
    const test = new TestRedis(await startRedis({ directory: join(folder, 'redis') }), folder);
    await test.ready();
    return test;
  }

  connect(): Redis {
    const redis = connectRedis(this.server.url, () => {});
    this.#opened.push(redis);
    return redis;
  }

  async connected(): Promise<Redis> {
    const redis = this.connect();
    await whenReady(redis, AbortSignal.timeout(LIMIT_MS));
    return redis;
  }

  async ready(): Promise<void> {
    await whenReady(this.redis, AbortSignal.timeout(LIMIT_MS));
  }

  /** Cuts the connections whose last command is this one, and returns how many there were. */
  async kill(command: string): Promise<number> {
    const clients = String(await this.redis.call('CLIENT', 'LIST')).split('\n');
    const ids = clients.filter((line) => line.includes(` cmd=${command} `)).map((line) => /^id=(\d+)/.exec(line)?.[1]);
    for (const id of ids) await this.redis.call('CLIENT', 'KILL', 'ID', String(id)).catch(() => {});
    return ids.length;
  }

  /** How often Redis carried out a command since the last call of `forgetCalls`, whoever sent it. */
  async calls(command: string): Promise<number> {
    const stats = await this.redis.info('commandstats');
    return Number(new RegExp(`cmdstat_${command}:calls=(\\d+)`).exec(stats)?.[1] ?? 0);
  }

  /** Ends all connections but its own, and waits until Redis has done with what they asked. */
  async endOthers(): Promise<void> {
    for (const redis of this.#opened.splice(1)) redis.disconnect();
    const clients = async () =>
      String(await this.redis.call('CLIENT', 'LIST'))
        .trim()
        .split('\n').length;
    await until(async () => (await clients()) === 1);
  }

  async forgetCalls(): Promise<void> {
    await this.redis.config('RESETSTAT');
  }

  /** The ids that stand in a stream. */
  async ids(key: string): Promise<LogId[]> {
    return (await this.redis.xrange(key, '-', '+')).map(([id]) => id);
  }

  /** Puts the entries 1-0, 2-0 and so on into a log: results answer them. */
  async fillLog(key: string, count: number): Promise<void> {
    const script = "for n = 1, ARGV[1] do redis.call('XADD', KEYS[1], n .. '-0', 'type', 'price-update') end";
    await this.redis.call('EVAL', [script, '1', key, count]);
  }

  async stop(): Promise<void> {
    for (const redis of this.#opened) redis.disconnect();
    await this.server.stop();
    removeFolder(this.#folder);
  }
}

/** Follows a stream and notes what it yields. */
export class TestFollower {
  readonly ids: LogId[] = [];
  readonly errors: Error[] = [];
  readonly #stopping = new AbortController();
  /** Rejects with what following ended with. */
  readonly ended: Promise<void>;

  constructor(redis: Connection, key: string, from: LogId, count = 100) {
    this.ended = this.#run(redis, key, from, count);
    this.ended.catch(() => {});
  }

  get position(): LogId {
    return this.ids.at(-1) ?? '0-0';
  }

  async reaches(id: LogId): Promise<void> {
    await until(
      () => this.ids.at(-1) === id,
      () => `the follower stands at ${this.position} and not at ${id}`,
    );
  }

  async stop(): Promise<void> {
    this.#stopping.abort(new Error('stopping'));
    await this.ended;
  }

  async #run(redis: Connection, key: string, from: LogId, count: number): Promise<void> {
    const onError = (error: Error) => this.errors.push(error);
    for await (const { entries } of follow({ redis, key, from, signal: this.#stopping.signal, onError, count }))
      this.ids.push(...entries.map(({ id }) => id));
  }
}

/** Waits for something that must come, with a limit that only a broken program meets. */
export async function until(
  holds: () => boolean | Promise<boolean>,
  what: () => string = () => 'it never came',
): Promise<void> {
  for (const end = Date.now() + LIMIT_MS; !(await holds()); await sleep(10))
    if (Date.now() > end) throw new Error(what());
}
