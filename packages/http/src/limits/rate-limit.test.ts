import { type Rate, RateWindows } from '@fulcrum/service';
import type { Request, Response } from 'express';
import { rateLimit } from 'express-rate-limit';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Problem } from '../problem.ts';
import { RateLimit } from './rate-limit.ts';

const WINDOW_MS = 10_000;

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const handlerOf = (rate: Rate, onRefused?: () => void) =>
  new RateLimit(rate, 'requests', ({ ip = '' }) => ({ kind: 'address', id: ip }), onRefused).handler;

/** Sends a request of somebody, and tells what became of it. */
function sender(rate: Rate, onRefused?: () => void) {
  const handler = handlerOf(rate, onRefused);
  return (ip: string) => {
    const headers: Record<string, string> = {};
    const response = { appendHeader: (name: string, value: string) => (headers[name] = value) } as unknown as Response;
    let error: unknown;
    handler({ ip } as Request, response, (given) => {
      error = given;
    });
    return { headers, error };
  };
}

describe('RateLimit', () => {
  it('lets so many requests of each sender through, and says how many are left', () => {
    const send = sender(new RateWindows(WINDOW_MS, 2));
    expect([send('ada'), send('ada')].map(({ error }) => error)).toEqual([undefined, undefined]);
    expect(send('ada').error).toMatchObject({ status: 429, code: 'too_many_requests', retryAfter: 10 });
    expect(send('ada').error).toBeInstanceOf(Problem);
    expect(send('bob').error).toBeUndefined();
  });

  it('says which limit it is, of whom, and when to come again', () => {
    const send = sender(new RateWindows(60_000, 2));
    for (let count = 0; count < 2; count += 1) send('ada');
    vi.advanceTimersByTime(12_500);
    const message = 'Too many requests of this address: the limit is 2 in 60 seconds. Try again in 48 s.';
    expect(send('ada').error).toMatchObject({ message, retryAfter: 48 });
  });

  it('begins anew after the window that began with the first request', () => {
    const send = sender(new RateWindows(WINDOW_MS, 1));
    expect(send('ada').error).toBeUndefined();
    vi.advanceTimersByTime(WINDOW_MS - 1_500);
    expect(send('ada').error).toMatchObject({ retryAfter: 2 });
    vi.advanceTimersByTime(1_499);
    expect(send('ada').error).toMatchObject({ retryAfter: 1 });
    vi.advanceTimersByTime(1);
    expect(send('ada').error).toBeUndefined();
    expect(send('ada').error).toMatchObject({ retryAfter: 10 });
  });

  it('forgets senders whose time is over, and no others', () => {
    const limit = new RateWindows(WINDOW_MS, 1);
    const send = sender(limit);
    for (let count = 0; count < 1_000; count += 1) send(`early ${count}`);
    vi.advanceTimersByTime(WINDOW_MS / 2);
    for (let count = 0; count < 10; count += 1) send(`late ${count}`);
    vi.advanceTimersByTime(WINDOW_MS / 2);
    send('somebody');
    expect(limit.size).toBe(11);
    expect(send('late 0').error).toBeDefined();
  });

  it('forgets the oldest senders when there are more than a hundred thousand, and no others', () => {
    const limit = new RateWindows(WINDOW_MS, 1);
    const send = sender(limit);
    for (let count = 0; count < 100_000; count += 1) send(String(count));
    expect(limit.size).toBe(100_000);
    expect(send('0').error).toBeDefined();
    send('one more');
    expect(limit.size).toBe(100_000);
    expect(send('1').error).toBeDefined();
    expect(send('0').error).toBeUndefined();
  });

  it('tells of each request that it refuses', () => {
    let refused = 0;
    const send = sender(new RateWindows(WINDOW_MS, 2), () => {
      refused += 1;
    });
    for (let count = 0; count < 5; count += 1) send('ada');
    send('bob');
    expect(refused).toBe(3);
  });

  it('counts what an answer costs before it is sent, and refuses it when others have used up the limit', () => {
    const rate = new RateWindows(WINDOW_MS, 15);
    const limit = new RateLimit(rate, 'reads', () => ({ kind: 'user', id: 'ada' }));
    const [request, response] = [{} as Request, { appendHeader: () => {} } as unknown as Response];
    for (let count = 0; count < 3; count += 1) limit.handler(request, response, () => {});
    for (let count = 0; count < 2; count += 1) limit.charge(request, response, 9);
    expect(() => limit.charge(request, response, 9)).toThrow('Too many reads of this user');
    expect(rate.shareOf('ada').used).toBe(3 + 2 * 9);
  });

  it('holds back what it answers to a sender who heeds no refusal, and lets nobody else wait', () => {
    const handler = handlerOf(new RateWindows(WINDOW_MS, 1));
    const answers: string[] = [];
    const send = (ip: string) =>
      handler({ ip } as Request, { appendHeader: () => {} } as unknown as Response, (problem) =>
        answers.push(`${ip} ${problem?.status ?? 200}`),
      );
    for (let count = 0; count < 1 + 10 + 2; count += 1) send('ada');
    expect(answers.splice(0)).toEqual(['ada 200', ...Array(10).fill('ada 429')]);
    send('bob');
    vi.advanceTimersByTime(99);
    expect(answers.splice(0)).toEqual(['bob 200']);
    vi.advanceTimersByTime(1);
    expect(answers.splice(0)).toEqual(['ada 429', 'ada 429']);
    // There is room for a thousand at a time.
    for (let count = 0; count < 1_003; count += 1) send('ada');
    expect(answers.splice(0)).toHaveLength(3);
    vi.advanceTimersByTime(100);
    expect(answers).toHaveLength(1_000);
  });

  it.each([
    [10_000, 1_000],
    [10_000, 1],
    [60_000, 100],
  ])('has the headers of the IETF’s draft 8 that others have: %i ms, %i requests', async (windowMs, count) => {
    const send = sender(new RateWindows(windowMs, count));
    const theirs = rateLimit({
      windowMs,
      limit: count,
      standardHeaders: 'draft-8',
      legacyHeaders: false,
      keyGenerator: ({ ip }) => ip ?? '',
      handler: () => {},
    });
    for (let request = 0; request < 3; request += 1) {
      const headers: Record<string, string> = {};
      const response = { append: (name: string, value: string) => (headers[name] = value), setHeader: () => {} };
      await theirs({ ip: '203.0.113.7' } as Request, response as unknown as Response, () => {});
      expect(send('203.0.113.7').headers).toEqual(headers);
      vi.advanceTimersByTime(1_700);
    }
  });
});
