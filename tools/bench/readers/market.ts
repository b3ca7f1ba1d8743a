import { freePort } from '@fulcrum/devstack';
import type { BenchContext } from '../bench.ts';
import { SECRET, Trading, type User } from '../http/trading.ts';
import type { BenchStack } from '../programs/processes.ts';
import type { Program } from '../programs/program.ts';
import { OrderSender } from './order-sender.ts';
import type { Reading, ReadingReport, What } from './reading.ts';

const READERS = 4;
const ORDERS_EACH = 1_000;
/** So many that none comes near the thousand orders that an account may have open. */
const TRADERS = 100;
const SMALLEST = { side: 'buy', quantity: '0.00001', leverage: 100 } as const;

/** As it is where nothing is set. */
const ORDER_RATE_LIMIT = '1000';

const ORDER_EVERY_MS = 20;
const TICK_EVERY_MS = 100;
const ASK_LIMIT_MS = 30_000;
const BEST_BIDS = [61_800, 61_801] as const;

/** What happened while readers read. */
export interface BesideReaders extends ReadingReport {
  /** What each order took. */
  readonly milliseconds: readonly number[];
  readonly megabytes: number;
  readonly seconds: number;
}

/** A moving market, in which four users with a thousand orders read, and others open orders. */
export class ReadersMarket {
  readonly #trading: Trading;
  readonly #readers: readonly User[];
  readonly #worker: Program;
  readonly #sender: OrderSender;
  readonly #wsUrl: string;
  readonly #signal: AbortSignal;
  readonly #ticking: NodeJS.Timeout;

  private constructor(
    parts: { trading: Trading; readers: readonly User[]; worker: Program; sender: OrderSender; wsUrl: string },
    signal: AbortSignal,
  ) {
    this.#trading = parts.trading;
    this.#readers = parts.readers;
    this.#worker = parts.worker;
    this.#sender = parts.sender;
    this.#wsUrl = parts.wsUrl;
    this.#signal = signal;
    let ticks = 0;
    this.#ticking = setInterval(() => {
      const bid = BEST_BIDS[ticks++ % BEST_BIDS.length] ?? 0;
      // Should Redis be away, the orders fail and say so.
      parts.trading.tick(bid.toFixed(2), (bid + 0.1).toFixed(2)).catch(() => {});
    }, TICK_EVERY_MS);
  }

  static async start(stack: BenchStack, context: BenchContext): Promise<ReadersMarket> {
    const { programs, env } = stack;
    const trading = await Trading.start(stack, context, { api: { ORDER_RATE_LIMIT } });
    await trading.useRules(2);
    const port = String(await freePort());
    await programs.startApp('recorder', { env: { ...env, JOURNAL_DIR: `${programs.folder}/journal` } });
    await programs.startApp('ws', { env: { ...env, WS_PORT: port, JWT_SECRET: SECRET } });
    context.progress(`opening ${ORDERS_EACH} orders for each reader`);
    const readers = await trading.addUsers(READERS);
    for (const { userId } of readers)
      await trading.open(Array.from({ length: ORDERS_EACH }, () => ({ ...SMALLEST, userId })));
    const sender = new OrderSender(trading.apiUrl, await trading.addUsers(TRADERS));
    const worker = programs.worker(new URL('readers-worker.ts', import.meta.url));
    const wsUrl = `ws://127.0.0.1:${port}`;
    return new ReadersMarket({ trading, readers, worker, sender, wsUrl }, context.signal);
  }

  stop(): void {
    clearInterval(this.#ticking);
    this.#sender.stop();
    this.#trading.stop();
  }

  /** Opens so many orders, one after the other at regular times. @returns what each took, in milliseconds. */
  order(count: number): Promise<number[]> {
    return this.#sender.send(count, ORDER_EVERY_MS, this.#signal);
  }

  async orderBesideReaders(what: What, count: number): Promise<BesideReaders> {
    const tokens = this.#readers.map(({ token }) => token);
    const reading: Reading = { what, apiUrl: this.#trading.apiUrl, wsUrl: this.#wsUrl, tokens };
    const [startedAt, before] = [performance.now(), await this.#usedBytes()];
    await this.#worker.ask('start', reading, ASK_LIMIT_MS);
    const milliseconds = await this.order(count);
    const [after, seconds] = [await this.#usedBytes(), (performance.now() - startedAt) / 1_000];
    const report = await this.#worker.ask<ReadingReport>('stop', {}, ASK_LIMIT_MS);
    if (report.reads === 0) throw new Error('the readers got no answer');
    return { ...report, milliseconds, seconds, megabytes: (after - before) / 1e6 };
  }

  async #usedBytes(): Promise<number> {
    return Number(/used_memory:(\d+)/.exec(await this.#trading.redis.info('memory'))?.[1]);
  }
}
