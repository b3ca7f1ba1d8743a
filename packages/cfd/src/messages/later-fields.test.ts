import { expect, it } from 'vitest';
import type { CloseOrder, Command, GetAccount } from './commands.ts';
import { underRules } from './later-fields.ts';

const order = { requestId: 'r', orderId: 'o', userId: 'u' };
const close = (validUntil: CloseOrder['validUntil']): Command => ({ type: 'close-order', ...order, validUntil });
const read = (orders: GetAccount['orders']): Command => ({
  ...{ type: 'get-account', requestId: 'r', userId: 'u', replyTo: 'asker', orders },
});

it.each([
  [2, close(5), close(undefined)],
  [2, close('malformed'), close(undefined)],
  [3, close(5), close(5)],
  [1, read({ limit: 1 }), read(undefined)],
  [1, read('malformed'), read(undefined)],
  [2, read({ limit: 1 }), read({ limit: 1 })],
])('rules %i see of %j no more than they know', (version, command, seen) => {
  expect(underRules(command, version)).toEqual(seen);
});

it.each([
  [3, close('malformed'), { ...order, isRead: false, message: /^validUntil: must be milliseconds/ }],
  [2, read('malformed'), { requestId: 'r', userId: 'u', replyTo: 'asker', isRead: true, message: /^orders: limit is/ }],
])('rules %i refuse %j', (version, command, { message, ...invalid }) => {
  expect(underRules(command, version)).toMatchObject({ type: 'invalid', ...invalid });
  expect(underRules(command, version)).toMatchObject({ message: expect.stringMatching(message) });
});

it('a command without such a field stays the same object', () => {
  for (const command of [close(undefined), read(undefined)]) expect(underRules(command, 1)).toBe(command);
});
