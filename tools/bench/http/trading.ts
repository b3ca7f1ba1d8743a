import { randomUUID } from 'node:crypto';
import { freePort } from '@fulcrum/devstack';
import { callbackId, compareLogIds, type LogId } from '@fulcrum/log';
import type { CommandData, CommandType, JsonEvent } from '@fulcrum/protocol';
import { signSession } from '@fulcrum/sessions';
import {
  connectRedis,
  endOfStream,
  entriesAfter,
  lastEntries,
  type Redis,
  streamKeys,
  whenReady,
} from '@fulcrum/streams';
import type { BenchContext } from '../bench.ts';
import { until } from '../programs/limit.ts';
import type { App, BenchStack, StartOptions } from '../programs/processes.ts';

/** The secret that signs the users' sessions. */
export const SECRET = 'what the sessions of a bench are signed with';
const LIMIT_MS = 30_000;
const ASSET = 'BTC_USDC';

/** Limits so high that no bench reaches them. They are still counted. */
const PLENTY = '1000000000';

export interface User {
  readonly userId: string;
  readonly token: string;
}

type Order = Omit<CommandData<'create-order'>, 'requestId' | 'orderId' | 'asset'>;

export interface EngineOptions extends Pick<StartOptions, 'nodeOptions'> {
  /** How many engines run. */
  readonly replicas?: number;
  /** Settings of the API, such as limits that are to be reached. */
  readonly api?: Readonly<Record<string, string>>;
}

/** The engine and the API, with a market that stands still until the bench moves it. */
export class Trading {
  readonly apiUrl: string;
  /** The bench's own connection, for commands and for looking at results. */
  readonly redis: Redis;
  readonly keys = streamKeys();
  readonly engines: readonly App[];
  readonly #signal: AbortSignal;

  private constructor(apiUrl: string, redis: Redis, engines: readonly App[], signal: AbortSignal) {
    this.apiUrl = apiUrl;
    this.redis = redis;
    this.engines = engines;
    this.#signal = signal;
  }

  static async start(
    { programs, env }: BenchStack,
    { signal }: BenchContext,
    { replicas = 1, api = {}, ...options }: EngineOptions = {},
  ): Promise<Trading> {
    const port = await freePort();
    const apiUrl = `http://127.0.0.1:${port}`;
    const limits = { ADDRESS_RATE_LIMIT: PLENTY, ORDER_RATE_LIMIT: PLENTY, CLOSING_RATE_LIMIT: PLENTY };
    const starting = Array.from({ length: replicas }, (_, index) =>
      programs.startApp('engine', { name: `engine-${index + 1}`, env, ...options }),
    );
    const engines = await Promise.all(starting);
    await programs.startApp('api', {
      env: { ...env, ...limits, ...api, JWT_SECRET: SECRET, API_PORT: String(port), PUBLIC_URL: apiUrl },
    });
    const redis = connectRedis(env.REDIS_URL, () => {});
    await whenReady(redis, signal);
    const trading = new Trading(apiUrl, redis, engines, signal);
    await trading.#openMarket();
    return trading;
  }

  /** Users with a session, and with an account that holds a million. */
  async addUsers(count: number): Promise<User[]> {
    const users = Array.from({ length: count }, () => {
      const userId = randomUUID();
      return { userId, token: signSession(userId, randomUUID(), SECRET) };
    });
    const deposit = '1000000';
    await this.settled(
      await this.#appendAll(
        'create-account',
        users.map(({ userId }) => ({ requestId: 'bench', userId, deposit })),
      ),
    );
    return users;
  }

  async useRules(version: number): Promise<void> {
    await this.settled(await this.#append('set-rules', { requestId: 'bench', version }));
  }

  /** Opens orders through the log, and not through the API. */
  async open(orders: readonly Order[]): Promise<void> {
    const named = orders.map((order) => ({ ...order, requestId: 'bench', orderId: randomUUID(), asset: ASSET }));
    await this.settled(await this.#appendAll('create-order', named));
  }

  async tick(bid: string, ask: string): Promise<LogId> {
    return this.#append('price-update', { asset: ASSET, bid, ask });
  }

  /** Resolves once the results up to that of a command are published. The command must have a result. */
  async settled(id: LogId): Promise<void> {
    const last = callbackId(id, 0);
    await until(LIMIT_MS, 'the engine has answered', this.#signal, async () =>
      compareLogIds(await this.lastCallback(), last) >= 0 ? true : undefined,
    );
  }

  async lastCallback(): Promise<LogId> {
    return endOfStream(this.redis, this.keys.callback);
  }

  /** The text of the last entry in callback-stream. */
  async lastResult(): Promise<string> {
    const [last] = await lastEntries(this.redis, this.keys.callback, 1);
    return last?.fields.events ?? '';
  }

  /** Counts the engine's events after a position, by their type. */
  async countEvents(from: LogId): Promise<Partial<Record<JsonEvent['type'], number>>> {
    const counts: Partial<Record<JsonEvent['type'], number>> = {};
    for await (const { fields } of entriesAfter(this.redis, this.keys.callback, from))
      for (const { type } of JSON.parse(fields.events ?? '') as JsonEvent[]) counts[type] = (counts[type] ?? 0) + 1;
    return counts;
  }

  stop(): void {
    this.redis.disconnect();
  }

  /** Quotes count as fresh for an hour. */
  async #openMarket(): Promise<void> {
    const decimals = { priceDecimals: 2, quantityDecimals: 5 };
    const limits = { minQuantity: '0.00001', maxQuantity: '1000', maxLeverage: 100, maxQuoteAgeMs: 3_600_000 };
    await this.#append('set-instrument', { asset: ASSET, ...decimals, ...limits });
    await this.tick('61800.20', '61800.30');
  }

  async #append<Type extends CommandType>(type: Type, data: CommandData<Type>): Promise<LogId> {
    return String(await this.redis.xadd(this.keys.engine, '*', 'type', type, 'data', JSON.stringify(data)));
  }

  /** @returns the id of the last. */
  async #appendAll<Type extends CommandType>(type: Type, all: readonly CommandData<Type>[]): Promise<LogId> {
    const ids = await Promise.all(all.map((data) => this.#append(type, data)));
    const last = ids.at(-1);
    if (last === undefined) throw new Error('nothing was appended');
    return last;
  }
}
