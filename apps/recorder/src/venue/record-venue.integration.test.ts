import { setTimeout as sleep } from 'node:timers/promises';
import { moveCheckpoint, readVenueCandles, type TimeSpan } from '@fulcrum/db';
import type { LogId } from '@fulcrum/log';
import { trimBefore } from '@fulcrum/streams';
import { expect, it } from 'vitest';
import { KEYS, until } from '../testing/test-support.ts';
import { useRecorderWorld } from '../testing/use-recorder-world.ts';
import { ADA, BEN, MARKET, START, VenueFlow } from '../testing/venue-flow.ts';

const world = useRecorderWorld();

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
/** The hour in which the market begins to trade. */
const HOUR_START = START - (START % HOUR);

async function begun(): Promise<VenueFlow> {
  const flow = new VenueFlow(world().redis);
  await flow.begin();
  return flow;
}

const recorded = (flow: VenueFlow) => world().untilRecorded(flow.published.at(-1)?.id as LogId, 'venue-recorder');

const spans = (from: number, to: number, step: number): TimeSpan[] =>
  Array.from({ length: (to - from) / step }, (_, index) => ({
    ...{ start: from + index * step, end: from + (index + 1) * step },
  }));

async function candles(from: number, to: number, step: number) {
  const read = await readVenueCandles(world().db, 0, MARKET, spans(from, to, step));
  return read.map(({ start, open, high, low, close, volume, quoteVolume, trades, source }) => ({
    ...{ start: Number(start), source, trades: Number(trades) },
    prices: [open, high, low, close].map(Number),
    volumes: [Number(volume), Number(quoteVolume)],
  }));
}

async function trades() {
  return world().db.venueTrade.findMany({ orderBy: { id: 'asc' } });
}

const orders = () => world().db.venuePastOrder.findMany({ orderBy: { orderId: 'asc' } });

it('has each trade and order with its outcome, and candles of them', async () => {
  const life = world().venue();
  const flow = await begun();
  const maker = await flow.place(`${START}-0`, ADA, 'sell', '2000.00', '1.5', { clientId: 7 });
  const taker = await flow.place(`${START + 500}-0`, BEN, 'buy', '2010', '0.5');
  await recorded(flow);
  await flow.place(`${START + MINUTE}-0`, ADA, 'sell', '1990', '0.1');
  await flow.place(`${START + MINUTE}-1`, BEN, 'buy', '2000', '0.2');
  await flow.send(`${START + MINUTE}-2`, 'cancel-order', { userId: ADA, market: MARKET, orderId: maker });
  const last = await flow.place(`${START + MINUTE}-3`, BEN, 'buy', '5', '1', { postOnly: true });
  await recorded(flow);
  expect(await trades()).toMatchObject([
    {
      ...{ market: MARKET, tradeId: 1n, price: 200_000n, quantity: 5_000n, quoteQuantity: 1_000_000_000n },
      ...{ takerSide: 'buy', takerOrderId: BigInt(taker), takerUserId: BEN, takerFee: 500_000n, takerClientId: null },
      ...{ makerOrderId: BigInt(maker), makerUserId: ADA, makerFee: 200_000n, makerClientId: 7n },
      tradedAt: BigInt(START + 500),
    },
    { tradeId: 2n, price: 199_000n, quantity: 1_000n },
    { tradeId: 3n, price: 200_000n, quantity: 1_000n },
  ]);
  const common = { selfTradePrevention: 'reject_taker', orderType: 'limit', timeInForce: 'GTC' };
  expect(await orders()).toMatchObject([
    {
      ...{ ...common, orderId: BigInt(maker), userId: ADA, clientId: 7n, side: 'sell', price: 200_000n },
      ...{ quantity: 15_000n, executed: 6_000n, status: 'cancelled', reason: 'requested', placedAt: BigInt(START) },
    },
    { orderId: BigInt(taker), userId: BEN, executed: 5_000n, executedQuote: 1_000_000_000n, status: 'filled' },
    { userId: ADA, executed: 1_000n, status: 'filled' },
    { userId: BEN, executed: 2_000n, executedQuote: 399_000_000n, status: 'filled' },
    { ...common, orderId: BigInt(last), executed: 0n, status: null, endedAt: null, postOnly: true },
  ]);
  const first = { start: START, prices: [200_000, 200_000, 200_000, 200_000], volumes: [5_000, 1_000_000_000] };
  const second = { start: START + MINUTE, prices: [199_000, 200_000, 199_000, 200_000], volumes: [2_000, 399_000_000] };
  expect(await candles(START, START + 3 * MINUTE, MINUTE)).toEqual([
    { ...first, source: null, trades: 1 },
    { ...second, source: null, trades: 2 },
  ]);
  expect(await candles(HOUR_START, HOUR_START + HOUR, HOUR)).toMatchObject([
    { source: null, trades: 3, prices: [200_000, 200_000, 199_000, 200_000], volumes: [7_000, 1_399_000_000] },
  ]);
  expect([...life.errors, ...life.warnings]).toEqual([]);
});

