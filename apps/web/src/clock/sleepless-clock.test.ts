import { expect, it } from 'vitest';
import { SleeplessClock } from './sleepless-clock.ts';

function clocks() {
  const at = { page: 1_000, wall: 5_000_000 };
  return {
    at,
    clock: new SleeplessClock(
      () => at.page,
      () => at.wall,
    ),
  };
}

it('goes on with the page while the computer is awake, however the wall clock is set right meanwhile', () => {
  const { at, clock } = clocks();
  const begun = clock.now();
  for (let second = 1; second <= 100; second += 1) {
    at.page += 1_000;
    at.wall += second % 2 === 0 ? 1_300 : 700;
    expect(clock.now() - begun).toBe(1_000 * second);
  }
  expect(clock.jumps).toBe(0);
});

it('counts the time that the computer slept, in which the page’s clock stood still', () => {
  const { at, clock } = clocks();
  const begun = clock.now();
  at.page += 500;
  at.wall += 3_600_500;
  expect(clock.now() - begun).toBe(3_600_500);
  expect(clock.jumps).toBe(1);
  at.page += 250;
  at.wall += 250;
  expect(clock.now() - begun).toBe(3_600_750);
});

it('is never set back', () => {
  const { at, clock } = clocks();
  const begun = clock.now();
  at.page += 100;
  at.wall -= 7_200_000;
  expect(clock.now() - begun).toBe(100);
  at.page += 100;
  at.wall += 100;
  expect(clock.now() - begun).toBe(200);
  expect(clock.jumps).toBe(0);
});
