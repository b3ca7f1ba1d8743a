import type { JsonEvent } from '@fulcrum/protocol';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { z } from 'zod';
import type { TestClient } from '../testing/test-client.ts';
import { startWorld, type World } from '../testing/test-world.ts';

let world: World;
beforeAll(async () => {
  world = await startWorld();
  await world.log.instrument('BTC_USDC');
  await world.log.instrument('SOL_USDC', 4, 0);
  await world.log.tick('BTC_USDC', '60000.00', '60010.00');
  await world.log.tick('SOL_USDC', '150.0000', '150.1000');
});
afterAll(() => world?.stop());

const settled = (client: TestClient, orderId: string, type: string) =>
  client.next(({ data }) => data?.type === type && data.orderId === orderId);

const orderIds = (snapshot: Record<string, unknown> | undefined) =>
  z
    .array(z.object({ orderId: z.string() }))
    .parse(snapshot?.orders)
    .map(({ orderId }) => orderId);

/** What the engine said about a user, apart from answers to reads, from the first that fits on. */
function saidOf(userId: string): JsonEvent[] {
  const types = ['account-created', 'created', 'updated', 'closed', 'rejected'];
  return world.engine.events.filter(
    (event) => types.includes(event.type) && 'userId' in event && event.userId === userId,
  );
}

test('a snapshot comes first, then every event of the user, each once and in order', async () => {
  const user = await world.newUser();
  const before = await world.log.open(user, 'BTC_USDC', 'buy', '0.5');
  const client = await world.connectAs(user);
  client.send({ method: 'SUBSCRIBE', params: ['account'], id: 1 });
  // These are in flight at the same time as the snapshot: each is in the snapshot or comes after it, never both.
  const orders = await Promise.all([1, 2, 3, 4, 5].map(() => world.log.open(user, 'SOL_USDC', 'sell', '2')));
  const [first = '', last = ''] = [orders[0], orders.at(-1)];
  await client.next(({ data }) => data?.type === 'snapshot');
  await world.log.command('update-order', { requestId: 'u', orderId: first, userId: user, stopLoss: '200' });
  await world.log.command('create-order', {
    ...{ requestId: 'r', orderId: last, userId: user, asset: 'SOL_USDC' },
    ...{ side: 'buy' as const, quantity: '1', leverage: 10 },
  });
  await world.log.close(user, last);
  await settled(client, last, 'closed');

  expect(client.messages[0]).toEqual({ id: 1, result: null });
  const [snapshot, ...events] = client.accountEvents();
  expect(snapshot).toMatchObject({ type: 'snapshot', userId: user, usedMargin: expect.any(String) });
  expect(snapshot).not.toHaveProperty('requestId');
  const known = orderIds(snapshot);
  expect(known).toContain(before);
  const said = saidOf(user);
  const later = said.slice(said.length - events.length);
  expect(events).toEqual(later);
  const created = events.filter(({ type }) => type === 'created').map(({ orderId }) => orderId);
  expect([...known, ...created]).toEqual([before, ...orders]);
  expect(events.map(({ type }) => type).slice(-3)).toEqual(['updated', 'rejected', 'closed']);
});

test('nobody sees the events, the orders or the balance of somebody else', async () => {
  const [alice, bob] = [await world.newUser(), await world.newUser()];
  const [aliceClient, bobClient] = [await world.connectAs(alice), await world.connectAs(bob)];
  await Promise.all([aliceClient.subscribe('account'), bobClient.subscribe('account')]);
  const ofAlice = await world.log.open(alice, 'BTC_USDC', 'buy');
  await world.log.close(bob, ofAlice);
  const ofBob = await world.log.open(bob, 'BTC_USDC', 'sell');
  await Promise.all([settled(aliceClient, ofAlice, 'created'), settled(bobClient, ofBob, 'created')]);
  await world.log.tick('BTC_USDC', '60001.00', '60011.00');
  for (const [client, own, other] of [
    [aliceClient, alice, bob],
    [bobClient, bob, alice],
  ] as const) {
    await client.next(({ data }) => data?.type === 'pnl');
    const sent = JSON.stringify(client.messages);
    expect(sent).toContain(own);
    expect(sent).not.toContain(other);
  }
  expect(bobClient.accountEvents().map(({ type, code }) => [type, code])).toEqual([
    ['snapshot', undefined],
    ['rejected', 'unknown_order'],
    ['created', undefined],
  ]);
  expect(JSON.stringify(aliceClient.messages)).not.toContain(ofBob);
});

test('each of several connections of a user gets its own snapshot, and then the same events', async () => {
  const user = await world.newUser();
  const first = await world.connectAs(user);
  await first.subscribe('account');
  const one = await world.log.open(user, 'BTC_USDC', 'buy');
  await settled(first, one, 'created');
  const second = await world.connectAs(user);
  await second.subscribe('account');
  const two = await world.log.open(user, 'BTC_USDC', 'sell');
  await Promise.all([settled(first, two, 'created'), settled(second, two, 'created')]);
  expect(first.accountEvents().map(({ type }) => type)).toEqual(['snapshot', 'created', 'created']);
  const [snapshot, ...later] = second.accountEvents();
  expect(snapshot?.orders).toMatchObject([{ orderId: one }]);
  expect(later).toEqual(first.accountEvents().slice(2));
});