it('makes up a past once, which leads to the first trade and is marked', async () => {
  const life = world().venue();
  const flow = await begun();
  await flow.place(`${START + 7 * MINUTE + 1}-0`, ADA, 'sell', '2000.00', '1');
  await flow.place(`${START + 7 * MINUTE + 2}-0`, BEN, 'buy', '2000', '0.5');
  await recorded(flow);
  await life.stop();
  const present = START + 7 * MINUTE;
  const [minutes, hours] = [
    await candles(present - 3 * 24 * HOUR - HOUR, present + MINUTE, MINUTE),
    await candles(HOUR_START - 1_001 * HOUR, HOUR_START + HOUR, HOUR),
  ];
  expect([minutes.length, hours.length]).toEqual([3 * 24 * 60 + 1, 1_001]);
  for (const series of [minutes, hours]) {
    const own = series.pop();
    expect(own).toMatchObject({ source: null, trades: 1, prices: [200_000, 200_000, 200_000, 200_000] });
    let next = 200_000;
    for (const { source, trades, volumes, prices } of series.toReversed()) {
      const [open = 0, high = 0, low = 0, close = 0] = prices;
      expect({ source, trades, volumes }).toEqual({ source: 'made-up', trades: 0, volumes: [0, 0] });
      expect(Math.abs(close - next)).toBeLessThanOrEqual(1);
      expect(low <= Math.min(open, close) && high >= Math.max(open, close)).toBe(true);
      next = open;
    }
  }
  // A longer candle of both says so.
  const [day] = await candles(START - (START % (24 * HOUR)), START - (START % (24 * HOUR)) + 24 * HOUR, 24 * HOUR);
  expect(day).toMatchObject({ source: 'made-up', trades: 1 });
  await world().db.$executeRaw`delete from "VenueCandle" where "source" is not null and "seconds" = 60`;
  world().venue();
  await flow.place(`${START + 8 * MINUTE}-0`, BEN, 'buy', '2000', '0.1');
  await recorded(flow);
  expect(await candles(present - 5 * MINUTE, present, MINUTE)).toEqual([]);
});

/** A thousand orders, of which half take. */
async function trade(flow: VenueFlow, from: number, to: number): Promise<void> {
  for (let order = from; order < to; order += 1) {
    const id = `${START + 100 * order}-0`;
    if (order % 2 === 0) await flow.place(id, ADA, 'sell', `${2_000 + (order % 7)}`, '0.2');
    else await flow.place(id, BEN, 'buy', '2100', order % 5 === 0 ? '0.3' : '0.1');
  }
}

async function expectWhole(flow: VenueFlow): Promise<void> {
  const fills = flow.published.flatMap(({ events }) => events).filter((event) => event.type === 'fill');
  const read = await trades();
  expect(read.map(({ tradeId, price }) => [Number(tradeId), Number(price)])).toEqual(
    fills.map(({ tradeId, price }) => [tradeId, 100 * Number(price)]),
  );
  const volume = read.reduce((sum, { quantity }) => sum + Number(quantity), 0);
  const to = START + 59 * MINUTE;
  for (const series of [await candles(START, to, MINUTE), await candles(HOUR_START, HOUR_START + HOUR, HOUR)]) {
    expect(series.reduce((sum, { volumes }) => sum + Number(volumes[0]), 0)).toBe(volume);
    expect(series.reduce((sum, { trades }) => sum + trades, 0)).toBe(read.length);
  }
  const ended = flow.published.flatMap(({ events }) => events).filter((event) => event.type === 'order-ended');
  const over = (await orders()).filter(({ status }) => status !== null);
  expect(new Map(over.map(({ orderId, executed }) => [String(orderId), Number(executed)]))).toEqual(
    new Map(ended.map(({ orderId, executed }) => [orderId, 10_000 * Number(executed)])),
  );
}

