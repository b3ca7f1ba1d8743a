import { randomUUID } from 'node:crypto';
import { streamKeys } from '@fulcrum/streams';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { WireAnswer } from '../support/http-answers.ts';
import { HttpWire } from '../support/http-wire.ts';
import { Stack } from '../support/stack.ts';
import type { Trader } from '../support/trader.ts';

/**
 * Orders come while the engine does not run. The commands that the API has sent wait in the log, for as long as it takes.
 * With ten thousand of them unanswered the API sends no more.
 */

const LIMIT = 10_000;
const TRADERS = 12;
const ORDERS_EACH = 1_000;
const WIRES = 200;
/** The heap may differ by this many bytes between two moments. If each refused order left something, it would soon be more. */
const NOISE_BYTES = 128_000_000;

interface Sent {
  readonly trader: Trader;
  readonly orderId: string;
  readonly answer: WireAnswer | undefined;
}

let stack: Stack;
const traders: Trader[] = [];

beforeAll(async () => {
  const unlimited = { ORDER_RATE_LIMIT: '1000000', ADDRESS_RATE_LIMIT: '1000000' };
  stack = await Stack.start({ settings: unlimited });
  await stack.tick('61800.20', '61800.30');
  for (let count = 0; count < TRADERS; count += 1) traders.push(await stack.trader());
});

afterAll(async () => {
  stack?.engine.letGo();
  await stack?.stop();
});

function* ordersOf(each: number): Generator<Omit<Sent, 'answer'>> {
  for (let count = 0; count < each; count += 1) for (const trader of traders) yield { trader, orderId: randomUUID() };
}

/**
 * Sends orders of all users over many connections.
 *
 * @param atOnce how many orders of a connection wait for an answer at once. On a busy machine one with many before it may
 *   arrive so late that the API ends the connection.
 */
async function flood(ordersEach: number, atOnce = 3): Promise<Sent[]> {
  const port = Number(new URL(stack.apiUrls[0] ?? '').port);
  const wires = await Promise.all(Array.from({ length: WIRES }, () => HttpWire.open(port)));
  const orders = ordersOf(ordersEach);
  const sent: Sent[] = [];
  const send = async (wire: HttpWire) => {
    for (const order of orders)
      sent.push({ ...order, answer: await wire.ask(orderRequest(order.trader.token, order.orderId)) });
  };
  await Promise.all(wires.flatMap((wire) => Array.from({ length: atOnce }, () => send(wire))));
  for (const wire of wires) wire.close();
  return sent;
}

function orderRequest(token: string, orderId: string): string {
  const order = { asset: 'BTC_USDC', side: 'buy', quantity: '0.00001', leverage: 100, orderId };
  const body = JSON.stringify(order);
  const headers = [
    'Host: api',
    `Authorization: Bearer ${token}`,
    'Content-Type: application/json',
    `Content-Length: ${body.length}`,
  ];
  return ['POST /api/v1/trade/create-order HTTP/1.1', ...headers, '', body].join('\r\n');
}

const api = () => stack.apis[0] ?? stack.engine;
const logLength = () => stack.redis.xlen(streamKeys().engine);
const statuses = (sent: Sent[], status: number) => sent.filter(({ answer }) => answer?.status === status);

const TOO_MANY = 'Too many commands wait for the engine.';

/** How often each reason was given. An order whose id had to be looked up first gets a longer sentence. */
function detailsOf(sent: readonly Sent[]): Record<string, number> {
  const details: Record<string, number> = {};
  for (const { answer } of sent) {
    const detail = answer?.status === 202 ? 'pending' : JSON.parse(answer?.body ?? '{}').detail;
    const reason = answer?.status === 503 && detail.includes(TOO_MANY) ? TOO_MANY : detail;
    details[reason] = (details[reason] ?? 0) + 1;
  }
  return details;
}

it('says 202, then 503 with Retry-After and sends nothing more; and once the engine goes on, nothing is lost or doubled', {
  timeout: 240_000,
}, async () => {
  const before = await logLength();
  stack.engine.hold();
  const sent = await flood(ORDERS_EACH, (TRADERS * ORDERS_EACH) / WIRES);
  const [late, refused] = [statuses(sent, 202), statuses(sent, 503)];
  expect(detailsOf(sent)).toEqual({ pending: LIMIT, [TOO_MANY]: TRADERS * ORDERS_EACH - LIMIT });
  // A busy Redis may still be taking what is pending.
  await expect.poll(logLength, { timeout: 60_000 }).toBe(before + LIMIT);
  // Nobody waits for these commands any more, and all of them still count.
  expect(await api().metric('api_waiting_requests')).toBe(0);
  expect(await api().metric('api_unanswered_commands')).toBe(LIMIT);

  const heap = () => api().metric('nodejs_heap_size_used_bytes');
  const most = ((await heap()) ?? Number.NaN) + NOISE_BYTES;
  const more = await flood(2 * ORDERS_EACH);
  // A refused order leaves nothing behind. The collector runs only when there is enough for it to do.
  const heapAfterMore = async () => {
    more.push(...(await flood(ORDERS_EACH / 2)));
    return heap();
  };
  await expect.poll(heapAfterMore, { timeout: 60_000, interval: 200 }).toBeLessThan(most);
  expect(statuses(more, 503)).toHaveLength(more.length);
  for (const { answer } of [...refused, ...more]) {
    expect(answer?.headers.get('retry-after')).toBe('1');
    expect(answer?.headers.get('content-type')).toBe('application/problem+json; charset=utf-8');
    expect(JSON.parse(answer?.body ?? '')).toMatchObject({ status: 503, code: 'unavailable' });
  }
  expect(await logLength()).toBe(before + LIMIT);
  expect(await api().metric('api_refused_requests_total')).toBe(refused.length + more.length);

  stack.engine.letGo();
  await expect.poll(() => api().metric('api_unanswered_commands'), { timeout: 60_000 }).toBe(0);
  for (const trader of traders) {
    const wanted = late.filter((order) => order.trader === trader).map(({ orderId }) => orderId);
    const open = (await trader.openOrders()).map(({ orderId }: { orderId: string }) => orderId);
    expect(open.sort()).toEqual(wanted.sort());
  }
  const again = refused[0];
  expect((await again?.trader.close(late.find(({ trader }) => trader === again.trader)?.orderId ?? ''))?.status).toBe(
    200,
  );
  // Whoever is told to come again does so: a busy machine may not have caught up yet.
  const order = { orderId: again?.orderId, quantity: '0.00001', leverage: 100 };
  const opened = async () => {
    const answer = await again?.trader.open(order);
    return answer?.status === 201 ? 'opened' : answer?.body;
  };
  await expect.poll(opened).toBe('opened');
});
