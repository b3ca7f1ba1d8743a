import { randomUUID } from 'node:crypto';
import { connectDatabase, type Database, readCheckpoint } from '@fulcrum/db';
import { callbackId, causeOf, compareLogIds, type LogId } from '@fulcrum/log';
import { connectRedis, type Redis, streamInfo, whenReady } from '@fulcrum/streams';
import type { BenchContext } from '../bench.ts';
import { Trading, type User } from '../http/trading.ts';
import { until } from '../programs/limit.ts';
import type { App, BenchStack } from '../programs/processes.ts';

export const PROBE = ['--import', new URL('./turn-probe.ts', import.meta.url).href];

/** An account may have a thousand orders. */
const ORDERS_PER_USER = 100;
const AT_A_TIME = 50_000;
const LIMIT_MS = 120_000;
const EVENTS_PER_PART = 256;

/** Two engines, an API and a recorder, as in production, and a market that falls when it is told to. */
export class CrashMarket {
  readonly trading: Trading;
  readonly engines: readonly App[];
  readonly #db: Database;
  /** A connection for looking at results alone, so that nothing else holds it up. */
  readonly #looking: Redis;
  readonly #signal: AbortSignal;
  readonly #users: User[] = [];

  private constructor(trading: Trading, db: Database, looking: Redis, engines: readonly App[], signal: AbortSignal) {
    this.trading = trading;
    this.#db = db;
    this.#looking = looking;
    this.engines = engines;
    this.#signal = signal;
  }

  static async start(stack: BenchStack, context: BenchContext): Promise<CrashMarket> {
    const { programs, env } = stack;
    const trading = await Trading.start(stack, context, { replicas: 2, nodeOptions: PROBE });
    await programs.startApp('recorder', { env: { ...env, JOURNAL_DIR: `${programs.folder}/journal` } });
    const looking = connectRedis(env.REDIS_URL, () => {});
    await whenReady(looking, context.signal);
    return new CrashMarket(trading, connectDatabase(env.DATABASE_URL, 2), looking, trading.engines, context.signal);
  }

  async stop(): Promise<void> {
    this.#looking.disconnect();
    this.trading.stop();
    await this.#db.$disconnect();
  }

  /** Opens positions whose stop-loss the crash will hit, each user a hundred. */
  async open(count: number): Promise<void> {
    await this.#calm();
    await this.#addUsers(Math.ceil(count / ORDERS_PER_USER));
    const order = { side: 'buy', quantity: '0.001', leverage: 10, stopLoss: '61000.00' } as const;
    for (let from = 0; from < count; from += AT_A_TIME) {
      const size = Math.min(AT_A_TIME, count - from);
      const ofUser = (index: number) => this.#users[Math.floor((from + index) / ORDERS_PER_USER)]?.userId ?? '';
      await this.trading.open(Array.from({ length: size }, (_, index) => ({ ...order, userId: ofUser(index) })));
    }
    const last = await this.lastResult();
    await this.untilRecorded(last);
    await this.#untilInSnapshot(causeOf(last));
  }

  /**
   * Waits until the opened positions are in a snapshot, as nearly all positions are in a real crash. Otherwise their
   * snapshot would share the processors with the crash.
   */
  async #untilInSnapshot(entry: LogId): Promise<void> {
    const isThere = async () => {
      await this.#calm();
      return compareLogIds(await readCheckpoint(this.#db, 0, 'engine'), entry) >= 0 ? true : undefined;
    };
    await until(LIMIT_MS, 'every position is in a snapshot', this.#signal, isThere, 200);
  }

  /** A tick that hits nothing. */
  #calm(): Promise<LogId> {
    return this.trading.tick('61800.20', '61800.30');
  }

  /** @returns the id of the tick. */
  crash(): Promise<LogId> {
    return this.trading.tick('60999.90', '61000.00');
  }

  async lastResult(): Promise<LogId> {
    return (await streamInfo(this.#looking, this.trading.keys.callback)).lastId;
  }

  async untilPublished(tick: LogId, closings: number): Promise<LogId> {
    const last = callbackId(tick, Math.ceil(closings / EVENTS_PER_PART) - 1);
    const isThere = async () => (compareLogIds(await this.lastResult(), last) >= 0 ? true : undefined);
    await until(LIMIT_MS, 'every closing is published', this.#signal, isThere, 2);
    return last;
  }

  async untilRecorded(result: LogId): Promise<void> {
    const isThere = async () =>
      compareLogIds(await readCheckpoint(this.#db, 0, 'recorder'), result) >= 0 ? true : undefined;
    await until(LIMIT_MS, 'every closing is in PostgreSQL', this.#signal, isThere, 20);
  }

  /** Opens an order through the API, and waits for its answer. */
  async order(): Promise<void> {
    const [user] = this.#users;
    const response = await fetch(`${this.trading.apiUrl}/api/v1/trade/create-order`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${user?.token}` },
      body: JSON.stringify({ asset: 'BTC_USDC', side: 'buy', quantity: '0.001', leverage: 10 }),
      signal: this.#signal,
    });
    const answer = await response.text();
    if (response.status !== 201) throw new Error(`the order was answered with ${response.status}: ${answer}`);
  }

  /**
   * Milliseconds that an otherwise idle Redis takes to add the same results to another stream. The texts are ready, and as
   * many travel together as in the engine's own batches.
   */
  async redisAlone(tick: LogId): Promise<number> {
    const { callback } = this.trading.keys;
    const texts: string[] = [];
    for (let from = callbackId(tick, 0), more = true; more; ) {
      const entries = await this.#looking.xrange(callback, from, callbackId(tick, 9_999), 'COUNT', 100);
      for (const [, fields] of entries) texts.push(fields[1] ?? '');
      more = entries.length === 100;
      from = `(${entries.at(-1)?.[0]}`;
    }
    const key = `alone:${randomUUID()}`;
    const startedAt = performance.now();
    for (let at = 0; at < texts.length; at += ALONE_AT_A_TIME) {
      const pipeline = this.#looking.pipeline();
      for (const text of texts.slice(at, at + ALONE_AT_A_TIME)) pipeline.xadd(key, '*', 'events', text);
      await pipeline.exec();
    }
    const elapsedMs = performance.now() - startedAt;
    await this.#looking.del(key);
    return elapsedMs;
  }

  async #addUsers(count: number): Promise<void> {
    if (this.#users.length >= count) return;
    const users = await this.trading.addUsers(count - this.#users.length);
    const rows = users.map(({ userId }) => ({ id: userId, email: `${userId}@example.com` }));
    await this.#db.user.createMany({ data: rows });
    this.#users.push(...users);
  }
}

const ALONE_AT_A_TIME = 28;
