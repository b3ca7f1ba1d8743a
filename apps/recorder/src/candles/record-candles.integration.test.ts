import { setTimeout as sleep } from 'node:timers/promises';
import { type CandleRow, CheckpointMovedError, moveCheckpoint } from '@fulcrum/db';
import { describe, expect, it } from 'vitest';
import { KEYS, type RecorderLife, until } from '../testing/test-support.ts';
import { useRecorderWorld } from '../testing/use-recorder-world.ts';
import { writeCandles } from './record-candles.ts';

const world = useRecorderWorld();

const HOUR = 3_600_000;
const LOST = 'ticks were lost, and the candles that have them stay as they are';
const GAP = 'the candles have a gap: price-stream dropped ticks unread';

interface Tick {
  readonly id: string;
  readonly bid: string;
  readonly asset?: string;
}

async function publish(ticks: readonly Tick[]): Promise<void> {
  const sending = world().redis.pipeline();
  for (const { id, bid, asset = 'BTC_USDC' } of ticks) {
    const amounts = { bidQuantity: '1', ask: '99999', askQuantity: '1', exchangeTime: '' };
    const fields = { asset, bid, ...amounts, source: 'test' };
    sending.xadd(KEYS.price, id, ...Object.entries(fields).flat());
  }
  for (const [error] of (await sending.exec()) ?? []) if (error !== null) throw error;
}

/** Ten ticks a second, whose bids are their numbers. */
const tickOf = (number: number): Tick => ({ id: `${100 * number}-1`, bid: String(number) });

const ticksFrom = (first: number, last: number) =>
  Array.from({ length: last - first + 1 }, (_, index) => tickOf(first + index));

const idOf = (number: number) => tickOf(number).id;

/** Asset, tier and start of each candle, what its price did, and its ticks. */
async function candles(seconds?: number): Promise<string[]> {
  const where = seconds === undefined ? {} : { seconds };
  const rows = await world().db.candle.findMany({
    where,
    orderBy: [{ asset: 'asc' }, { seconds: 'asc' }, { start: 'asc' }],
  });
  return rows.map(({ asset, seconds, start, open, high, low, close, ticks }) =>
    [asset, seconds, start, ...[open, high, low, close].map((price) => price.toFixed()), ticks].join(' '),
  );
}

/** What all candles of a tier have counted, each tick once. */
async function counted(seconds: number): Promise<number> {
  return (await world().db.candle.aggregate({ where: { seconds }, _sum: { ticks: true } }))._sum.ticks ?? 0;
}

/** The candles of one second that the ticks of some numbers make. */
function secondsOf(numbers: readonly number[]): string[] {
  const bySecond = Map.groupBy(numbers, (number) => Math.floor(number / 10));
  return [...bySecond].map(([second, of]) => {
    const [open, close] = [of[0], of.at(-1)];
    return `BTC_USDC 1 ${1_000 * second} ${open} ${Math.max(...of)} ${Math.min(...of)} ${close} ${of.length}`;
  });
}

const numbersFrom = (first: number, last: number) =>
  Array.from({ length: last - first + 1 }, (_, index) => first + index);

const untilCounted = (number: number) => world().untilRecorded(idOf(number), 'candles');

const gapsOf = async (life: RecorderLife) => (await life.metrics.candleGaps.get()).values[0]?.value;

