import { randomUUID } from 'node:crypto';
import { connectDatabase, type Database } from '@fulcrum/db';
import { type DevServer, freshFolder, removeFolder, startMigratedPostgres } from '@fulcrum/devstack';
import { callbackId } from '@fulcrum/log';
import { historyId } from '@fulcrum/protocol';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { MarketView } from '../market/market-view.ts';
import { OrderEvents } from './order-events.ts';
import { TradeHistory } from './trade-history.ts';

let folder: string;
let postgres: DevServer;
let db: Database;
let history: TradeHistory;
let events: OrderEvents;

beforeAll(async () => {
  folder = await freshFolder();
  postgres = await startMigratedPostgres({ directory: folder });
  db = connectDatabase(postgres.url, 5);
  const grid = { priceDecimals: 2, quantityDecimals: 3 };
  const market = { instrument: () => grid } as unknown as MarketView;
  history = new TradeHistory(db, 0, market);
  events = new OrderEvents(db, 0, market);
});

afterAll(async () => {
  await db?.$disconnect();
  await postgres?.stop();
  removeFolder(folder);
});

/** Rows of one user's orders, each the result of a log entry of its own. */
class Rows {
  static #count = 0;
  readonly userId = randomUUID();
  readonly time: number;
  #entry = 0;

  constructor() {
    Rows.#count += 1;
    this.time = 1_000 * Rows.#count;
  }

