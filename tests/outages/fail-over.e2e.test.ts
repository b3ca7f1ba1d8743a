import { execFile } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { decodeEvents } from '@fulcrum/protocol';
import { streamKeys, whenReady } from '@fulcrum/streams';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { Stack } from '../support/stack.ts';
import type { Trader } from '../support/trader.ts';
import { WatchedRedis } from '../support/watched-redis.ts';

/**
 * The primary is killed under load, and the sentinels put its replica in its place. One process of the API wants one
 * replica to have an order before it says that it is open. The other one takes the primary's word. At the end the primary
 * is replaced while it goes on, and the sentinels tell it so only seconds later.
 */

const TRADES_AGAIN_WITHIN_MS = 10_000;

/** How soon after the sentinels have named another primary nothing may go to the old one any more. */
const MOVES_WITHIN_MS = 2_000;

interface Sent {
  readonly orderId: string;
  readonly sentAt: number;
  readonly status: number;
}

/** Opens one order after the other, until it is stopped, and keeps what it was told of each. */
class Load {
  readonly trader: Trader;
  readonly sent: Sent[] = [];
  readonly #running: Promise<void>;
  #isOver = false;

  constructor(trader: Trader) {
    this.trader = trader;
    this.#running = this.#run();
  }

  opened(): Sent[] {
    return this.sent.filter(({ status }) => status === 201);
  }

  async until(isThere: (sent: Sent) => boolean, limitMs: number): Promise<void> {
    for (const end = Date.now() + limitMs; Date.now() < end; await sleep(20)) if (this.sent.some(isThere)) return;
    throw new Error(`what was waited for did not come: ${JSON.stringify(this.sent.slice(-10))}`);
  }

  async stop(): Promise<void> {
    this.#isOver = true;
    await this.#running;
  }

  async #run(): Promise<void> {
    while (!this.#isOver) {
      const orderId = randomUUID();
      const sentAt = Date.now();
      const { status } = await this.trader.open({ orderId, quantity: '0.00010', leverage: 100 });
      this.sent.push({ orderId, sentAt, status });
      await sleep(20);
    }
  }
}

let redis: WatchedRedis;
let stack: Stack;
let careful: Load;
let trusting: Load;

beforeAll(async () => {
  redis = await WatchedRedis.start();
  stack = await Stack.start({ redis, settings: { MIN_REPLICAS: '1' } });
  const { api } = await stack.addApi({ MIN_REPLICAS: '0' });
  await api.start();
  await stack.tick('61800.20', '61800.30');
});

afterAll(async () => {
  await Promise.all([careful?.stop(), trusting?.stop()]);
  await stack?.stop();
  await redis?.stop();
});

/** The product's own answer about an order, once it is settled. */
async function settled(trader: Trader, orderId: string): Promise<string> {
  for (;;) {
    const { status, body } = await trader.get(`/trade/orders/${orderId}`);
    if (status === 200 && body.status !== 'pending') return body.status;
    if (status === 404) return 'unknown';
    await sleep(100);
  }
}

it('trades on within ten seconds after the primary was killed, and keeps what a replica had', async () => {
  careful = new Load(await stack.trader(undefined, 0));
  trusting = new Load(await stack.trader(undefined, 1));
  for (const load of [careful, trusting]) await load.until(({ status }) => status === 201, 10_000);
  await sleep(500);
  await redis.cutReplica();
  const cutAt = Date.now();
  await careful.until(({ status, sentAt }) => status === 202 && sentAt > cutAt, 5_000);
  const killedAt = Date.now();
  const killing = redis.killPrimary();
  await trusting.until(({ status, sentAt }) => status === 201 && sentAt > killedAt, TRADES_AGAIN_WITHIN_MS);
  expect(Date.now() - killedAt).toBeLessThan(TRADES_AGAIN_WITHIN_MS);
  await killing;
  await redis.bringBack();
  const backAt = Date.now();
  await careful.until(({ status, sentAt }) => status === 201 && sentAt > backAt, 10_000);
  await Promise.all([careful.stop(), trusting.stop()]);
  for (const { sent } of [careful, trusting]) for (const { status } of sent) expect([201, 202, 503]).toContain(status);
});

it('has lost nothing that it acknowledged once a replica had it', async () => {
  const { trader } = careful;
  const open = new Set((await trader.openOrders()).map(({ orderId }: { orderId: string }) => orderId));
  const lost = careful.opened().filter(({ orderId }) => !open.has(orderId));
  expect(lost).toEqual([]);
  expect(careful.opened().length).toBeGreaterThan(10);
});

it('says loudly what it has lost where it asked no replica', async () => {
  const open = new Set((await trusting.trader.openOrders()).map(({ orderId }: { orderId: string }) => orderId));
  const lost = trusting.opened().filter(({ orderId }) => !open.has(orderId));
  expect(lost.length).toBeGreaterThan(0);
  await expect.poll(() => stack.engine.log()).toContain('THE LOG WAS LOST');
});

it('has done nothing twice, and what is pending gets settled', async () => {
  // The test's own connection was idle since then, so it may not yet have moved to the new primary.
  await whenReady(stack.redis, AbortSignal.timeout(10_000));
  const entries = await stack.redis.xrange(streamKeys().callback, '-', '+');
  const created = entries
    .flatMap(([, [, events = '[]']]) => decodeEvents(events))
    .flatMap((event) => (event.type === 'created' ? [event.orderId] : []));
  expect(new Set(created).size).toBe(created.length);
  const { trader } = careful;
  const pending = careful.sent.filter(({ status }) => status === 202).slice(0, 5);
  expect(pending.length).toBeGreaterThan(0);
  const states = await Promise.all(pending.map(({ orderId }) => settled(trader, orderId)));
  for (const [index, state] of states.entries())
    expect(created.includes(pending[index]?.orderId ?? '')).toBe(state === 'open');
});

it('shows its settings to a program that is told the sentinels as well', async () => {
  const program = join(import.meta.dirname, '..', '..', 'tools', 'instruments', 'main.ts');
  const { PATH, NODE_COMPILE_CACHE } = process.env;
  const env = { PATH, NODE_COMPILE_CACHE, ...redis.settings, DATABASE_URL: stack.databaseUrl };
  const { stdout } = await promisify(execFile)(process.execPath, [program, 'show'], { env });
  expect(JSON.parse(stdout)).toMatchObject([{ asset: 'BTC_USDC' }]);
});

it('has the money that the orders leave', async () => {
  for (const { trader } of [careful, trusting]) {
    const orders = (await trader.openOrders()) as { margin: string }[];
    const millionths = (amount: string) => Number(amount.replace('.', ''));
    const margins = orders.reduce((sum, { margin }) => sum + millionths(margin), 0);
    expect(millionths(await trader.balance()) + margins).toBe(10_000_000_000);
  }
});

it('moves within two seconds after the sentinels did, away from a primary that lives on', async () => {
  const load = new Load(trusting.trader);
  await load.until(({ status }) => status === 201, 10_000);
  await redis.switchOver();
  await sleep(MOVES_WITHIN_MS);
  const movedAt = Date.now();
  await load.until(({ status, sentAt }) => status === 201 && sentAt > movedAt, 5_000);
  await load.stop();
  const log = JSON.stringify(await redis.askPrimary('XRANGE', streamKeys().engine, '-', '+'));
  const opened = load.opened().filter(({ sentAt }) => sentAt > movedAt);
  expect(opened.filter(({ orderId }) => !log.includes(orderId))).toEqual([]);
});
