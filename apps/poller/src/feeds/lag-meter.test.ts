import { expect, test } from 'vitest';
import { LagMeter } from './lag-meter.ts';

/** Venue times in milliseconds: this clock is an hour ahead of ours. */
const HOUR = 3_600_000;
const meter = () => {
  const lag = new LagMeter(2_000);
  return (arrivalMs: number, lateMs: number) => lag.measure(arrivalMs, (arrivalMs - lateMs + HOUR) * 1_000);
};

test('the lag is what a ticker takes longer than the fastest, whatever the clocks say', () => {
  const measure = meter();
  expect(measure(1_000_000, 50)).toBe(0);
  expect(measure(1_000_100, 40)).toBe(0);
  expect(measure(1_000_200, 600_040)).toBe(600_000);
  expect(measure(1_000_300, 45)).toBe(5);
});

test('a feed that stays slow is behind for five minutes: then its way has become longer', () => {
  const measure = meter();
  for (let now = -10_000; now <= 0; now += 1_000) measure(now, 0);
  let last = 0;
  for (let now = 1_000; now <= 299_000; now += 1_000) last = measure(now, 3_000);
  expect(last).toBe(3_000);
  for (let now = 300_000; now <= 330_000; now += 1_000) last = measure(now, 3_000);
  expect(last).toBe(0);
});

test('one ticker with a time ahead does not make those behind it late, and two are believed', () => {
  const measure = meter();
  measure(1_000, 50);
  expect(measure(2_000, -600_000)).toBe(0);
  expect(measure(3_000, 50)).toBe(0);
  measure(4_000, -600_000);
  measure(5_000, -600_000);
  expect(measure(6_000, 50)).toBe(600_050);
});

test('a process that was held still takes none of the tickers that waited for it', () => {
  const measure = meter();
  measure(1_000, 50);
  for (let late = 700_000; late > 690_000; late -= 1_000) expect(measure(701_000, late)).toBeGreaterThan(600_000);
  expect(measure(701_100, 60)).toBe(10);
});

const MINUTE = 60_000;

/** Ticks every second that take 50 ms, after some with these. @returns the first second after which none is late. */
function healedAfter(measure: ReturnType<typeof meter>, from: number): number {
  let lastLate = from - 1_000;
  for (let now = from; now < from + 10 * MINUTE; now += 1_000) if (measure(now, 50) > 2_000) lastLate = now;
  return (lastLate + 1_000 - from) / 1_000;
}

test.each([
  ['a first time of long ago', [600_000], 0],
  ['a first time of long ago, twice', [600_000, 600_000], 0],
  ['a first time far ahead', [-600_000], 10],
  ['a first time far ahead, twice', [-600_000, -600_000], 10],
  ['a first time far ahead, and one that is further still', [-600_000, -6_000_000, -6_000_000], 10],
])('%s: those behind it are right within ten seconds', (_name, first, seconds) => {
  const measure = meter();
  first.forEach((lateMs, index) => {
    measure(index * 1_000, lateMs);
  });
  expect(healedAfter(measure, first.length * 1_000)).toBe(seconds);
});

test('two times far ahead in the middle of the day cost ten seconds, and then what is late is late as before', () => {
  const measure = meter();
  for (let now = 0; now < MINUTE; now += 1_000) measure(now, 50);
  for (const now of [60_000, 60_100]) measure(now, -600_000);
  expect(healedAfter(measure, 61_000)).toBe(10);
  expect(measure(15 * MINUTE, 600_050)).toBe(600_000);
});

test('late tickers that come all at once, or less and less late, are not believed for being many', () => {
  const burst = meter();
  burst(0, 50);
  for (let now = 0; now < 9_000; now += 10) expect(burst(now, 600_000)).toBeGreaterThan(2_000);
  const draining = meter();
  draining(0, 50);
  for (let now = 0; now < MINUTE; now += 100) expect(draining(now, 600_000 - now)).toBeGreaterThan(2_000);
});

test('two times far ahead do not make a feed that falls behind just then look well', () => {
  const measure = meter();
  for (let now = 0; now < MINUTE; now += 1_000) measure(now, 50);
  for (const now of [60_000, 60_100]) measure(now, -600_000);
  for (let now = 61_000; now < 2 * MINUTE; now += 1_000) expect(measure(now, 30_050)).toBeGreaterThan(2_000);
  expect(measure(2 * MINUTE, 60)).toBe(10);
});

test('a time is vouched for once tickers have agreed for ten seconds, and then if it is no further ahead than they allow', () => {
  const lag = new LagMeter(2_000);
  const take = (arrivalMs: number, lateMs: number) => {
    const time = (arrivalMs - lateMs + HOUR) * 1_000;
    lag.measure(arrivalMs, time);
    return lag.vouchesFor(arrivalMs, time, 0);
  };
  expect([0, 5_000, 9_999, 10_000].map((now) => take(now, 50))).toEqual([false, false, false, true]);
  expect(take(11_000, -1_900)).toBe(true);
  expect(take(12_000, -600_000)).toBe(false);
  expect(take(13_000, 50)).toBe(true);
  expect([14_000, 15_000, 20_000, 25_000].map((now) => take(now, -600_000))).toEqual([false, false, false, true]);
});

/** Ticks that take 50 and 450 ms in turn for six minutes. @returns when the last one was late, in seconds. */
function lastLate(measure: ReturnType<typeof meter>): number | undefined {
  let last: number | undefined;
  for (let second = 1; second < 360; second++) {
    const lag = measure(second * 1_000, second % 2 === 0 ? 50 : 450);
    if (lag > 2_000) last = second;
  }
  return last;
}

test.each([
  ['one', [-1_900]],
  ['one, and then one by more', [-1_900, -3_800]],
  ['several', [-1_900, -1_900, -1_900, -1_900]],
])('times ahead by less than the limit, %s, make nothing late in the middle of the day', (_how, wrong) => {
  const measure = meter();
  for (let now = -MINUTE; now < 0; now += 1_000) measure(now, 50);
  wrong.forEach((lateMs, index) => {
    measure(index * 10, lateMs);
  });
  expect(lastLate(measure)).toBeUndefined();
});

test('a first time ahead by less than the limit, or one of those that agree with the first, costs ten seconds at most', () => {
  const [first, second] = [meter(), meter()];
  first(0, -1_900);
  expect(lastLate(first)).toBeLessThan(10);
  second(0, 50);
  second(10, 50);
  second(20, -1_900);
  expect(lastLate(second)).toBeUndefined();
});
