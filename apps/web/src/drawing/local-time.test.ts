import { TickMarkType, type UTCTimestamp } from 'lightweight-charts';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { LocalTimeScale, momentText, tickMarkText } from './local-time.ts';

const zone = process.env.TZ;
beforeAll(() => {
  process.env.TZ = 'Asia/Kolkata';
});
afterAll(() => {
  if (zone === undefined) delete process.env.TZ;
  else process.env.TZ = zone;
});

/** Of half hours from 2024-08-08 17:00 UTC, as weights: the higher, the rounder the time. */
function weights(clock: 'local' | 'utc', startIndex = 0): number[] {
  const scale = new LocalTimeScale();
  scale.clock = clock;
  const points = Array.from({ length: 16 }, (_, index) => {
    const originalTime = (Date.UTC(2024, 7, 8, 17) / 1_000 + index * 1_800) as UTCTimestamp;
    return { timeWeight: 0, originalTime, time: scale.convertHorzItemToInternal(originalTime) };
  }) as unknown as Parameters<LocalTimeScale['fillWeightsForPoints']>[0];
  scale.fillWeightsForPoints(points, startIndex);
  return points.map(({ timeWeight }) => timeWeight);
}

describe('the time scale', () => {
  test('begins days where the viewer’s do, or in UTC', () => {
    // In Kolkata it is 5:30 later: its day begins at 18:30 UTC.
    expect(weights('local').indexOf(Math.max(...weights('local')))).toBe(3);
    expect(weights('utc').indexOf(Math.max(...weights('utc')))).toBe(14);
  });

  test('judges what is added as it would have from the beginning', () => {
    expect(weights('local', 3).slice(3)).toEqual(weights('local').slice(3));
    expect(weights('local', 3).slice(0, 3)).toEqual([0, 0, 0]);
  });
});

test('times are told by the viewer’s clock, and days in UTC', () => {
  const time = (Date.UTC(2024, 7, 8, 18, 30, 5) / 1_000) as UTCTimestamp;
  expect(tickMarkText(time, TickMarkType.TimeWithSeconds, 'local')).toBe('00:00:05');
  expect(tickMarkText(time, TickMarkType.DayOfMonth, 'utc')).toBe('8 Aug');
  expect(momentText(time, 'local', false)).toBe('Fri, 9 Aug 2024, 00:00');
  expect(momentText(time, 'utc', false)).toBe('Thu, 8 Aug 2024');
});
