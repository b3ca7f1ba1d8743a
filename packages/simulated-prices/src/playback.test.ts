import { describe, expect, test } from 'vitest';
import { Playback } from './playback.ts';
import { loadRecording } from './recording.ts';

/** Two rows at 10 have no time between them, as it happens when updates come within a microsecond. */
const TIMES = Uint32Array.of(0, 4, 10, 10, 13, 20);
const DURATION = 20;

/** The rule, written down as plainly as possible: the last row that is not later than the recording's time. */
function rowAt(nowUs: number, times: Uint32Array = TIMES): number {
  const phase = nowUs % (2 * DURATION);
  const position = phase <= DURATION ? phase : 2 * DURATION - phase;
  return times.findLastIndex((time) => time <= position);
}

describe('a recording played forwards and backwards', () => {
  const playback = new Playback(TIMES);
  const moments = Array.from({ length: 4 * 2 * DURATION }, (_, moment) => 1_000_000 * 2 * DURATION + moment);
  const rowNow = (nowUs: number) => playback.rowOf(playback.stepAt(nowUs));

  test('shows at each moment the row whose interval contains the time of the recording', () => {
    expect(moments.map(rowNow)).toEqual(moments.map((moment) => rowAt(moment)));
  });

  test('shows each row equally long in both directions', () => {
    const forwards = moments.slice(0, DURATION).map(rowNow);
    // Forwards a row has its first microsecond and not the next row's; backwards it is the same microseconds.
    const backwards = moments.slice(DURATION + 1, 2 * DURATION + 1).map(rowNow);
    expect(backwards).toEqual(forwards.toReversed());
  });

  test('never goes further than one row in a step, at the turns neither', () => {
    const first = playback.stepAt(moments[0] ?? 0);
    const rows = Array.from({ length: 3 * (2 * TIMES.length - 1) }, (_, index) => playback.rowOf(first + index));
    expect(rows.slice(0, 13)).toEqual([0, 1, 2, 3, 4, 5, 4, 3, 2, 1, 0, 0, 1]);
    rows.slice(1).forEach((row, index) => {
      expect(Math.abs(row - (rows[index] ?? Number.NaN))).toBeLessThanOrEqual(1);
    });
  });

  test('knows when each step begins', () => {
    for (const moment of moments) {
      const step = playback.stepAt(moment);
      expect(playback.startOf(step)).toBeLessThanOrEqual(moment);
      expect(playback.startOf(step + 1)).toBeGreaterThan(moment);
    }
  });

  test('goes on after a restart as if there had been none', () => {
    const restarted = new Playback(TIMES.slice());
    expect(moments.map((moment) => restarted.stepAt(moment))).toEqual(moments.map((moment) => playback.stepAt(moment)));
  });

  test('refuses what takes no time', () => {
    expect(() => new Playback(Uint32Array.of(0, 0))).toThrow(RangeError);
    expect(() => new Playback(Uint32Array.of(5, 9))).toThrow(RangeError);
  });
});

test('the real recording never jumps further than it did when it was recorded', async () => {
  const { timeUs, books } = await loadRecording();
  const playback = new Playback(timeUs);
  const largestJump = (rows: number[]) =>
    rows.slice(1).reduce((largest, row, index) => {
      const before = rows[index] ?? 0;
      const jump = (column: Uint32Array) => Math.abs((column[row] ?? 0) - (column[before] ?? 0));
      return Math.max(largest, jump(books.bid), jump(books.ask));
    }, 0);
  const now = 1_795_000_000_000_000;
  const first = playback.stepAt(now);
  const played = Array.from({ length: 4 * timeUs.length + 2 }, (_, index) => playback.rowOf(first + index));
  expect(new Set(played).size).toBe(timeUs.length);
  const recorded = Array.from(timeUs.keys());
  expect(largestJump(recorded)).toBe(6_710);
  expect(largestJump(played)).toBe(6_710);
});
