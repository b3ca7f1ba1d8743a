import { timeOfOrderId } from '@fulcrum/protocol';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { refusalText } from './refusals.ts';

/** How far the server's clock is ahead of this one. */
const AHEAD_MS = 7_000_000;
const ORDER = '35aa510e-6b1c-4b27-b9f2-c2634e92dd13';

const quote = {
  ...{ asset: 'BTC_USDC', bid: '61800.00', bidQuantity: '1', ask: '61800.20', askQuantity: '1', exchangeTime: '' },
  ...{ source: 'recorded', ageMs: 250, stale: false },
};
const order = {
  ...{ orderId: ORDER, userId: ORDER, asset: 'BTC_USDC', side: 'buy', quantity: '0.05000', leverage: 20 },
  ...{ openPrice: '61800.20', margin: '154.500500', takeProfit: null, stopLoss: '61000.00', openedAt: 1 },
  ...{ liquidationPrice: '58864.69', slippage: '0.00', currentPrice: '61800.00', unrealizedPnl: '-0.010000' },
};

/** What was sent, and what the API answers to it: by the last part of a path. */
const sent: Record<string, unknown>[] = [];
const answers: Record<string, () => [status: number, body: object]> = {};

beforeEach(() => {
  vi.resetModules();
  vi.useFakeTimers();
  sent.length = 0;
  for (const name of Object.keys(answers)) delete answers[name];
  answers.quotes = () => [200, { quotes: [{ ...quote, time: Date.now() + AHEAD_MS - quote.ageMs }] }];
  vi.stubGlobal('navigator', { onLine: true });
  vi.stubGlobal('fetch', async (url: string, { body }: RequestInit) => {
    if (typeof body === 'string') sent.push(JSON.parse(body) as Record<string, unknown>);
    const [status, answer] = answers[url.split('/').at(-1) ?? '']?.() ?? [502, {}];
    return new Response(JSON.stringify(answer), { status });
  });
});

afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

it('names as the end of what it sends three seconds from now, by the clock of the server', async () => {
  const { closeOrder } = await import('./orders.ts');
  answers['close-order'] = () => [422, { code: 'expired', detail: 'too late' }];
  expect(await closeOrder(ORDER)).toMatchObject({ code: 'expired' });
  expect(sent).toEqual([{ orderId: ORDER, validUntil: expect.any(Number) }]);
  expect(Math.abs(Number(sent[0]?.validUntil) - (Date.now() + AHEAD_MS + 3_000))).toBeLessThanOrEqual(2);
});

const newOrder = { asset: 'BTC_USDC', side: 'buy', quantity: '0.05', leverage: 20 } as const;

it.each([-7_200_000, -360_000, 0, 360_000, 7_200_000])(
  'makes ids of the last moments by the clock of the server, which is %s ms ahead of this one',
  async (aheadMs) => {
    const { openOrder } = await import('./orders.ts');
    answers.quotes = () => [200, { quotes: [{ ...quote, time: Date.now() + aheadMs - quote.ageMs }] }];
    answers['create-order'] = () => [422, { code: 'no_price', detail: 'none' }];
    for (let press = 0; press < 2; press += 1) expect(await openOrder(newOrder)).toMatchObject({ code: 'no_price' });
    const ids = sent.map(({ orderId }) => String(orderId));
    expect(new Set(ids).size).toBe(2);
    for (const id of ids) {
      const age = Date.now() + aheadMs - (timeOfOrderId(id) ?? 0);
      // Also where the server's time was learnt slowly.
      expect(age).toBeGreaterThan(6_000);
      expect(age).toBeLessThan(60_000);
    }
  },
);

it('says what to do where an id is of the future all the same', async () => {
  const { openOrder } = await import('./orders.ts');
  const errors = { orderId: 'is a UUIDv7 of the future' };
  const detail = 'Some fields are missing or wrong.';
  answers['create-order'] = () => [400, { code: 'invalid_input', detail, errors }];
  const outcome = await openOrder(newOrder);
  expect(outcome).toMatchObject({ code: 'clocks_apart' });
  expect(refusalText('clocks_apart', detail)).toContain('clocks');
  answers['create-order'] = () => [400, { code: 'invalid_input', detail, errors: { quantity: 'is missing' } }];
  expect(await openOrder(newOrder)).toEqual({ code: 'invalid_input', message: detail });
});

it('sends nothing while the time of the server cannot be had', async () => {
  const { closeOrder } = await import('./orders.ts');
  answers.quotes = () => [503, {}];
  expect(await closeOrder(ORDER)).toMatchObject({ code: 'unavailable' });
  expect(sent).toEqual([]);
});

it('takes an order that is open for one that will not be closed only once its request is too old to do it', async () => {
  const { closeOrder } = await import('./orders.ts');
  answers['close-order'] = () => [202, { status: 'pending', orderId: ORDER }];
  answers[ORDER] = () => [200, { orderId: ORDER, status: 'open', order }];
  const begun = Date.now();
  const closing = closeOrder(ORDER);
  await vi.advanceTimersByTimeAsync(60_000);
  expect(await closing).toMatchObject({ code: 'not_done' });
  expect(sent).toHaveLength(1);
  expect(Date.now() - begun).toBeGreaterThan(4_000);
});

it('learns from the order whether its levels were changed, and does not send them again', async () => {
  const { updateOrder } = await import('./orders.ts');
  let looks = 0;
  answers['update-order'] = () => [502, {}];
  answers[ORDER] = () => {
    looks += 1;
    return [
      200,
      { orderId: ORDER, status: 'open', order: { ...order, stopLoss: looks > 2 ? '61500.00' : '61000.00' } },
    ];
  };
  const updating = updateOrder(ORDER, { stopLoss: '61500.00' });
  await vi.advanceTimersByTimeAsync(10_000);
  expect([await updating, looks, sent.length]).toEqual(['done', 3, 1]);
});