it('is complete and has nothing twice when the recorder is killed again and again', async () => {
  const flow = await begun();
  for (let lives = 0; lives < 8; lives += 1) {
    const before = await world().checkpoint('venue-recorder');
    // Each life has orders of its own to record: it may catch up with those of the lives before.
    const trading = trade(flow, 125 * lives, 125 * (lives + 1));
    const life = world().venue();
    await until(
      async () => (await world().checkpoint('venue-recorder')) !== before,
      () => 'the history of the order book does not go on',
    );
    await life.stop();
    await trading;
  }
  await trade(flow, 1_000, 1_020);
  world().venue();
  await recorded(flow);
  await expectWhole(flow);
});

it('has nothing twice with two recorders, nor when its checkpoint is set back', async () => {
  const flow = await begun();
  const lives = [world().venue(), world().venue()];
  await trade(flow, 0, 200);
  await recorded(flow);
  await expectWhole(flow);
  for (const life of lives) await life.stop();
  const back = flow.published[50]?.id as LogId;
  await moveCheckpoint(world().db, 0, 'venue-recorder', flow.published.at(-1)?.id as LogId, back);
  world().venue();
  await trade(flow, 200, 210);
  await recorded(flow);
  await expectWhole(flow);
});

it('forgets what was lost behind the snapshot of the venue, and has what was made instead', async () => {
  const flow = await begun();
  const life = world().venue();
  const maker = await flow.place(`${START}-0`, ADA, 'sell', '2000', '1');
  await flow.place(`${START + 1}-0`, BEN, 'buy', '2000', '0.4');
  const snapshot = `${START + 1}-0`;
  await recorded(flow);
  const kept = flow.published.length;
  await flow.place(`${START + MINUTE}-0`, BEN, 'buy', '2000', '0.6');
  await recorded(flow);
  expect((await orders()).map(({ status }) => status)).toEqual(['filled', 'filled', 'filled']);
  await moveCheckpoint(world().db, 0, 'venue', '0-0', snapshot);
  // The stream is lost, and the venue goes on from its snapshot.
  await world().redis.del(KEYS.ofVenue.output);
  const other = new VenueFlow(world().redis);
  await other.begin();
  await other.place(`${START}-0`, ADA, 'sell', '2000', '1');
  await other.place(`${START + 1}-0`, BEN, 'buy', '2000', '0.4');
  expect(other.published).toEqual(flow.published.slice(0, kept));
  await other.place(`${START + 2 * MINUTE}-0`, BEN, 'buy', '3', '1');
  await until(
    async () => (await orders()).length === 3 && (await trades()).length === 1,
    () => 'the history is not written again',
  );
  expect(life.errors.length).toBeGreaterThan(0);
  const [first] = await orders();
  expect(first).toMatchObject({ orderId: BigInt(maker), status: null, executed: 4_000n, endedAt: null });
  expect(await candles(START, START + 3 * MINUTE, MINUTE)).toMatchObject([{ start: START, trades: 1 }]);
});

it('says so when results were trimmed that it has not got, and goes on', async () => {
  const flow = await begun();
  let life = world().venue();
  await flow.place(`${START}-0`, ADA, 'sell', '2000', '1');
  await recorded(flow);
  await life.stop();
  await flow.place(`${START + 1}-0`, BEN, 'buy', '2000', '0.4');
  await flow.place(`${START + 2}-0`, BEN, 'buy', '2000', '0.1');
  await trimBefore(world().redis, KEYS.ofVenue.output, flow.published.at(-1)?.id as LogId);
  life = world().venue();
  await recorded(flow);
  expect(life.errors).toEqual([expect.stringContaining('THE HISTORY OF THE ORDER BOOK HAS A HOLE')]);
  expect((await trades()).map(({ tradeId }) => tradeId)).toEqual([2n]);
});

it('waits without a word where no venue runs, and begins when one does', async () => {
  const life = world().venue();
  await sleep(300);
  expect([life.waits.reason, ...life.errors, ...life.warnings, ...life.faults]).toEqual([undefined]);
  const flow = await begun();
  await flow.place(`${START}-0`, ADA, 'sell', '2000', '1');
  await recorded(flow);
  expect(await orders()).toHaveLength(1);
  expect([...life.errors, ...life.warnings]).toEqual([]);
});
