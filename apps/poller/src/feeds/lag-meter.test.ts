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
  measure(0, 0);
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
