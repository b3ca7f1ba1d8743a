import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { connectDatabase } from '@fulcrum/db';
import { freshFolder, removeFolder, startMigratedPostgres } from '@fulcrum/devstack';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startWorld, type World } from './testing/test-world.ts';

let world: World;
beforeAll(async () => {
  world = await startWorld();
  await world.log.instrument('BTC_USDC');
  await world.log.tick('BTC_USDC', '60000.00', '60010.00');
});
afterAll(() => world?.stop());

test('events that were trimmed before they could be read are made up for by a new snapshot', async () => {
  const user = await world.newUser();
  const client = await world.connectAs(user);
  await client.subscribe('account');
  world.engine.hold();
  const orders = [await world.log.open(user, 'BTC_USDC', 'buy'), await world.log.open(user, 'BTC_USDC', 'sell')];
  await world.engine.releaseTrimmed(2);
  const again = await client.next(
    ({ data }) => data?.type === 'snapshot' && JSON.stringify(data).includes(orders[0] ?? ''),
  );
  expect(again.data?.orders).toMatchObject(orders.map((orderId) => ({ orderId })));
  const later = await world.log.open(user, 'BTC_USDC', 'buy');
  await client.next(({ data }) => data?.type === 'created' && data.orderId === later);
  expect(client.accountEvents().map(({ type }) => type)).toEqual(['snapshot', 'snapshot', 'created']);
});

test('prices go on when those that a reader has not seen were trimmed', async () => {
  const client = await world.connect();
  await client.subscribe('bookTicker.BTC_USDC');
  const tick = [
    'bid',
    '61000',
    'bidQuantity',
    '1',
    'ask',
    '61001',
    'askQuantity',
    '1',
    'exchangeTime',
    '',
    'source',
    'x',
  ];
  const transaction = world.log.redis.multi();
  transaction.call('XTRIM', 'price-stream:{0}', 'MAXLEN', '=', 0);
  for (let count = 0; count < 3; count += 1)
    transaction.call('XADD', 'price-stream:{0}', '*', 'asset', 'BTC_USDC', ...tick);
  await transaction.exec();
  await client.next(({ data }) => data?.b === '61000');
  await world.log.tick('BTC_USDC', '62000.00', '62010.00');
  await client.next(({ data }) => data?.b === '62000.00');
});

test.each(['callback-stream:{0}', 'price-stream:{0}'])('%s that was emptied is one gap', async (key) => {
  const user = await world.newUser();
  const client = await world.connectAs(user);
  const { redis } = world.log;
  // Each time that a reader begins, it asks for the stream's end.
  const begun = async () => Number(/cmdstat_xrevrange:calls=(\d+)/.exec(await redis.info('commandstats'))?.[1] ?? 0);
  const before = await begun();
  await redis.xtrim(key, 'MAXLEN', 0);
  await expect.poll(begun).toBe(before + 1);
  // Longer than two reads block: the feed looks for gaps meanwhile.
  await sleep(4_000);
  expect(await begun()).toBe(before + 1);
  await client.subscribe('account', 'bookTicker.BTC_USDC');
  await client.next(({ data }) => data?.type === 'snapshot');
  const order = await world.log.open(user, 'BTC_USDC', 'buy');
  await client.next(({ data }) => data?.type === 'created' && data.orderId === order);
  await world.log.tick('BTC_USDC', '63000.00', '63010.00');
  await client.next(({ data }) => data?.b === '63000.00');
});

