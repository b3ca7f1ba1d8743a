import { AccountReadings, type Answer, type EngineClient } from '@fulcrum/engine-client';
import { expect, test } from 'vitest';
import { AccountReads } from './account-reads.ts';
import { OpeningGuard } from './opening-guard.ts';

/** A guard for which every price is a minute old, and the engine's answers in the test's hands. */
function guarding() {
  const asked: ((answer: Answer) => void)[] = [];
  const read = () => new Promise<Answer>((answer) => void asked.push(answer));
  const engine = { read } as unknown as EngineClient;
  const reads = new AccountReads(engine, new AccountReadings({ readPage: read }), new AbortController().signal);
  const guard = new OpeningGuard({ staleForMs: () => 60_000 }, reads);
  const check = (orderId?: string) =>
    guard.check('ada', { asset: 'BTC', orderId }).catch((problem: unknown) => problem);
  return { asked, check };
}

const statusOf = (status: string) => ({ type: 'order', requestId: 'x', orderId: 'a', userId: 'ada', status });
const answered = (status: string) => ({ outcome: 'answered', event: statusOf(status), callback: '1-0' }) as Answer;

const unknownAccount = { type: 'rejected', requestId: 'x', code: 'unknown_account', message: 'There is none.' };

test.each<[answer: Answer, status: number, code: string]>([
  [answered('unknown'), 422, 'stale_price'],
  [answered('open'), 409, 'duplicate_order'],
  [answered('closed'), 409, 'duplicate_order'],
  [{ outcome: 'answered', event: unknownAccount, callback: '1-0' } as Answer, 422, 'unknown_account'],
  [{ outcome: 'late' }, 503, 'unavailable'],
  [{ outcome: 'refused', reason: 'Redis is not connected.' }, 503, 'unavailable'],
])(
  'an order at an old price is refused, and the one that was opened before is told of: %j',
  async (answer, status, code) => {
    const { asked, check } = guarding();
    const told = check('a');
    asked[0]?.(answer);
    expect(await told).toMatchObject({ status, code, fields: { orderId: 'a' } });
  },
);

test('without an id there is nothing to ask for', async () => {
  const { asked, check } = guarding();
  expect(await check()).toMatchObject({ status: 422, code: 'stale_price' });
  expect(asked).toEqual([]);
});

test('a user’s questions wait for each other, and only so many do', async () => {
  const { asked, check } = guarding();
  const told = Array.from({ length: 101 }, (_, index) => check(String(index)));
  expect(await told[100]).toMatchObject({ status: 429, code: 'too_many_requests', retryAfter: 1 });
  expect(asked).toHaveLength(1);
  asked[0]?.(answered('unknown'));
  expect(await told[0]).toMatchObject({ status: 422 });
  await expect.poll(() => asked.length).toBe(2);
});
