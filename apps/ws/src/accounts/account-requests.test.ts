import type { AccountEvent, JsonEvent } from '@fulcrum/protocol';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { scriptedEngine } from '../testing/scripted-engine.ts';
import type { Answer } from './account-requests.ts';

const user = '11111111-1111-4111-8111-111111111111';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** Requests whose answers the test gives. */
function scripted(hearsReplies = true) {
  const { engine, readings, requests, asked } = scriptedEngine({ hearsReplies, answerLimitMs: 1_000 });
  const answers: Answer[] = [];
  const ask = async () => {
    const callOff = requests.ask(user, (answer) => void answers.push(answer));
    await vi.advanceTimersByTimeAsync(0);
    return callOff;
  };
  const page = async (ids: string[], after: string, next?: number) => {
    const orders = ids.map((orderId) => ({ orderId }));
    const { requestId } = asked.at(-1) ?? {};
    const event = { type: 'account', requestId, userId: user, orders, ...(next && { next }) };
    engine.take(event as unknown as AccountEvent, after);
    await vi.advanceTimersByTimeAsync(0);
  };
  const closed = (orderId: string, callback: string) => {
    readings.onEvent({ type: 'closed', userId: user, orderId } as unknown as JsonEvent, callback);
    readings.onPassed(callback);
  };
  return { engine, requests, asked, answers, ask, page, closed };
}

const ids = (answer: Answer | undefined) =>
  answer?.ok ? answer.account.orders?.map(({ orderId }) => orderId) : answer;
const later = (answer: Answer | undefined) =>
  answer?.ok ? answer.later.map((event) => 'orderId' in event && event.orderId) : answer;

test('an account is told once the results up to its last page have passed, with none of them twice', async () => {
  const { asked, answers, ask, page, closed } = scripted();
  await ask();
  await page(['a', 'b'], '5-0', 2);
  expect(asked.map(({ orders }) => orders)).toEqual([{ limit: 100 }, { limit: 100, after: 2 }]);
  await page(['c'], '7-0');
  closed('a', '6-0');
  expect(answers).toEqual([]);
  closed('d', '7-0');
  expect(answers.map(ids)).toEqual([['b', 'c']]);
  expect(answers.map(later)).toEqual([[]]);
});

test('what has passed before the last page came, and is later than it, comes behind the account', async () => {
  const { answers, ask, page, closed } = scripted();
  await ask();
  closed('a', '6-0');
  closed('b', '8-0');
  await page(['b', 'c'], '6-0');
  expect(answers.map(ids)).toEqual([['b', 'c']]);
  expect(answers.map(later)).toEqual([['b']]);
});

test('who asks while an account is read shares the next reading, and one that nobody wants is given up', async () => {
  const { requests, asked, answers, ask, page } = scripted();
  await ask();
  await Promise.all([ask(), ask()]);
  expect([asked.length, requests.waiting]).toEqual([1, 3]);
  await page(['a'], '0-0');
  expect([asked.length, requests.waiting, answers.length]).toEqual([2, 2, 1]);
  await page(['b'], '0-0');
  expect(answers.map(ids)).toEqual([['a'], ['b'], ['b']]);
  const callOff = await ask();
  const callOffNext = await ask();
  callOff();
  await vi.advanceTimersByTimeAsync(0);
  expect([asked.length, requests.waiting]).toEqual([4, 1]);
  callOffNext();
  expect(requests.waiting).toBe(0);
  await page(['late'], '0-0');
  expect(answers).toHaveLength(3);
});

test('a page that does not come, and results that do not, are waited for as long as may be', async () => {
  const { answers, ask, page, requests } = scripted();
  await ask();
  await vi.advanceTimersByTimeAsync(999);
  await page(['a'], '5-0', 1);
  await vi.advanceTimersByTimeAsync(999);
  await page(['b'], '9-0');
  await vi.advanceTimersByTimeAsync(999);
  expect(answers).toEqual([]);
  await vi.advanceTimersByTimeAsync(1);
  expect(answers).toMatchObject([{ refusal: { code: 'unavailable', message: expect.stringContaining('in time') } }]);
  expect(requests.waiting).toBe(0);
});

test('an account to which too much happens is not told', async () => {
  const { answers, ask, closed } = scripted();
  await ask();
  for (let count = 1; count <= 20_001; count += 1) closed('x', `5-${count}`);
  expect(answers).toMatchObject([
    { refusal: { code: 'unavailable', message: expect.stringContaining('Too much happens') } },
  ]);
});

test('the engine is asked to answer here alone while that is heard', async () => {
  const [hearing, deaf] = [scripted(true), scripted(false)];
  await Promise.all([hearing.ask(), deaf.ask()]);
  expect(hearing.asked[0]?.replyTo).toBe(hearing.engine.replyTo);
  expect(deaf.asked[0]).not.toHaveProperty('replyTo');
});
