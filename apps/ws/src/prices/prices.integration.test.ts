import { afterAll, beforeAll, expect, test } from 'vitest';
import { startWorld, type World } from '../testing/test-world.ts';

let world: World;
beforeAll(async () => {
  world = await startWorld();
  await world.log.tick('BTC_USDC', '61800.10', '61800.20', '1732000000123456');
});
afterAll(() => world?.stop());

const millis = (id: string) => Number(id.split('-')[0]);

test('a subscriber gets the latest tick at once and each later one, in the letters of the venues', async () => {
  const first = await world.log.tick('SOL_USDC', '150.10', '150.20', '1732000000123456');
  const watcher = await world.connect();
  await expect.poll(() => watcher.subscribe('bookTicker.SOL_USDC')).toMatchObject({ result: null });
  const latest = await watcher.next(({ stream }) => stream === 'bookTicker.SOL_USDC');
  expect(latest).toEqual({
    stream: 'bookTicker.SOL_USDC',
    data: {
      e: 'bookTicker',
      E: millis(first) * 1_000,
      s: 'SOL_USDC',
      b: '150.10',
      B: '1.5',
      a: '150.20',
      A: '2.5',
      u: expect.any(Number),
      T: 1_732_000_000_123_456,
    },
  });
  const second = await world.log.tick('SOL_USDC', '150.30', '150.40');
  const next = await watcher.next(({ stream }) => stream === 'bookTicker.SOL_USDC');
  expect(next.data).toMatchObject({ b: '150.30', a: '150.40', E: millis(second) * 1_000, T: millis(second) * 1_000 });
  expect(next.data?.u).toBeGreaterThan(Number(latest.data?.u));
});

test('subscribing again changes nothing, and after UNSUBSCRIBE no tick comes', async () => {
  const client = await world.connect();
  const tickers = () => client.data('bookTicker.BTC_USDC').length;
  await client.subscribe('bookTicker.BTC_USDC', 'bookTicker.BTC_USDC');
  await client.next(({ stream }) => stream === 'bookTicker.BTC_USDC');
  await client.subscribe('bookTicker.BTC_USDC');
  expect(tickers()).toBe(1);
  expect(await client.ask({ method: 'UNSUBSCRIBE', params: ['bookTicker.BTC_USDC'] })).toMatchObject({ result: null });
  const other = await world.connect();
  await other.subscribe('bookTicker.BTC_USDC');
  await world.log.tick('BTC_USDC', '61801.00', '61801.10');
  await other.next(({ data }) => data?.b === '61801.00');
  await client.ask({ method: 'UNSUBSCRIBE', params: ['bookTicker.BTC_USDC'] });
  expect(tickers()).toBe(1);
});

test('a request with an unknown stream changes nothing, not even for the streams that exist', async () => {
  const client = await world.connect();
  for (const name of ['bookTicker.NO_SUCH', 'trades.BTC_USDC', 'bookTicker.', '']) {
    const answer = await client.subscribe('bookTicker.BTC_USDC', name);
    expect(answer.error?.code).toBe('unknown_stream');
  }
  expect(client.data('bookTicker.BTC_USDC')).toHaveLength(0);
  await client.subscribe('bookTicker.BTC_USDC');
  await client.next(({ stream }) => stream === 'bookTicker.BTC_USDC');
  expect(client.data('bookTicker.BTC_USDC')).toHaveLength(1);
});

test('an asset is known from its instrument-set event on, before its first tick', async () => {
  await world.log.instrument('ETH_USDC');
  const client = await world.connect();
  await expect.poll(async () => (await client.subscribe('bookTicker.ETH_USDC')).result).toBeNull();
  await world.log.tick('ETH_USDC', '3000.00', '3000.10');
  expect((await client.next(({ stream }) => stream === 'bookTicker.ETH_USDC')).data).toMatchObject({ b: '3000.00' });
});

test('a feed that starts later knows the latest ticks from the stream', async () => {
  await world.log.tick('XRP_USDC', '0.50', '0.51');
  const later = await world.startAnother();
  const client = await world.connect({}, '/ws', later.port);
  expect(await client.subscribe('bookTicker.XRP_USDC')).toMatchObject({ result: null });
  expect((await client.next(({ stream }) => stream !== undefined)).data).toMatchObject({ b: '0.50', a: '0.51' });
});

test('an entry that is no tick is counted and passed over', async () => {
  await world.log.redis.xadd('price-stream:{0}', '*', 'asset', 'BTC_USDC', 'bid', 'rubbish');
  const client = await world.connect();
  await client.subscribe('bookTicker.BTC_USDC');
  await world.log.tick('BTC_USDC', '61900.00', '61900.10');
  await client.next(({ data }) => data?.b === '61900.00');
  expect(await world.metric('ws_invalid_ticks_total')).toBe(1);
  expect(world.failures).toEqual([]);
});

