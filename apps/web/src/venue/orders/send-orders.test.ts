import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { noteArrived } from './known-orders.ts';
import { cancelOrder, type NewVenueOrder, placeOrder } from './send-orders.ts';

const ORDER: NewVenueOrder = { symbol: 'BTC_USDC', side: 'Bid', orderType: 'Limit', price: '1.0', quantity: '1' };
const PLACED = {
  ...{ id: '5', symbol: 'BTC_USDC', side: 'Bid', orderType: 'Limit', timeInForce: 'GTC', price: '1.0', quantity: '1' },
  ...{ quoteQuantity: null, executedQuantity: '0', executedQuoteQuantity: '0', status: 'New', createdAt: 1 },
};

/** What the venue is asked, as method, path and body. */
let asked: [method: string, url: string, body: string | undefined][];

/** The venue answers with these, one after the other; a number without a body is a status, undefined no answer. */
function venueAnswers(...answers: ({ status: number; body: object } | undefined)[]): void {
  asked = [];
  vi.stubGlobal('fetch', async (url: string, { method, body }: { method: string; body?: string }) => {
    asked.push([method, url, body ?? undefined]);
    const answer = answers.length > 1 ? answers.shift() : answers[0];
    if (answer === undefined) throw new TypeError('the connection was lost');
    return new Response(JSON.stringify(answer.body), { status: answer.status });
  });
}

const problem = (status: number, code: string) => ({ status, body: { code, message: 'why' } });

beforeEach(() => {
  vi.useFakeTimers();
  vi.stubGlobal('navigator', { onLine: true });
});

afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

/** Lets the look-up take its time. */
async function inTime<Outcome>(outcome: Promise<Outcome>): Promise<Outcome> {
  await vi.advanceTimersByTimeAsync(30_000);
  return outcome;
}

it('places an order once, and tells what came of it', async () => {
  venueAnswers({ status: 200, body: PLACED });
  expect(await placeOrder(ORDER)).toEqual({ type: 'placed', order: PLACED });
  expect(asked).toHaveLength(1);
  expect(JSON.parse(asked[0]?.[2] ?? '')).toEqual({ ...ORDER, clientId: expect.any(Number) });
});

it.each([
  [400, 'INVALID_PRICE'],
  [429, 'TOO_MANY_REQUESTS'],
  [503, 'MAINTENANCE'],
])('tells a refusal (%i %s), and does not look for the order', async (status, code) => {
  venueAnswers(problem(status, code));
  expect(await placeOrder(ORDER)).toEqual({ type: 'refused', code, message: 'why' });
  expect(asked).toHaveLength(1);
});

it.each([
  ['a late answer', problem(504, 'TIMEOUT')],
  ['a fault', problem(500, 'SERVER_ERROR')],
  ['the word of a proxy', problem(502, 'bad gateway')],
  ['a lost connection', undefined],
])('after %s it looks for the order, and sends it no second time', async (_what, answer) => {
  venueAnswers(answer, problem(404, 'RESOURCE_NOT_FOUND'), { status: 200, body: PLACED });
  expect(await inTime(placeOrder(ORDER))).toEqual({ type: 'placed', order: PLACED });
  expect(asked.map(([method]) => method)).toEqual(['POST', 'GET', 'GET']);
  const { clientId } = JSON.parse(asked[0]?.[2] ?? '');
  expect(asked[1]?.[1]).toContain(`/order?symbol=BTC_USDC&clientId=${clientId}`);
});

it('knows of an order that was filled at once by what the venue tells of own orders', async () => {
  venueAnswers(undefined, problem(404, 'RESOURCE_NOT_FOUND'));
  const outcome = placeOrder(ORDER);
  await vi.advanceTimersByTimeAsync(1_500);
  const { clientId } = JSON.parse(asked[0]?.[2] ?? '');
  noteArrived({ e: 'orderFill', s: 'BTC_USDC', i: '5', c: clientId, T: 1 });
  expect(await inTime(outcome)).toEqual({ type: 'arrived' });
});

/** As the history tells of an order. */
const past = (clientId: number, changes: object) => ({
  ...{ ...PLACED, clientId, createdAt: '2026-11-29T12:00:00.123', expiryReason: null, status: 'Filled' },
  ...changes,
});

it('finds an order that was filled at once in the history, by its client id', async () => {
  const answers = (clientId: number) => [
    ...[past(1, { id: '7' }), past(clientId, { id: '6', status: 'New' }), past(clientId, {})],
  ];
  venueAnswers(undefined, problem(404, 'RESOURCE_NOT_FOUND'));
  const outcome = placeOrder(ORDER);
  await vi.advanceTimersByTimeAsync(500);
  const { clientId } = JSON.parse(asked[0]?.[2] ?? '');
  // The history is behind at first.
  venueAnswers(
    ...[problem(404, 'RESOURCE_NOT_FOUND'), { status: 200, body: [] }],
    ...[problem(404, 'RESOURCE_NOT_FOUND'), { status: 200, body: answers(clientId) }],
  );
  expect(await inTime(outcome)).toMatchObject({ type: 'placed', order: { id: '5', status: 'Filled' } });
  expect(asked).toHaveLength(4);
  expect(asked[3]?.[1]).toContain('/wapi/v1/history/orders?symbol=BTC_USDC&limit=100');
});

it('says that nothing is known of an order that is not found', async () => {
  venueAnswers(undefined, problem(404, 'RESOURCE_NOT_FOUND'));
  expect(await inTime(placeOrder(ORDER))).toEqual({ type: 'unknown' });
});

it('does not know whether an order was cancelled when no answer comes', async () => {
  venueAnswers(problem(504, 'TIMEOUT'));
  expect(await cancelOrder({ symbol: 'BTC_USDC', id: '5' })).toEqual({ type: 'unknown' });
  venueAnswers(problem(404, 'RESOURCE_NOT_FOUND'));
  expect(await cancelOrder({ symbol: 'BTC_USDC', id: '5' })).toMatchObject({ code: 'RESOURCE_NOT_FOUND' });
});
