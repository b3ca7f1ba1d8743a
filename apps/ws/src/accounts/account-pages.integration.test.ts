import type { JsonEvent } from '@fulcrum/protocol';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { cookieOf } from '../testing/sessions.ts';
import { startWorld, type World } from '../testing/test-world.ts';

let world: World;

beforeAll(async () => {
  world = await startWorld();
  await world.log.command('set-rules', { requestId: 'rules', version: 2 });
  await world.log.instrument('BTC_USDC');
  await world.log.tick('BTC_USDC', '60000.00', '60010.00');
});
afterAll(() => world?.stop());

type Told = Record<string, unknown> & { type: string; orderId?: string; orders?: ToldOrder[] };
type ToldOrder = Record<string, string> & { orderId: string };

/** What a client believes to be open that was told these. */
function open(told: readonly Told[]): string[] {
  const orders = new Set<string>();
  for (const { type, orderId = '', orders: all = [] } of told) {
    if (type === 'snapshot') for (const order of all) orders.add(order.orderId);
    if (type === 'created') expect(orders.has(orderId)).toBe(!orders.add(orderId));
    if (type === 'closed') expect(orders.delete(orderId)).toBe(true);
  }
  return [...orders].sort();
}

/** What the engine itself has open of a user. */
function openAtEngine(userId: string): string[] {
  const orders = new Set<string>();
  const events = world.engine.events.filter((event) => 'userId' in event && event.userId === userId);
  for (const event of events as Extract<JsonEvent, { type: 'created' | 'closed' }>[]) {
    if (event.type === 'created') orders.add(event.orderId);
    if (event.type === 'closed') orders.delete(event.orderId);
  }
  return [...orders].sort();
}

const millionths = (amount: unknown) => BigInt(String(amount).replace('.', ''));

/** Each order's value is of the moment of the account's: together they are what it has won or lost. */
function expectOnePrice({ unrealizedPnl, orders = [] }: Told): void {
  const sum = orders.reduce((total, order) => total + millionths(order.unrealizedPnl), 0n);
  expect(sum).toBe(millionths(unrealizedPnl));
  expect(new Set(orders.map(({ side, currentPrice }) => `${side} ${currentPrice}`)).size).toBe(2);
}

test('hundreds of orders that open and close meanwhile are told as of one moment and its prices, and nothing is told twice', async () => {
  const user = await world.newUser();
  const ids: string[] = [];
  const openOne = (number: number) => world.log.open(user, 'BTC_USDC', number % 2 === 0 ? 'buy' : 'sell', '0.001');
  for (let count = 0; count < 330; count += 1) ids.push(await openOne(count));
  const clients = await Promise.all([1, 2, 3].map(() => world.connectAs(user)));
  let isOver = false;
  const trade = async () => {
    for (let at = 0; !isOver; at = (at + 7) % ids.length) {
      await world.log.close(user, ids[at] ?? '');
      ids[at] = await openOne(at);
      await world.log.tick('BTC_USDC', `${60_000 + at}.00`, `${60_010 + at}.00`);
    }
  };
  const trading = trade();
  for (let round = 0; round < 5; round += 1)
    for (const client of clients) {
      await client.subscribe('account');
      if (round < 4) await client.ask({ method: 'UNSUBSCRIBE', params: ['account'] });
    }
  isOver = true;
  await trading;
  const last = await world.log.open(user, 'BTC_USDC', 'buy', '0.001');
  for (const client of clients) {
    await client.next(({ data }) => data?.type === 'created' && data.orderId === last);
    const told = client.accountEvents() as Told[];
    for (const event of told) if (event.type === 'snapshot') expectOnePrice(event);
    const from = told.findLastIndex(({ type }) => type === 'snapshot');
    expect(told[from]?.orders?.length).toBeGreaterThan(300);
    expect(open(told.slice(from))).toEqual(openAtEngine(user));
  }
});

test('an account that is being read when events are trimmed is told once, with what they did', async () => {
  const user = await world.newUser();
  const client = await world.connectAs(user);
  await expect.poll(() => world.engine.events.some((event) => 'userId' in event && event.userId === user)).toBe(true);
  world.engine.hold();
  const orders = [await world.log.open(user, 'BTC_USDC', 'buy')];
  const subscribed = client.subscribe('account');
  // The engine has answered, and the result before its answer has not come yet.
  const waitsForResult = async () => [
    await world.metric('ws_waiting_requests'),
    await world.metric('ws_unanswered_commands'),
  ];
  await expect.poll(waitsForResult).toEqual([1, 0]);
  orders.push(await world.log.open(user, 'BTC_USDC', 'sell'));
  await world.engine.releaseTrimmed(2);
  expect(await subscribed).toMatchObject({ result: null });
  const later = await world.log.open(user, 'BTC_USDC', 'buy');
  await client.next(({ data }) => data?.type === 'created' && data.orderId === later);
  expect(client.accountEvents()).toMatchObject([
    { type: 'snapshot', orders: orders.map((orderId) => ({ orderId })) },
    { type: 'created', orderId: later },
  ]);
});

test('answers stand neither in callback-stream nor anywhere else', async () => {
  const client = await world.connectAs(await world.newUser());
  await client.subscribe('account');
  const entries = (await world.log.redis.xrange('callback-stream:{0}', '-', '+')) as [string, string[]][];
  expect(entries.filter(([, fields]) => fields.join().includes('"account"'))).toEqual([]);
});

test('a feed that has only just started knows that it has missed nothing, though nothing happens any more', async () => {
  const user = await world.newUser();
  const order = await world.log.open(user, 'BTC_USDC', 'buy');
  const known = () => world.engine.events.some((event) => event.type === 'created' && event.orderId === order);
  await expect.poll(known).toBe(true);
  const { port } = await world.startAnother();
  const client = await world.connect({ headers: cookieOf(user) }, '', port);
  await client.subscribe('account');
  expect(client.accountEvents()[0]?.orders).toMatchObject([{ orderId: order }]);
});

test('an account that does not exist is refused in the words of the engine', async () => {
  const client = await world.connectAs('99999999-9999-4999-8999-999999999999');
  expect((await client.subscribe('account')).error).toMatchObject({ code: 'unavailable' });
});