  #next(orderId: string) {
    this.#entry += 1;
    return { id: historyId(0, callbackId(`${this.time}-${this.#entry}`, 0), 0), orderId, userId: this.userId };
  }

  async step(orderId: string, type: string, data: object = {}) {
    await db.orderEvent.create({ data: { ...this.#next(orderId), type, data: { type, ...data } } });
  }

  async closing(orderId: string, remaining?: string) {
    const amounts = { quantity: '1', openPrice: '10', closePrice: '11.5', slippage: '0', margin: '5', pnl: '1.5' };
    const rest = remaining === undefined ? {} : { remaining, remainingMargin: '2.5', remainingLiquidationPrice: '-1' };
    const how = { reason: 'manual', liquidated: false, openedAt: 1n, closedAt: 1_000n };
    const data = { asset: 'GOLD', side: 'buy', leverage: 2, payout: '6.5', ...amounts, ...rest, ...how };
    await db.existingTrade.create({ data: { ...this.#next(orderId), ...data } });
  }

  async cancelled(orderId: string) {
    const terms = { orderType: 'limit', price: '9', quantity: '1', leverage: 2, guaranteed: false, reduceOnly: false };
    const data = { asset: 'GOLD', side: 'buy', ...terms, maxSlippageBps: 5n, placedAt: 1n, code: 'expired' };
    await db.cancelledOrder.create({ data: { ...this.#next(orderId), ...data } });
  }

  async reduced(orderId: string) {
    const data = { asset: 'GOLD', side: 'sell', quantity: '2', closedQuantity: '1' };
    await db.reducedOrder.create({ data: { ...this.#next(orderId), ...data } });
  }

  async rejected(orderId: string, code = 'stale_price') {
    const data = { requestId: 'r', code, message: 'The last price is old.', rejectedAt: 1_000n };
    await db.rejection.create({ data: { ...this.#next(orderId), ...data } });
  }
}

describe('the end of an order', () => {
  it('is its last closing, its cancellation or its reduction, and none is a closing that leaves something open', async () => {
    const rows = new Rows();
    const [partly, closed, cancelled, reduced] = [1, 2, 3, 4].map(() => randomUUID()) as [
      string,
      string,
      string,
      string,
    ];
    await rows.closing(partly, '1');
    await rows.closing(closed, '1');
    await rows.closing(closed);
    await rows.cancelled(cancelled);
    await rows.reduced(reduced);
    const ids = [partly, closed, cancelled, reduced, randomUUID()];
    const ends = await Promise.all(ids.map((orderId) => history.endOf(rows.userId, orderId)));
    expect(ends.map((end) => end?.status)).toEqual([undefined, 'closed', 'cancelled', 'reduced', undefined]);
    expect(ends[1]?.order).toEqual(expect.not.objectContaining({ remaining: expect.anything() }));
    expect(ends[2]?.order).toMatchObject({
      price: '9.00',
      takeProfit: null,
      maxSlippageBps: 5,
      cancelledBy: `${rows.time}-4`,
    });
    expect(ends[3]?.order).toMatchObject({ closedQuantity: '1.000', reducedAt: rows.time });
    expect(await history.endOf(randomUUID(), closed)).toBeUndefined();
    const { used } = await history.lookUpIds(ids);
    expect([...used].sort()).toEqual([closed, cancelled, reduced].sort());
  });
});

it('an order was not opened for a refusal of before anything else happened to it, and not for one of a change', async () => {
  const rows = new Rows();
  const [refused, changed, both] = [randomUUID(), randomUUID(), randomUUID()];
  for (const orderId of [refused, both]) await rows.rejected(orderId);
  for (const orderId of [changed, both]) await rows.step(orderId, 'created');
  for (const orderId of [changed, both]) await rows.rejected(orderId, 'invalid_stop_loss');
  const refusals = await Promise.all([refused, changed, both].map((id) => history.rejection(rows.userId, id)));
  expect(refusals.map((refusal) => refusal?.code)).toEqual(['stale_price', undefined, 'stale_price']);
});

describe('the list of closings', () => {
  it('has each closing of an order, and the cancelled orders among them where these are wanted', async () => {
    const rows = new Rows();
    const [one, other] = [randomUUID(), randomUUID()];
    await rows.closing(one, '1');
    await rows.cancelled(other);
    await rows.closing(one);
    const listed = async (limit: number, withCancelled: boolean) => {
      const found: string[] = [];
      for (let cursor: string | undefined, pages = 0; pages === 0 || cursor !== undefined; pages += 1) {
        const page = await history.closedOrders(rows.userId, limit, cursor, withCancelled);
        found.push(...page.orders.map((order) => ('code' in order ? order.code : (order.remaining ?? 'all'))));
        cursor = page.nextCursor;
      }
      return found;
    };
    for (const limit of [1, 2, 50]) {
      expect(await listed(limit, false)).toEqual(['all', '1.000']);
      expect(await listed(limit, true)).toEqual(['all', 'expired', '1.000']);
    }
  });
});

describe('what happened to an order', () => {
  it('is told in the order of the log, page by page, with the entries and as it was told then', async () => {
    const rows = new Rows();
    const orderId = randomUUID();
    await rows.step(orderId, 'placed', { price: '9.00' });
    await rows.rejected(orderId);
    await rows.step(orderId, 'created', { requestId: null });
    await rows.closing(orderId, '1');
    await rows.closing(orderId);
    const first = await events.page(rows.userId, orderId, 3, undefined);
    expect(first.events.map(({ type, cause, result }) => [type, cause, result])).toEqual([
      ['placed', `${rows.time}-1`, `${rows.time}-10000`],
      ['rejected', `${rows.time}-2`, `${rows.time}-20000`],
      ['created', `${rows.time}-3`, `${rows.time}-30000`],
    ]);
    expect(first.events[0]?.data).toEqual({ price: '9.00' });
    const rest = await events.page(rows.userId, orderId, 3, first.nextCursor);
    expect(rest.events.map(({ type, data }) => [type, data.closePrice, data.remaining])).toEqual([
      ['closed', '11.50', '1.000'],
      ['closed', '11.50', undefined],
    ]);
    expect(rest.nextCursor).toBeUndefined();
    expect([first.hasBeginning, rest.hasBeginning]).toEqual([true, true]);
    expect((await events.page(randomUUID(), orderId, 3, undefined)).events).toEqual([]);
    await expect(events.page(rows.userId, orderId, 3, historyId(3, '1-0', 0))).rejects.toMatchObject({ status: 400 });
  });

  it.each<[what: string, begin: (rows: Rows, orderId: string) => Promise<void>, hasBeginning: boolean | undefined]>([
    ['of a market order', (rows, orderId) => rows.step(orderId, 'created', { requestId: 'r' }), true],
    ['of one that only reduced', (rows, orderId) => rows.reduced(orderId), true],
    [
      'of one that waited, whose placing is gone',
      (rows, orderId) => rows.step(orderId, 'created', { requestId: null }),
      false,
    ],
    ['of one from before the record', (rows, orderId) => rows.closing(orderId), false],
    ['of a change alone', (rows, orderId) => rows.step(orderId, 'updated'), false],
    ['of a refusal alone', (rows, orderId) => rows.rejected(orderId), undefined],
  ])('knows of its beginning: %s', async (_what, begin, hasBeginning) => {
    const rows = new Rows();
    const orderId = randomUUID();
    await begin(rows, orderId);
    const told = await events.page(rows.userId, orderId, 3, undefined);
    expect(told.hasBeginning).toBe(hasBeginning);
    // Refusals come first, so that the beginning is on a later page.
    const another = randomUUID();
    for (let time = 0; time < 2; time++) await rows.rejected(another);
    await begin(rows, another);
    const page = await events.page(rows.userId, another, 1, undefined);
    expect(page).toMatchObject({ events: [{ type: 'rejected' }], nextCursor: expect.anything() });
    expect(page.hasBeginning).toBe(hasBeginning);
  });
});
