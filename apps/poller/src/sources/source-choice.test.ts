import { beforeEach, expect, test } from 'vitest';
import { SourceChoice } from './source-choice.ts';

let choice: SourceChoice;
let lastMs: (number | undefined)[];
let isConnected: boolean[];

beforeEach(() => {
  choice = new SourceChoice(0);
  lastMs = [undefined, undefined];
  isConnected = [true, true];
});

/** Goes on to a second, while some sources tick four times in each. */
function run(fromS: number, toS: number, ...ticking: number[]): (number | undefined)[] {
  const seen: (number | undefined)[] = [];
  for (let now = fromS * 1_000; now <= toS * 1_000; now += 250) {
    for (const source of ticking) lastMs[source] = now;
    const states = lastMs.map((last, source) => ({ isConnected: isConnected[source] ?? false, lastMs: last }));
    const chosen = choice.update(states, now);
    if (chosen !== seen.at(-1) || seen.length === 0) seen.push(chosen);
  }
  return seen;
}

test('the first source is used while it is healthy, also when the second was there before it', () => {
  expect(run(0, 4, 1)).toEqual([undefined]);
  expect(run(4.25, 60, 0, 1)).toEqual([0]);
});

test('without the first the second is used after five seconds', () => {
  expect(run(0, 6, 1)).toEqual([undefined, 1]);
});

test('the next takes over within five seconds of silence, and the first comes back after thirty of health', () => {
  run(0, 10, 0, 1);
  expect(run(10.25, 13.5, 1)).toEqual([0]);
  expect(run(13.75, 15, 1)).toEqual([0, 1]);
  expect(run(15.25, 45, 0, 1)).toEqual([1]);
  expect(run(45.25, 46, 0, 1)).toEqual([0]);
});

test('a lost connection is noticed at once', () => {
  run(0, 10, 0, 1);
  isConnected = [false, true];
  expect(run(10.25, 10.25, 1)).toEqual([1]);
});

test('an interruption begins the thirty seconds anew', () => {
  run(0, 10, 1);
  run(10.25, 30, 0, 1);
  run(30.25, 35, 1);
  expect(run(35.25, 65, 0, 1)).toEqual([1]);
  expect(run(65.25, 65.5, 0, 1)).toEqual([0]);
});

test('a source stays while no other is healthy', () => {
  run(0, 10, 0);
  expect(run(10.25, 100)).toEqual([0]);
  expect(run(100.25, 101, 1)).toEqual([1]);
});
