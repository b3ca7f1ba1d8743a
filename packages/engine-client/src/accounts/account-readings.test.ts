import type { JsonEvent } from '@fulcrum/protocol';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { Answer } from '../answer.ts';
import type { ReadAccount } from './account-reading.ts';
import { AccountReadings } from './account-readings.ts';

const userId = '11111111-1111-4111-8111-111111111111';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** Readings whose pages the test gives, and their outcomes. */
function scripted() {
  const asked: { answer: (answer: Answer) => void; calledOff: AbortSignal }[] = [];
  const readings = new AccountReadings({
    readPage: (_userId, _page, calledOff) =>
      new Promise((answer) => {
        asked.push({ answer, calledOff });
      }),
    catchUpLimitMs: 1_000,
  });
  const ends: ReadAccount[] = [];
  const begin = () => readings.begin(userId, (read) => void ends.push(read));
  const page = async (callback: string, next?: number) => {
    const event = { type: 'account', userId, orders: [], next } as unknown as JsonEvent;
    asked.at(-1)?.answer({ outcome: 'answered', event, callback });
    await vi.advanceTimersByTimeAsync(0);
  };
  const closed = (callback: string) =>
    readings.onEvent({ type: 'closed', userId, orderId: callback } as unknown as JsonEvent, callback);
  return { readings, asked, ends, begin, page, closed };
}

test('an account is whole at the very result before its last page, with what has happened since then', async () => {
  const { readings, ends, begin, page, closed } = scripted();
  begin();
  closed('6-0');
  closed('7-0');
  await page('6-0');
  expect(ends).toEqual([]);
  readings.onPassed('5-0');
  expect(ends).toEqual([]);
  readings.onPassed('7-0');
  expect(ends).toMatchObject([{ outcome: 'whole', after: '6-0', later: [{ orderId: '7-0' }] }]);
  expect(vi.getTimerCount()).toBe(0);
});

test('a reading ends once: at a gap, when it catches up too late, or with an answer that is no account', async () => {
  const { readings, ends, begin, page, asked } = scripted();
  begin();
  readings.onGap();
  readings.onGap();
  await page('0-0');
  begin();
  await page('9-0');
  await vi.advanceTimersByTimeAsync(1_000);
  readings.onPassed('9-0');
  begin();
  asked.at(-1)?.answer({ outcome: 'refused', reason: 'away' });
  await vi.advanceTimersByTimeAsync(0);
  expect(ends).toEqual([{ outcome: 'late' }, { outcome: 'late' }, { outcome: 'refused', reason: 'away' }]);
});

test('one that is called off tells nobody anything, and its user can be read again', async () => {
  const { readings, ends, asked, begin, page } = scripted();
  const callOff = begin();
  expect(readings.concerns(`"userId":"${userId}"`)).toBe(true);
  expect(begin).toThrow('an account is read once at a time');
  callOff();
  callOff();
  expect([asked[0]?.calledOff.aborted, readings.concerns(userId)]).toEqual([true, false]);
  await page('0-0');
  expect(ends).toEqual([]);
  begin();
  await page('0-0');
  expect(ends).toMatchObject([{ outcome: 'whole' }]);
});