describe('candles', () => {
  it('are of the bid, exactly, for a second, a minute and an hour, and only where a tick came', async () => {
    world().candles();
    await publish([
      { id: `${HOUR}-0`, bid: '100.10' },
      { id: `${HOUR}-1`, bid: '100.30' },
      { id: `${HOUR + 999}-0`, bid: '0.000000000001' },
      { id: `${HOUR + 1_000}-0`, bid: '100.2' },
      { id: `${HOUR + 1_000}-1`, bid: '31.5', asset: 'ETH_USDC' },
      { id: `${HOUR + 59_999}-0`, bid: '12345678901234567890123456.5' },
      { id: `${2 * HOUR}-0`, bid: '7' },
    ]);
    await world().untilRecorded(`${2 * HOUR}-0`, 'candles');
    const high = '12345678901234567890123456.5';
    expect(await candles()).toEqual([
      'BTC_USDC 1 3600000 100.1 100.3 0.000000000001 0.000000000001 3',
      'BTC_USDC 1 3601000 100.2 100.2 100.2 100.2 1',
      `BTC_USDC 1 3659000 ${high} ${high} ${high} ${high} 1`,
      'BTC_USDC 1 7200000 7 7 7 7 1',
      `BTC_USDC 60 3600000 100.1 ${high} 0.000000000001 ${high} 5`,
      'BTC_USDC 60 7200000 7 7 7 7 1',
      `BTC_USDC 3600 3600000 100.1 ${high} 0.000000000001 ${high} 5`,
      'BTC_USDC 3600 7200000 7 7 7 7 1',
      'ETH_USDC 1 3601000 31.5 31.5 31.5 31.5 1',
      'ETH_USDC 60 3600000 31.5 31.5 31.5 31.5 1',
      'ETH_USDC 3600 3600000 31.5 31.5 31.5 31.5 1',
    ]);
  });

  it('grow while they run: the opening price stays, and a tick is there after about a second', async () => {
    world().candles();
    await publish([{ id: '60000-0', bid: '5' }]);
    await world().untilRecorded('60000-0', 'candles');
    for (const [at, bid, expected] of [
      [1, '9', 'BTC_USDC 60 60000 5 9 5 9 2'],
      [2, '2', 'BTC_USDC 60 60000 5 9 2 2 3'],
      [3, '4', 'BTC_USDC 60 60000 5 9 2 4 4'],
    ] as const) {
      const start = performance.now();
      await publish([{ id: `60000-${at}`, bid }]);
      await world().untilRecorded(`60000-${at}`, 'candles');
      expect(performance.now() - start).toBeLessThan(3_000);
      expect(await candles(60)).toEqual([expected]);
    }
  });

  it('count each tick once when the recorder is killed again and again', async () => {
    for (let life = 0; life < 4; life += 1) {
      const running = world().candles();
      await publish(ticksFrom(250 * life + 1, 250 * life + 250));
      // Each in another moment: before, in, and after a transaction.
      await sleep([5, 60, 120, 900][life]);
      await running.stop();
    }
    world().candles();
    await untilCounted(1_000);
    expect(await candles(1)).toEqual(secondsOf(numbersFrom(1, 1_000)));
    for (const seconds of [60, 3_600]) expect(await counted(seconds)).toBe(1_000);
  });

  it('count each tick once with two recorders side by side', async () => {
    const lives = [world().candles(), world().candles()];
    for (let from = 1; from <= 1_000; from += 100) {
      await publish(ticksFrom(from, from + 99));
      await sleep(150);
    }
    await untilCounted(1_000);
    expect(await candles(1)).toEqual(secondsOf(numbersFrom(1, 1_000)));
    expect(await Promise.all(lives.map(gapsOf))).toEqual([0, 0]);
  });

  it('go on behind their last tick when another one has its id by the time they start', async () => {
    const before = world().candles();
    await publish(ticksFrom(1, 10));
    await untilCounted(10);
    await before.stop();
    await world().redis.xdel(KEYS.price, idOf(10));
    await world().redis.call('XSETID', KEYS.price, idOf(9));
    await publish([{ id: idOf(10), bid: '77' }]);
    const life = world().candles();
    await publish(ticksFrom(11, 20));
    await untilCounted(20);
    expect(life.warnings).toContain(LOST);
    expect(await candles(1)).toEqual(secondsOf(numbersFrom(1, 20)));
  });

  it('are not written when the checkpoint stands elsewhere than thought', async () => {
    await moveCheckpoint(world().db, 0, 'candles', '0-0', '1000-10');
    const prices = { open: '1', high: '1', low: '1', close: '1' };
    const rows: CandleRow[] = [{ asset: 'BTC_USDC', seconds: 1, start: 1_000, ...prices, ticks: 1 }];
    for (const from of ['0-0', '1000-9', '1000-20'])
      await expect(writeCandles(world(), from, '1000-20', rows)).rejects.toThrow(CheckpointMovedError);
    expect(await candles()).toEqual([]);
    await writeCandles(world(), '1000-10', '1000-20', rows);
    expect(await candles()).toEqual(['BTC_USDC 1 1000 1 1 1 1 1']);
  });

  it('go on when Redis and PostgreSQL are killed and started again', async () => {
    world().candles();
    await publish(ticksFrom(1, 200));
    await Promise.all([world().devstack.redis.restart(), world().devstack.postgres.restart()]);
    await world().ready();
    await publish(ticksFrom(201, 400));
    await untilCounted(400);
    expect(await candles(1)).toEqual(secondsOf(numbersFrom(1, 400)));
  });

  it('miss nothing while PostgreSQL is held up for longer than price-stream keeps its ticks', async () => {
    const life = world().candles();
    await publish(ticksFrom(1, 10));
    await untilCounted(10);
    await world().db.$transaction(async (tx) => {
      await tx.$executeRaw`lock table "Checkpoint" in exclusive mode`;
      for (let from = 11; from <= 200; from += 10) {
        await publish(ticksFrom(from, from + 9));
        await world().redis.xtrim(KEYS.price, 'MAXLEN', 40);
        await sleep(100);
      }
    });
    await untilCounted(200);
    expect(await candles(1)).toEqual(secondsOf(numbersFrom(1, 200)));
    expect(await gapsOf(life)).toBe(0);
  });
});

