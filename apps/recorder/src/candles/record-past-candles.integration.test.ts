import { encodePastCandles, type PastCandlesEntry } from '@fulcrum/protocol';
import { expect, it } from 'vitest';
import { KEYS, until } from '../testing/test-support.ts';
import { useRecorderWorld } from '../testing/use-recorder-world.ts';

const world = useRecorderWorld();

const MINUTE = 60_000;

/** Minutes of a venue, by their numbers since 1970, all at one price. */
const minutes = (numbers: readonly number[], price: string, more: Partial<PastCandlesEntry> = {}) =>
  encodePastCandles({
    ...{ asset: 'BTC_USDC', seconds: 60, source: 'backpack', ...more },
    candles: numbers.map((number) => ({
      ...{ start: number * MINUTE, open: price, high: price, low: price, close: price },
    })),
  });

const tell = (id: string, fields: Record<string, string>) =>
  world().redis.xadd(KEYS.pastCandles, id, ...Object.entries(fields).flat());

const tick = (id: string, bid: string) => {
  const amounts = { bidQuantity: '1', ask: '99999', askQuantity: '1', exchangeTime: '' };
  const fields = { asset: 'BTC_USDC', bid, ...amounts, source: 'test' };
  return world().redis.xadd(KEYS.price, id, ...Object.entries(fields).flat());
};

/** Number, prices, ticks and source of each minute. */
async function stored(): Promise<string[]> {
  const rows = await world().db.candle.findMany({ where: { seconds: 60 }, orderBy: { start: 'asc' } });
  return rows.map(({ start, open, high, low, close, ticks, source }) =>
    [Number(start) / MINUTE, ...[open, high, low, close].map((price) => price.toFixed()), ticks, source].join(' '),
  );
}

async function untilStored(...expected: string[]): Promise<void> {
  let last: string[] = [];
  const isThere = async () => {
    last = await stored();
    return JSON.stringify(last) === JSON.stringify(expected);
  };
  await until(isThere, () => `there is ${JSON.stringify(last)}`);
}

it('stores what was over when it was told, and says whose it is', async () => {
  await tell(`${13 * MINUTE - 1}-0`, minutes([10, 11, 12], '5.25'));
  world().pastCandles();
  await untilStored('10 5.25 5.25 5.25 5.25 0 backpack', '11 5.25 5.25 5.25 5.25 0 backpack');
});

it('changes nothing that is there, and nothing that lies behind the first own candle', async () => {
  world().candles();
  await tick(`${12 * MINUTE}-0`, '7');
  await tick(`${15 * MINUTE}-0`, '8');
  await world().untilRecorded(`${15 * MINUTE}-0`, 'candles');
  world().pastCandles();
  await tell(`${20 * MINUTE}-0`, minutes([11], '5'));
  await tell(`${20 * MINUTE}-1`, minutes([10, 11, 12, 13, 14, 15, 16], '6', { source: 'binance' }));
  await untilStored('10 6 6 6 6 0 binance', '11 5 5 5 5 0 backpack', '12 7 7 7 7 1 ', '15 8 8 8 8 1 ');
});

it('makes way for own ticks, which are counted without it', async () => {
  world().pastCandles();
  await tell(`${20 * MINUTE}-0`, minutes([10, 11], '5'));
  await untilStored('10 5 5 5 5 0 backpack', '11 5 5 5 5 0 backpack');
  world().candles();
  await tick(`${11 * MINUTE}-0`, '7');
  await world().untilRecorded(`${11 * MINUTE}-0`, 'candles');
  await untilStored('10 5 5 5 5 0 backpack', '11 7 7 7 7 1 ');
  await tick(`${11 * MINUTE + 1}-0`, '6');
  await untilStored('10 5 5 5 5 0 backpack', '11 7 7 6 6 2 ');
});

it('stores all of it with two recorders, of which one is killed, and a stream that was trimmed or lost', async () => {
  await tell(`${100 * MINUTE}-0`, minutes([10], '5'));
  const first = world().pastCandles();
  world().pastCandles();
  await untilStored('10 5 5 5 5 0 backpack');
  await first.stop();
  await world().redis.del(KEYS.pastCandles);
  await tell(`${50 * MINUTE}-0`, minutes([11], '5'));
  await untilStored('10 5 5 5 5 0 backpack', '11 5 5 5 5 0 backpack');
  for (let number = 12; number < 20; number += 1) await tell(`${100 * MINUTE}-${number}`, minutes([number], '5'));
  await world().redis.xtrim(KEYS.pastCandles, 'MAXLEN', 8);
  await untilStored(...Array.from({ length: 10 }, (_, index) => `${10 + index} 5 5 5 5 0 backpack`));
});

it('passes over what makes no sense, counts it, and goes on', async () => {
  const sound = minutes([10], '5');
  const life = world().pastCandles();
  const candle = [600_000, '5', '5', '5', '5'];
  const broken = [
    { asset: 'BTC_USDC' },
    { ...sound, asset: 'BTC\0' },
    { ...sound, seconds: '1' },
    { ...sound, source: '' },
    { ...sound, candles: '[' },
    { ...sound, candles: '[]' },
    { ...sound, candles: JSON.stringify([[600_001, ...candle.slice(1)]]) },
    { ...sound, candles: JSON.stringify([[...candle.slice(0, 4), '-5']]) },
    { ...sound, candles: JSON.stringify([[...candle.slice(0, 4), '5.0000000000001']]) },
    { ...sound, candles: JSON.stringify([[...candle.slice(0, 4), `1${'0'.repeat(26)}`]]) },
    { ...sound, candles: JSON.stringify(Array.from({ length: 1_001 }, () => candle)) },
  ];
  for (const [index, fields] of broken.entries()) await tell(`${50 * MINUTE}-${index}`, fields);
  await tell(`${60 * MINUTE}-0`, sound);
  await untilStored('10 5 5 5 5 0 backpack');
  expect((await life.metrics.malformedPastCandles.get()).values[0]?.value).toBe(broken.length);
});

it('waits for PostgreSQL and Redis', async () => {
  world().pastCandles();
  await Promise.all([world().devstack.redis.restart(), world().devstack.postgres.restart()]);
  await world().ready();
  await tell(`${60 * MINUTE}-0`, minutes([10], '5'));
  await untilStored('10 5 5 5 5 0 backpack');
});
