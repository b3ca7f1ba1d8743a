import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { type Sender, Senders } from './senders.ts';

const here: Sender = { address: 'here' };
const ada: Sender = { address: 'here', userId: 'ada' };
const bob: Sender = { address: 'here', userId: 'bob' };
const elsewhere: Sender = { address: 'elsewhere' };

const sendersWith = (maxConnections: number, maxHandshakes: number) =>
  new Senders({ senderOf: () => here, maxConnections, maxHandshakes });

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

test('an address has so many connections at a time', () => {
  const senders = sendersWith(2, 100);
  for (let count = 0; count < 2; count += 1) {
    expect(senders.refusal(here)).toBeUndefined();
    senders.joined(here);
  }
  const detail = 'Too many connections of this address: the limit is 2 at a time.';
  expect(senders.refusal(here)).toEqual({ why: 'connections', detail, retryAfter: 1 });
  expect(senders.refusal(elsewhere)).toBeUndefined();
  senders.left(here);
  expect(senders.refusal(here)).toBeUndefined();
});

test('connections of nobody leave those behind the same address theirs who say who they are, as many in all', () => {
  const senders = sendersWith(2, 100);
  for (const sender of [here, here, ada]) senders.joined(sender);
  expect([senders.refusal(here)?.why, senders.refusal(bob)]).toEqual(['connections', undefined]);
  senders.joined(bob);
  expect(senders.refusal(ada)?.why).toBe('connections');
  senders.left(here);
  expect([senders.refusal(here), senders.refusal(ada)?.why]).toEqual([undefined, 'connections']);
});

test('a user, or an address without one, has so many handshakes in ten seconds, and is told when to come again', () => {
  const senders = sendersWith(100, 3);
  for (const sender of [here, ada])
    for (let count = 0; count < 3; count += 1) expect(senders.refusal(sender)).toBeUndefined();
  vi.advanceTimersByTime(2_500);
  const detail = 'Too many handshakes of this address: the limit is 3 in 10 seconds.';
  expect(senders.refusal(here)).toEqual({ why: 'handshakes', detail, retryAfter: 8 });
  expect(senders.refusal(ada)).toMatchObject({ detail: expect.stringContaining('of this user'), retryAfter: 8 });
  expect([senders.refusal(bob), senders.refusal(elsewhere)]).toEqual([undefined, undefined]);
  vi.advanceTimersByTime(7_500);
  expect(senders.refusal(here)).toBeUndefined();
});
