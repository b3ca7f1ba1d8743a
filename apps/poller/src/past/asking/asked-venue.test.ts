import { Backoff } from '@fulcrum/log';
import { readConfig } from '@fulcrum/service';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { pollerConfig } from '../../config.ts';
import { venueOf } from '../../venues/venue.ts';
import { AskedVenue, RestingError, usualBackoff } from './asked-venue.ts';
import { VenueError } from './fetch-json.ts';

const SECOND = 1_000;
const config = readConfig(pollerConfig, { REDIS_URL: 'redis://x:1', DATABASE_URL: 'postgresql://x:1/x' });

let asked: AskedVenue;
/** How many questions have reached the venue. */
let questions: number;

beforeEach(() => {
  vi.useFakeTimers();
  questions = 0;
});
afterEach(() => {
  vi.useRealTimers();
});

const venue = (backoff = new Backoff(SECOND, SECOND)) => new AskedVenue(venueOf('binance', config), backoff);

/** @returns what came of it, in a word. */
async function ask(outcome: Promise<unknown> = Promise.resolve('answered')): Promise<string> {
  try {
    return String(
      await asked.ask(() => {
        questions += 1;
        return outcome;
      }),
    );
  } catch (error) {
    return error instanceof RestingError ? 'not asked' : String(error);
  }
}

/** @param retryAfterMs what the venue says. */
const refusal = (retryAfterMs?: number) => Promise.reject(new VenueError('no', { retryAfterMs }));

test('two questions are before a venue at once, and the others wait for their turn', async () => {
  asked = venue();
  const ends = Array.from({ length: 4 }, () => Promise.withResolvers<string>());
  const outcomes = ends.map(({ promise }) => ask(promise));
  await vi.advanceTimersByTimeAsync(SECOND);
  expect(questions).toBe(2);
  ends[1]?.resolve('second');
  await vi.advanceTimersByTimeAsync(0);
  expect(questions).toBe(3);
  for (const { resolve } of ends) resolve('told');
  expect(await Promise.all(outcomes)).toEqual(['told', 'second', 'told', 'told']);
});

test('a venue that asks for a minute is left alone by all for a minute, and then tried by one', async () => {
  asked = venue();
  const ends = [Promise.withResolvers<string>(), Promise.withResolvers<string>()];
  const outcomes = ends.map(({ promise }) => ask(promise));
  const waiting = Array.from({ length: 5 }, () => ask());
  ends[0]?.reject(new VenueError('no', { retryAfterMs: 60 * SECOND }));
  expect(await Promise.all(waiting)).toEqual(Array(5).fill('not asked'));
  ends[1]?.resolve('told');
  expect(await Promise.all(outcomes)).toEqual(['VenueError: no', 'told']);
  await vi.advanceTimersByTimeAsync(59 * SECOND);
  expect(await ask()).toBe('not asked');
  expect(questions).toBe(2);
  await vi.advanceTimersByTimeAsync(SECOND);
  const trial = Promise.withResolvers<string>();
  const tried = ask(trial.promise);
  // The other one was told before, so that the venue counts as one that answers.
  trial.reject(new VenueError('no'));
  expect([await tried, await ask()]).toEqual(['VenueError: no', 'not asked']);
  await vi.advanceTimersByTimeAsync(SECOND);
  const [second, other] = [Promise.withResolvers<string>(), ask(new Promise(() => {}))];
  expect(await ask(second.promise)).toBe('not asked');
  expect(questions).toBe(4);
  void other;
});

test('a venue that stays away is tried for ever, and ever more seldom', async () => {
  asked = venue(usualBackoff());
  const asking = async (minutes: number, outcome: () => Promise<unknown>) => {
    const before = questions;
    for (let second = 0; second < 60 * minutes; second += 1) {
      await Promise.all([ask(outcome()), ask(outcome())]);
      await vi.advanceTimersByTimeAsync(SECOND);
    }
    return questions - before;
  };
  const refused = () => {
    const promise = refusal();
    promise.catch(() => {});
    return promise;
  };
  expect(await asking(1, refused)).toBeLessThan(12);
  await asking(60, refused);
  const later = await asking(60, refused);
  expect(later).toBeGreaterThanOrEqual(6);
  expect(later).toBeLessThanOrEqual(13);
  expect(await asking(11, () => Promise.resolve('answered'))).toBeGreaterThan(60);
  expect(await asking(1, refused)).toBeGreaterThan(4);
});

test('two that fail together are one failure, and a bad answer to a question is none of the venue', async () => {
  asked = venue(usualBackoff());
  const next = vi.spyOn(Backoff.prototype, 'next');
  expect(await Promise.all([ask(refusal()), ask(refusal())])).toEqual(['VenueError: no', 'VenueError: no']);
  expect(next).toHaveBeenCalledTimes(1);
  await vi.advanceTimersByTimeAsync(2 * SECOND);
  expect(await ask(Promise.reject(new Error('rubbish')))).toBe('Error: rubbish');
  expect(await ask()).toBe('answered');
  expect(next).toHaveBeenCalledTimes(1);
});