describe('ticks that are gone', () => {
  it('leave a gap, which is told, when price-stream dropped them while no recorder ran', async () => {
    const first = world().candles();
    await publish(ticksFrom(1, 25));
    await untilCounted(25);
    await first.stop();
    await publish(ticksFrom(26, 100));
    await world().redis.xtrim(KEYS.price, 'MAXLEN', 30);
    const second = world().candles();
    await untilCounted(100);
    await publish(ticksFrom(101, 110));
    await untilCounted(110);
    expect(await candles(1)).toEqual(secondsOf([...numbersFrom(1, 25), ...numbersFrom(71, 110)]));
    expect(second.warnings).toEqual([GAP]);
    expect(await gapsOf(second)).toBe(1);
  });

  it('are told on the very first start, too', async () => {
    await publish(ticksFrom(1, 100));
    await world().redis.xtrim(KEYS.price, 'MAXLEN', 15);
    const life = world().candles();
    await untilCounted(100);
    expect(await candles(1)).toEqual(secondsOf(numbersFrom(86, 100)));
    expect(life.warnings).toEqual([GAP]);
  });

  it('leave one gap when price-stream was emptied, and all that come afterwards are counted', async () => {
    await publish(ticksFrom(1, 15));
    await world().redis.xtrim(KEYS.price, 'MAXLEN', 0);
    const life = world().candles();
    await until(
      () => life.warnings.length > 0,
      () => 'nothing is said of the gap',
    );
    await sleep(1_500);
    await publish(ticksFrom(16, 20));
    await untilCounted(20);
    expect(await candles(1)).toEqual(secondsOf(numbersFrom(16, 20)));
    expect(life.warnings).toEqual([GAP]);
  });

  it('do not keep it from going on with a price-stream that was lost and began anew', async () => {
    const life = world().candles();
    await publish(ticksFrom(1, 25));
    await untilCounted(25);
    await world().redis.del(KEYS.price);
    await publish(ticksFrom(28, 60));
    await untilCounted(60);
    expect(await candles(1)).toEqual(secondsOf([...numbersFrom(1, 25), ...numbersFrom(28, 60)]));
    expect(life.warnings).toContain('price-stream was lost, and the candles go on with what is new in it');
    expect(await gapsOf(life)).toBe(0);
  });

  it.each([
    ['no fields of a tick', { asset: 'BTC_USDC' }],
    ['a bid that is no number', { bid: 'NaN' }],
    ['a bid of zero', { bid: '0.00' }],
    ['a bid below zero', { bid: '-1' }],
    ['a bid with more decimals than the table has', { bid: '1.0000000000001' }],
    ['a bid with more digits than the table has', { bid: `1${'0'.repeat(26)}` }],
    ['an asset with a NUL', { asset: 'BTC\0' }],
  ])('are not made of an entry with %s, which is counted and passed over', async (_, fields) => {
    const life = world().candles();
    await publish([tickOf(1)]);
    const tick = { asset: 'BTC_USDC', bidQuantity: '1', ask: '2', askQuantity: '1', exchangeTime: '', source: 'test' };
    const entry = 'bid' in fields || fields.asset !== 'BTC_USDC' ? { bid: '1', ...tick, ...fields } : fields;
    await world().redis.xadd(KEYS.price, idOf(2), ...Object.entries(entry).flat());
    await publish([tickOf(3)]);
    await untilCounted(3);
    expect(await candles(1)).toEqual(secondsOf([1, 3]));
    expect((await life.metrics.malformedTicks.get()).values[0]?.value).toBe(1);
  });
});

describe('a database without TimescaleDB', () => {
  it('has the candles in a plain table', async () => {
    const [table] = await world().db.$queryRaw<{ kind: string; extensions: bigint }[]>`
      select relkind::text as kind, (select count(*) from pg_extension where extname = 'timescaledb') as extensions
      from pg_class where oid = '"Candle"'::regclass`;
    expect(table).toEqual({ kind: 'r', extensions: 0n });
  });
});