test('whoever follows the market is told of settings, and of prices that are held and released', async () => {
  const [client, other] = [await world.connect(), await world.connect()];
  expect(await client.subscribe('market', 'market')).toMatchObject({ result: null });
  const limits = { minQuantity: '0.001', maxQuantity: '1000.000', maxLeverage: 100, maxQuoteAgeMs: 3_600_000 };
  const settings = { asset: 'ADA', priceDecimals: 2, quantityDecimals: 3, ...limits, maxJumpBps: 500 };
  await world.log.command('set-instrument', { requestId: 'mine', ...settings });
  for (const price of ['100.00', '200.00', '201.00', '400.00', '201.00'])
    await world.log.command('price-update', { asset: 'ADA', bid: price, ask: price, source: 'local' });
  await client.next(({ data }) => data?.outcome === 'dropped');
  const price = (text: string) => ({
    asset: 'ADA',
    bid: text,
    ask: text,
    source: 'local',
    heldSince: expect.any(Number),
  });
  expect(client.data('market')).toEqual([
    { type: 'instrument-set', ...settings },
    { type: 'price-held', ...price('200.00') },
    { type: 'price-released', ...price('200.00'), outcome: 'confirmed' },
    { type: 'price-held', ...price('400.00') },
    { type: 'price-released', ...price('400.00'), outcome: 'dropped' },
  ]);
  expect(other.data('market')).toEqual([]);
  expect(await client.ask({ method: 'UNSUBSCRIBE', params: ['market'] })).toMatchObject({ result: null });
});

const guarded = (asset: string) => ({
  ...{ asset, priceDecimals: 2, quantityDecimals: 3, minQuantity: '0.001', maxQuantity: '1000.000' },
  ...{ maxLeverage: 100, maxQuoteAgeMs: 3_600_000, maxJumpBps: 500 },
});

test('the live profit stays where it was while a price is held, and follows it once it is confirmed', async () => {
  await world.log.command('set-instrument', guarded('DOT'));
  await world.log.instrument('LTC');
  const at = async (asset: string, price: string) => world.log.tick(asset, price, price);
  for (const asset of ['DOT', 'LTC']) await at(asset, '100.00');
  const user = await world.newUser();
  const client = await world.connectAs(user);
  await client.subscribe('account', 'market');
  const [dot, ltc] = [await world.log.open(user, 'DOT', 'buy'), await world.log.open(user, 'LTC', 'buy')];
  await client.next(({ data }) => data?.type === 'created' && data.orderId === ltc);
  /** What both stand at once the second one is at this price. */
  const profits = async (price: string) => {
    await at('LTC', price);
    const orders = ({ data }: { data?: object | undefined }) => (data as { orders?: object[] } | undefined)?.orders;
    const fits = (order: object) => 'currentPrice' in order && order.currentPrice === price;
    const { data } = await client.next((message) => orders(message)?.some(fits) === true);
    return data?.orders;
  };
  const isTold = (what: string) =>
    expect.poll(() => client.data('market').some(({ type }) => type === what)).toBe(true);
  await at('DOT', '103.00');
  const before = { orderId: dot, currentPrice: '103.00', unrealizedPnl: '3.000000' };
  expect(await profits('101.00')).toContainEqual(before);
  await at('DOT', '200.00');
  expect(await profits('102.00')).toContainEqual(before);
  await isTold('price-held');
  expect(await profits('103.00')).toContainEqual(before);
  await at('DOT', '201.00');
  await isTold('price-released');
  expect(await profits('104.00')).toContainEqual({ ...before, currentPrice: '201.00', unrealizedPnl: '101.000000' });
  expect(JSON.stringify(client.data('account'))).not.toContain('"200.00"');
});

test('whoever comes to the market while a price is held is told so first', async () => {
  await world.log.command('set-instrument', guarded('UNI'));
  const client = await world.connect();
  await client.subscribe('market');
  for (const price of ['100.00', '200.00']) await world.log.tick('UNI', price, price);
  const held = await client.next(({ data }) => data?.type === 'price-held' && data.asset === 'UNI');
  const later = await world.connect();
  await later.subscribe('market');
  await later.subscribe('market');
  await world.log.tick('UNI', '101.00', '101.00');
  const released = await later.next(({ data }) => data?.type === 'price-released');
  expect(later.data('market')).toEqual([held.data, released.data]);
  const latest = await world.connect();
  await latest.subscribe('market');
  expect(latest.data('market')).toEqual([]);
});