test('clients stay connected while Redis is away, and then nothing was missed', async () => {
  const user = await world.newUser();
  const client = await world.connectAs(user);
  await client.subscribe('account', 'bookTicker.BTC_USDC');
  const before = await world.log.open(user, 'BTC_USDC', 'buy');
  await client.next(({ data }) => data?.orderId === before);

  const reasons: (string | undefined)[] = [];
  const watch = setInterval(() => reasons.push(world.feed.notReady()), 5);
  await world.redis.restart();
  await expect.poll(() => world.feed.notReady()).toBeUndefined();
  clearInterval(watch);
  expect(reasons).toContain('Redis is not connected');

  await world.log.tick('BTC_USDC', '63000.00', '63010.00');
  await client.next(({ data }) => data?.b === '63000.00');
  const after = await world.log.open(user, 'BTC_USDC', 'sell', '1', randomUUID());
  await client.next(({ data }) => data?.type === 'created' && data.orderId === after);
  expect(client.accountEvents().map(({ type, orderId }) => [type, orderId])).toEqual([
    ['snapshot', undefined],
    ['created', before],
    ['created', after],
  ]);
  expect(world.failures).toEqual([]);
});

test('a callback entry that makes no sense is left out, and nobody is disconnected', async () => {
  const user = await world.newUser();
  const client = await world.connectAs(user);
  await client.subscribe('account');
  for (const events of ['no JSON', '{}', '[{"type":"created"}]'])
    await world.log.redis.xadd('callback-stream:{0}', '*', 'events', events);
  // The engine's next result needs a greater id than the entries above: one of a later millisecond.
  await sleep(10);
  const order = await world.log.open(user, 'BTC_USDC', 'buy');
  await client.next(({ data }) => data?.type === 'created' && data.orderId === order);
  expect(world.failures).toEqual([]);
});

test('a feed that starts anew knows assets without a tick and held prices, and after a gap those of the gap', async () => {
  const directory = await freshFolder();
  const postgres = await startMigratedPostgres({ directory });
  const db = connectDatabase(postgres.url, 1);
  try {
    const limits = { minQuantity: 1, maxQuantity: 2, maxLeverage: 10, maxQuoteAgeMs: 1_000 };
    const row = (asset: string) => ({ asset, priceDecimals: 2, quantityDecimals: 3, ...limits });
    await db.instrument.create({ data: row('QUIET') });
    await db.heldTick.create({ data: { asset: 'QUIET', bid: '7', ask: '8', heldSince: 5, source: 'local' } });
    const { port } = await world.startWithDatabase(postgres.url);
    const client = await world.connect({}, '', port);
    expect(await client.subscribe('bookTicker.QUIET')).toMatchObject({ result: null });
    expect((await client.subscribe('bookTicker.LATE')).error?.code).toBe('unknown_stream');
    await client.subscribe('market');
    // As a snapshot has it that was written after the gap; its result is gone.
    await db.instrument.create({ data: row('LATE') });
    await db.heldTick.deleteMany();
    await db.heldTick.create({ data: { asset: 'LATE', bid: '3', ask: '4', heldSince: 6 } });
    const [user, before] = [await world.newUser(), world.failures.length];
    world.engine.hold();
    for (const side of ['buy', 'sell'] as const) await world.log.open(user, 'BTC_USDC', side);
    await world.engine.releaseTrimmed(2);
    const knows = async () => (await client.subscribe('bookTicker.LATE')).error?.code;
    await expect.poll(knows, { interval: 100 }).toBeUndefined();
    const quiet = { asset: 'QUIET', bid: '7.00', ask: '8.00', source: 'local', heldSince: 5 };
    await client.next(({ data }) => data?.type === 'price-released');
    expect(client.data('market')).toMatchObject([
      { type: 'price-held', ...quiet },
      { type: 'instrument-set', asset: 'LATE' },
      { type: 'price-held', asset: 'LATE', bid: '3.00', ask: '4.00', source: null, heldSince: 6 },
      { type: 'price-released', ...quiet, outcome: 'dropped' },
    ]);
    // Once it runs it does without PostgreSQL.
    await postgres.kill();
    await world.log.tick('BTC_USDC', '62000.00', '62010.00');
    expect(await client.subscribe('bookTicker.BTC_USDC')).toMatchObject({ result: null });
    expect(world.failures.length).toBe(before);
  } finally {
    await db.$disconnect();
    await postgres.stop();
    removeFolder(directory);
  }
});
