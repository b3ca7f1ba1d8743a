import { readCheckpoint } from '@fulcrum/db';
import { connectRedis, type Redis, streamKeys, trimBefore, whenReady } from '@fulcrum/streams';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Ccxt } from './testing/ccxt.ts';
import { ask, ccxtAt, type Trader, VenueWorld } from './testing/venue-world.ts';

const ETH = 'ETH/USDC';
const { input } = streamKeys().ofVenue;

let world: VenueWorld;
let redis: Redis;

beforeAll(async () => {
  world = await VenueWorld.start();
  redis = connectRedis(world.devstack.redis.url, () => {});
  await whenReady(redis, AbortSignal.timeout(10_000));
});
afterAll(async () => {
  redis.disconnect();
  await world.stop();
});

async function at(url: string, trader: Trader): Promise<Ccxt> {
  const ccxt = await ccxtAt(url, trader);
  await ccxt.loadMarkets();
  return ccxt;
}

async function seen(url: string, traders: readonly Trader[]) {
  const { body } = await ask(url, 'GET', '/api/v1/depth?symbol=ETH_USDC');
  const { timestamp: _, ...depth } = body as Record<string, unknown>;
  const accounts = await Promise.all(
    traders.map(async (trader) => {
      const ccxt = await at(url, trader);
      return { balance: await ccxt.fetchBalance(), orders: (await ccxt.fetchOpenOrders()).map(({ info }) => info) };
    }),
  );
  return { depth, accounts };
}

test('the venue goes on from its snapshot as it was, and two processes side by side are of one mind', async () => {
  const [one, other] = [await world.venue(), await world.venue()];
  const traders = [await world.trader(one.url), await world.trader(one.url)];
  const [ada, ben] = await Promise.all(traders.map((trader) => at(one.url, trader)));
  const maker = await ada?.createOrder(ETH, 'limit', 'sell', 1, 2_000, { clientOrderId: 5 });
  await ben?.createOrder(ETH, 'limit', 'buy', 0.4, 2_100);
  await ben?.createOrder(ETH, 'limit', 'buy', 0.1, 1_900);
  await world.passSnapshotPoint();
  await ben?.createOrder(ETH, 'limit', 'buy', 0.2, 2_000);
  await ben?.createOrder(ETH, 'limit', 'buy', 0.3, 1_901);
  const expected = await seen(one.url, traders);
  expect(expected.depth).toMatchObject({
    bids: [
      ['1900.00', '0.1000'],
      ['1901.00', '0.3000'],
    ],
    asks: [['2000.00', '0.4000']],
  });
  await expect.poll(() => seen(other.url, traders)).toEqual(expected);
  await one.stop();
  // The other one trades on.
  await (await at(other.url, traders[1] as Trader)).createOrder(ETH, 'limit', 'buy', 0.1, 2_000);
  const last = await seen(other.url, traders);
  await other.stop();
  // What the snapshot holds is not in the log any more.
  await trimBefore(redis, input, await readCheckpoint(world.db, 0, 'venue'));
  const next = await world.venue();
  expect(await seen(next.url, traders)).toEqual(last);
  const cancelled = await (await at(next.url, traders[0] as Trader)).cancelOrder(maker?.id ?? '', ETH);
  expect(cancelled).toMatchObject({ status: 'canceled', filled: 0.7, clientOrderId: '5' });
  await world.passSnapshotPoint();
});
