import { KnownInstruments } from '@fulcrum/instruments';
import type { LogId } from '@fulcrum/log';
import type { JsonEvent } from '@fulcrum/protocol';
import { expect, test } from 'vitest';
import { Accounts } from '../accounts/accounts.ts';
import { MarketStream } from '../prices/market-stream.ts';
import { Prices } from '../prices/prices.ts';
import { scriptedEngine } from '../testing/scripted-engine.ts';
import { Callbacks } from './callbacks.ts';

const here = '11111111-1111-4111-8111-111111111111';
const elsewhere = '22222222-2222-4222-8222-222222222222';
const order = { orderId: '33333333-3333-4333-8333-333333333333', takeProfit: null, stopLoss: null };
const updated = (userId: string): JsonEvent => ({ type: 'updated', requestId: 'r', userId, ...order });
const figures = { usedMargin: '0.000000', unrealizedPnl: '0.000000', equity: '5.000000', freeMargin: '5.000000' };

/** A process to which one user is connected. Entries that were read although they make no sense are remembered. */
async function feed() {
  const { engine, readings, requests, asked } = scriptedEngine();
  const prices = new Prices(() => {});
  const accounts = new Accounts(requests, prices);
  const readInVain: LogId[] = [];
  const market = new MarketStream(() => instruments.heldPrices());
  const instruments = new KnownInstruments(
    (settings) => {
      prices.learn(settings);
      market.tell({ type: 'instrument-set', ...settings });
    },
    (event) => market.tell(event),
  );
  const told: object[] = [];
  market.subscribe({ send: (frame) => void told.push(JSON.parse(frame.toString())) });
  const callbacks = new Callbacks({ instruments, engine, readings, accounts }, ({ id }) => readInVain.push(id));
  const sent: string[] = [];
  const note = (frame: Buffer) => void sent.push(JSON.parse(frame.toString()).data.type);
  accounts.open(here, { isSlow: false, started: note, send: note, failed: ({ code }) => void sent.push(code) });
  await new Promise(setImmediate);
  const take = async (events: string | JsonEvent[]) => {
    const text = typeof events === 'string' ? events : JSON.stringify(events);
    callbacks.apply({ id: '1-0', fields: { events: text } });
    await new Promise(setImmediate);
  };
  const answer = (userId: string): JsonEvent => ({
    ...{ type: 'account', requestId: asked[0]?.requestId ?? '', userId, balance: '5.000000' },
    ...{ ...figures, marginLevel: null, orders: [] },
  });
  return { take, answer, sent, told, readInVain, prices, requestId: () => asked[0]?.requestId ?? '' };
}

/** It cannot be read, so whoever tries to is found out. */
const unreadable = (event: JsonEvent) => `${JSON.stringify([event, event]).slice(0, -1)},`;

test('an entry about users who are not connected here is not read', async () => {
  const { take, readInVain } = await feed();
  for (let count = 0; count < 100; count += 1) await take(unreadable(updated(elsewhere)));
  expect(readInVain).toEqual([]);
  await take(unreadable(updated(here)));
  expect(readInVain).toHaveLength(1);
});

test('one event of a user who is connected is found among those of others, wherever it stands', async () => {
  const { take, answer, sent } = await feed();
  await take([answer(here)]);
  for (const at of [0, 1, 254, 255]) {
    const events = Array.from({ length: 256 }, (_, index) => updated(index === at ? here : elsewhere));
    await take(events);
  }
  expect(sent).toEqual(['snapshot', 'updated', 'updated', 'updated', 'updated']);
});

test("a new instrument is everybody's, and an answer its asker's, even if it names nobody", async () => {
  const { take, sent, prices, requestId } = await feed();
  const grid = { asset: 'BTC', priceDecimals: 2, quantityDecimals: 3, minQuantity: '0.001', maxQuantity: '1.000' };
  await take([{ type: 'instrument-set', ...grid, maxLeverage: 10, maxQuoteAgeMs: 1_000 }]);
  expect(prices.isKnown('BTC')).toBe(true);
  await take([{ type: 'rejected', requestId: requestId(), code: 'unknown_account', message: 'There is none.' }]);
  expect(sent).toEqual(['unavailable']);
});

test('what changes for everybody is told to those who follow the market, also beside the closings of others', async () => {
  const { take, told } = await feed();
  const settings = { asset: 'BTC', priceDecimals: 2, quantityDecimals: 3, minQuantity: '0.001', maxQuantity: '1.000' };
  const set = {
    type: 'instrument-set' as const,
    ...settings,
    maxLeverage: 10,
    maxQuoteAgeMs: 1,
    mode: 'closed' as const,
  };
  const price = { asset: 'BTC', bid: '1.00', ask: '2.00', source: null, heldSince: 5 };
  const released = { type: 'price-released' as const, ...price, outcome: 'confirmed' as const };
  await take([{ ...set, requestId: 'r' }]);
  await take([{ type: 'price-held', ...price }]);
  await take([released, updated(elsewhere)]);
  expect(told).toEqual([set, { type: 'price-held', ...price }, released].map((data) => ({ stream: 'market', data })));
});

test('a release is found behind a price that was set by hand, and behind orders whose time is over', async () => {
  const { take, told, readInVain } = await feed();
  const price = { asset: 'BTC', bid: '1.00', ask: '2.00', source: null };
  const released = (heldSince: number) =>
    ({ type: 'price-released', ...price, heldSince, outcome: 'dropped' }) satisfies JsonEvent;
  const set: JsonEvent = { type: 'price-set', ...price, requestId: 'r', source: 'dealer' };
  const cancelled = { ...updated(elsewhere), type: 'cancelled' } as unknown as JsonEvent;
  const expired: JsonEvent = {
    ...{ type: 'cancelled', requestId: null, orderId: order.orderId, userId: elsewhere, asset: 'BTC', side: 'buy' },
    ...{ orderType: 'limit', price: '1.00', quantity: '1.000', leverage: 1, takeProfit: null, stopLoss: null },
    ...{ trailingDistance: null, guaranteed: false, reduceOnly: false, maxSlippageBps: null, expiresAt: 5 },
    ...{ placedAt: 1, code: 'expired' },
  };
  const held = (heldSince: number): JsonEvent => ({ type: 'price-held', ...price, heldSince });
  await take([held(5)]);
  await take([set, released(5), updated(elsewhere)]);
  await take([expired, held(6)]);
  await take([expired, set, released(6), updated(elsewhere)]);
  expect(told).toEqual([held(5), released(5), held(6), released(6)].map((data) => ({ stream: 'market', data })));
  await take(unreadable(cancelled));
  expect(readInVain).toEqual([]);
});

test('what the engine would print in another way is read, whatever it is about', async () => {
  const { take, answer, sent, readInVain } = await feed();
  await take([answer(here)]);
  await take(JSON.stringify([updated(here)], undefined, 1));
  expect(sent).toEqual(['snapshot', 'updated']);
  for (const text of ['', 'no JSON', '{}', ' [{"type":"created"}]']) await take(text);
  expect(readInVain).toHaveLength(4);
});