test('the figures follow the live price on both sides, and agree with the engine', async () => {
  const user = await world.newUser();
  await world.log.tick('BTC_USDC', '60000.00', '60010.00');
  const client = await world.connectAs(user);
  await client.subscribe('account');
  // A buy of 0.5 opens at 60010.00 with a margin of 3000.50; a sell of 0.25 at 60000.00 with one of 1500.00.
  const buy = await world.log.open(user, 'BTC_USDC', 'buy', '0.5');
  const sell = await world.log.open(user, 'BTC_USDC', 'sell', '0.25');
  await settled(client, sell, 'created');
  await world.log.tick('BTC_USDC', '61000.00', '61020.00');
  const { data } = await client.next(({ data }) => data?.type === 'pnl' && /"61020.00"/.test(JSON.stringify(data)));
  // 0.5 × (61000 - 60010) = 495 for the buy, 0.25 × (60000 - 61020) = -255 for the sell.
  expect(data).toEqual({
    type: 'pnl',
    balance: '995499.500000',
    usedMargin: '4500.500000',
    unrealizedPnl: '240.000000',
    equity: '1000240.000000',
    freeMargin: '995499.500000',
    marginLevel: '22225.08',
    orders: [
      { orderId: buy, currentPrice: '61000.00', unrealizedPnl: '495.000000' },
      { orderId: sell, currentPrice: '61020.00', unrealizedPnl: '-255.000000' },
    ],
  });
  const fresh = await world.connectAs(user);
  await fresh.subscribe('account');
  const [snapshot] = fresh.accountEvents();
  const { type: _type, orders, ...figures } = data as { type: string; orders: object[] };
  expect(snapshot).toMatchObject({ ...figures, orders });
});

test('the figures come at most four times a second, and not at all when nothing changed', async () => {
  const user = await world.newUser();
  const client = await world.connectAs(user);
  const times: number[] = [];
  client.socket.on('message', (data) => {
    if (data.toString().includes('"type":"pnl"')) times.push(performance.now());
  });
  await client.subscribe('account');
  const order = await world.log.open(user, 'BTC_USDC', 'buy');
  await settled(client, order, 'created');
  for (let cents = 0; times.length < 8; cents += 1)
    await world.log.tick('BTC_USDC', `6000${cents % 10}.50`, `6001${cents % 10}.50`);
  const [first = 0, last = 0] = [times[0], times.at(-1)];
  const elapsedMs = last - first;
  expect(times.length - 1).toBeLessThanOrEqual(elapsedMs / 250 + 1);

  await world.log.tick('BTC_USDC', '60123.00', '60124.00');
  await client.next(({ data }) => data?.type === 'pnl' && JSON.stringify(data).includes('"60123.00"'));
  const quiet = times.length;
  // The same price again, a price that the engine ignores, and another asset's are no news.
  await world.log.tick('BTC_USDC', '60123.00', '60124.00');
  await world.log.tick('BTC_USDC', '60123.001', '60124.00');
  await world.log.tick('SOL_USDC', '151.0000', '151.1000');
  await world.log.tick('BTC_USDC', '60123.00', '60124.00');
  const other = await world.newUser();
  const watcher = await world.connectAs(other);
  await watcher.subscribe('account');
  const others = await world.log.open(other, 'SOL_USDC', 'buy');
  await settled(watcher, others, 'created');
  await watcher.next(({ data }) => data?.type === 'pnl');
  expect(times.length).toBe(quiet);
});

test('after UNSUBSCRIBE there is silence, and a new subscription begins with a new snapshot', async () => {
  const user = await world.newUser();
  const client = await world.connectAs(user);
  await client.subscribe('account');
  expect(await client.ask({ method: 'UNSUBSCRIBE', params: ['account'] })).toMatchObject({ result: null });
  const order = await world.log.open(user, 'BTC_USDC', 'buy');
  await client.subscribe('account');
  const later = await world.log.close(user, order).then(() => settled(client, order, 'closed'));
  expect(later.data).toMatchObject({ reason: 'manual' });
  expect(client.accountEvents().map(({ type }) => type)).toEqual(['snapshot', 'snapshot', 'closed']);
  expect(client.accountEvents()[1]?.orders).toMatchObject([{ orderId: order }]);
});

test("answers to other processes' reads are not sent to the user", async () => {
  const user = await world.newUser();
  const client = await world.connectAs(user);
  await client.subscribe('account');
  await world.log.command('get-account', { requestId: 'of the api', userId: user });
  const order = await world.log.open(user, 'BTC_USDC', 'buy');
  await world.log.command('get-order', { requestId: 'of the api', orderId: order, userId: user });
  await world.log.close(user, order);
  await settled(client, order, 'closed');
  expect(client.accountEvents().map(({ type }) => type)).toEqual(['snapshot', 'created', 'closed']);
});
