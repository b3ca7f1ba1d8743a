import { Problem } from '@fulcrum/http';
import type { Request, Response } from 'express';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { venueProblem } from '../dialect/venue-problem.ts';
import { VenueLimits } from './venue-limits.ts';

const LIMIT = 3;

let limits: VenueLimits;
let headers: [string, string][];
let looks: number;

beforeEach(() => {
  vi.useFakeTimers();
  const ofAll = { ADDRESS_RATE_LIMIT: LIMIT, ORDER_RATE_LIMIT: 9, SIGN_IN_RATE_LIMIT: 9, HISTORY_RATE_LIMIT: 9 };
  limits = new VenueLimits({ ...ofAll, TRUSTED_PROXIES: 0 }, () => {});
  headers = [];
  looks = 0;
});
afterEach(() => {
  vi.useRealTimers();
});

const from = (remoteAddress: string) => ({ headers: {}, socket: { remoteAddress } }) as unknown as Request;
const response = { locals: {}, appendHeader: (...header: [string, string]) => headers.push(header) };
const wrong = () => venueProblem('INVALID_SIGNATURE', 'wrong');

/** @returns the user, or the status with which somebody is refused. */
async function admitted(publicKey: string | undefined, error?: Error, address = '192.0.2.1'): Promise<string | number> {
  const prove = async () => {
    looks += 1;
    if (error !== undefined) throw error;
    return 'ada';
  };
  const admitting = limits.admission.admit(from(address), response as unknown as Response, { publicKey, prove });
  return admitting.catch((problem: unknown) => (problem instanceof Problem ? problem.status : 500));
}

async function guess(times: number): Promise<(string | number)[]> {
  const answers: (string | number)[] = [];
  for (let time = 0; time < times; time += 1) answers.push(await admitted(`guessed ${time}`, wrong()));
  return answers;
}

test('whoever guesses is not looked at any more, and other addresses are', async () => {
  expect(await guess(LIMIT + 2)).toEqual([401, 401, 401, 429, 429]);
  expect(await admitted('new')).toBe(429);
  expect(looks).toBe(LIMIT);
  expect(await admitted('new', undefined, '192.0.2.2')).toBe('ada');
  vi.advanceTimersByTime(10_000);
  expect(await admitted('new')).toBe('ada');
});

test('what anybody may ask takes nothing from those who sign', async () => {
  for (let time = 0; time < 2 * LIMIT; time += 1)
    limits.address(from('192.0.2.1'), response as unknown as Response, () => {});
  expect(await admitted('new')).toBe('ada');
  expect(await admitted(undefined)).toBe('ada');
});

test('a key that signed well from the address a moment ago, and a session, are looked at all the same', async () => {
  expect(await admitted('good')).toBe('ada');
  await guess(LIMIT);
  expect(await admitted('good')).toBe('ada');
  expect(await admitted(undefined)).toBe('ada');
  expect(await admitted('good', wrong())).toBe(429);
  vi.advanceTimersByTime(10 * 60_000);
  await guess(LIMIT);
  expect(await admitted('good')).toBe(429);
});

test('what is wrong with the venue counts on nobody', async () => {
  const faults = [venueProblem('MAINTENANCE', 'busy'), new Error('unknown')];
  for (let time = 0; time < LIMIT; time += 1)
    expect([await admitted('a', faults[0]), await admitted('a', faults[1])]).toEqual([503, 500]);
  expect(await admitted('a')).toBe('ada');
});

test('a refusal names its limit, and when to come again, and is held back from who does not heed it', async () => {
  await guess(LIMIT);
  expect(headers.at(-1)?.[1]).toContain('"failures-3-in-10sec"');
  const refused = limits.admission.admit(from('192.0.2.1'), response as unknown as Response, {
    ...{ publicKey: 'new', prove: () => 'ada' },
  });
  await expect(refused).rejects.toMatchObject({
    ...{ status: 429, retryAfter: 10, message: expect.stringContaining('the limit is 3 in 10 seconds') },
  });
  await guess(9);
  let isAnswered = false;
  const held = admitted('new').finally(() => {
    isAnswered = true;
  });
  await vi.advanceTimersByTimeAsync(99);
  expect(isAnswered).toBe(false);
  await vi.advanceTimersByTimeAsync(1);
  expect(await held).toBe(429);
});
