import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { VALID_MS } from '../../trading/deadline.ts';
import type { Outcome } from '../../trading/orders.ts';
import { CloseAll, type ClosedAll } from './close-all.ts';
import { leftText } from './closing-all.ts';

const IDS = Array.from({ length: 20 }, (_, index) => `order ${index}`);
const EXPIRED = { code: 'expired', message: 'It came too late.' };

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const later = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));

/** Closes all, with one answer for each order. @param answer also decides how long it takes. */
async function closeAll(answer: (sent: number, wish: CloseAll) => Outcome | Promise<Outcome>, forMs = 120_000) {
  const sentAt: number[] = [];
  const begun = performance.now();
  const ages: number[] = [];
  const heard: ClosedAll[] = [];
  const close = async (_id: string, meantAt: number) => {
    sentAt.push(performance.now() - begun);
    ages.push(performance.timeOrigin + performance.now() - meantAt);
    return answer(sentAt.length, wish);
  };
  const wish = new CloseAll(IDS, close, (soFar) => heard.push(soFar));
  let result: ClosedAll | undefined;
  void wish.run().then((value) => {
    result = value;
  });
  await vi.advanceTimersByTimeAsync(forMs);
  return { result, sent: sentAt.length, sentAt, oldest: Math.max(...ages), heard };
}

it('closes all, also slowly, while the engine answers, and tells how far it is', async () => {
  const { result, heard, sentAt, oldest } = await closeAll(() => later(2_000).then(() => 'done'));
  expect(result).toEqual({ closed: 20, open: 0, unanswered: 0, isOver: false, reason: undefined });
  expect(heard.map(({ closed }) => closed)).toEqual(IDS.map((_, index) => index + 1));
  expect(sentAt.at(-1)).toBeGreaterThan(VALID_MS);
  expect(oldest).toBeLessThan(VALID_MS);
});

it.each(['done', EXPIRED, 'unknown'] as const)(
  'sends nothing more after 20 s without an answer (%j)',
  async (outcome) => {
    const { result, sent } = await closeAll(() => later(20_000).then(() => outcome));
    expect(sent).toBe(4);
    const closed = outcome === 'done' ? 4 : 0;
    const unanswered = outcome === 'unknown' ? 4 : 0;
    expect(result).toMatchObject({ closed, unanswered, open: 20 - closed - unanswered, reason: expect.anything() });
  },
);

it('says after three seconds without an answer that nothing more is sent, and knows more when one comes', async () => {
  const { heard } = await closeAll(() => later(20_000).then(() => EXPIRED), 3_500);
  expect(heard).toEqual([
    { closed: 0, open: 16, unanswered: 4, isOver: true, reason: expect.objectContaining({ code: 'no_answer' }) },
  ]);
  await vi.advanceTimersByTimeAsync(20_000);
  expect(heard.at(-1)).toMatchObject({ closed: 0, open: 20, unanswered: 0, isOver: true });
});

it.each(['expired', 'not_done', 'unavailable', 'offline', 'unauthorized', 'unreadable'])(
  'sends nothing more after the first that comes back as %s',
  async (code) => {
    const { result, sent } = await closeAll((nth) => (nth === 6 ? { code, message: '' } : 'done'));
    expect(sent).toBeLessThanOrEqual(9);
    expect(result).toMatchObject({ closed: sent - 1, open: 21 - sent, reason: { code } });
  },
);

it('sends nothing more after one whose fate is not known', async () => {
  const { result, sent } = await closeAll((nth) => (nth === 6 ? 'unknown' : 'done'));
  expect(result).toMatchObject({ closed: sent - 1, open: 20 - sent, unanswered: 1, reason: 'unknown' });
  expect(result?.open).toBeGreaterThan(10);
});

it('goes on after what the engine refuses of one position, and says why', async () => {
  const refusal = { code: 'stale_price', message: '' };
  const { result } = await closeAll((nth) => (nth === 3 ? refusal : 'done'));
  expect(result).toMatchObject({ closed: 19, open: 1, unanswered: 0, reason: refusal });
});

it('counts what a level has closed meanwhile as closed', async () => {
  const { result } = await closeAll((nth) => (nth === 3 ? { code: 'unknown_order', message: '' } : 'done'));
  expect(result).toMatchObject({ closed: 20, open: 0, reason: undefined });
});

it('tries again what a limit refuses, and no longer than it is meant: a limit is no answer to it', async () => {
  const limited = { code: 'too_many_requests', message: '' };
  expect((await closeAll((nth) => (nth < 10 ? limited : 'done'))).result?.closed).toBe(20);
  const { result, sentAt, oldest } = await closeAll((nth) => (nth > 8 ? limited : 'done'));
  expect(result).toMatchObject({ closed: 8, open: 12 });
  expect(sentAt.at(-1)).toBeLessThan(VALID_MS);
  // Each of its requests names the end of the same wish.
  expect(oldest).toBeGreaterThan(VALID_MS - 1_000);
});

it('sends nothing more once it is stopped', async () => {
  const { result, sent } = await closeAll((nth, wish) => {
    if (nth === 6) wish.stop();
    return 'done';
  });
  expect(result).toMatchObject({ closed: sent, open: 20 - sent, reason: 'stopped' });
  expect(result?.open).toBeGreaterThan(10);
});

it('says how many closed, how many did not, and why', () => {
  expect(leftText({ closed: 4, open: 96, unanswered: 0, reason: EXPIRED })).toBe(
    '4 closed, 96 still open. It arrived too late to be carried out at the price that you saw. Nothing was done; try again.',
  );
  expect(leftText({ closed: 4, open: 95, unanswered: 1, reason: 'unknown' })).toBe(
    '4 closed, 95 still open, 1 without an answer, which may still close.',
  );
  expect(leftText({ closed: 4, open: 96, unanswered: 0, reason: 'stopped' })).toBe('4 closed, 96 still open.');
});
