import type { Answer } from '@fulcrum/engine-client';
import { expect, it, vi } from 'vitest';
import { Accounts } from './accounts.ts';

const ada = { userId: 'ada' };
const opened = answered({ type: 'account-created', userId: 'ada', balance: '10000.000000' });
const unknown = answered({ type: 'rejected', code: 'unknown_account', message: 'There is no such account.' });
const figures = answered({ type: 'account', userId: 'ada', balance: '10000.000000' });

function answered(event: object): Answer {
  return { outcome: 'answered', event, callback: '1-0' } as Answer;
}

/** An engine that knows nobody until an account is opened. */
function engineOf({
  opening = opened,
  isUser = async () => true,
}: {
  opening?: Answer;
  isUser?: () => Promise<boolean>;
}) {
  let isOpen = false;
  const ask = vi.fn(async () => (isOpen ? figures : unknown));
  const send = vi.fn(async (type: string) => {
    if (type !== 'create-account') return ask();
    isOpen = opening === opened;
    return opening;
  });
  const engine = { send: send as never, read: ask as never, passed: '0-0' as const };
  const onError = vi.fn();
  return { accounts: new Accounts({ engine, isUser, deposit: '10000', onError }), ask, send, onError };
}

it('an account that is gone is opened again by whatever its user asks for, once', async () => {
  const { accounts, ask, send } = engineOf({});
  const asked = [accounts.read('get-account', ada), accounts.send('void-order', { ...ada, orderId: 'a' })];
  expect(await Promise.all(asked)).toEqual([figures, figures]);
  expect(send.mock.calls.filter(([type]) => type === 'create-account')).toEqual([
    ['create-account', { ...ada, deposit: '10000' }],
  ]);
  ask.mockClear();
  expect(await accounts.read('get-account', ada)).toBe(figures);
  expect(ask).toHaveBeenCalledTimes(1);
});

it.each<[string, Parameters<typeof engineOf>[0], Answer | object]>([
  ['of nobody who ever signed up stays unknown', { isUser: async () => false }, unknown],
  ['that the engine refuses to open stays unknown', { opening: unknown }, unknown],
  ['whose opening is late is told of as not ready', { opening: { outcome: 'late' } }, { outcome: 'refused' }],
  [
    'is told of as not ready without the database',
    { isUser: () => Promise.reject(new Error('away')) },
    { outcome: 'refused', reason: expect.stringContaining('database') },
  ],
])('an account %s', async (_, parts, answer) => {
  const { accounts, ask, onError } = engineOf(parts);
  expect(await accounts.read('get-account', ada)).toMatchObject(answer);
  expect(ask).toHaveBeenCalledTimes(1);
  await parts.isUser?.().catch((error) => expect(onError.mock.calls).toEqual([[error]]));
});
