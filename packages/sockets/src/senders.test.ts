import { expect, test } from 'vitest';
import { Senders } from './senders.ts';

const limits = { senderOf: () => '', maxConnections: 2, maxHandshakes: 3 };

test('a sender has so many connections at a time', () => {
  const senders = new Senders({ ...limits, maxHandshakes: 100 });
  for (let count = 0; count < 2; count += 1) {
    expect(senders.refusal('ada', 0)).toBeUndefined();
    senders.joined('ada');
  }
  expect(senders.refusal('ada', 0)).toBe('connections');
  expect(senders.refusal('bob', 0)).toBeUndefined();
  senders.left('ada');
  expect(senders.refusal('ada', 0)).toBeUndefined();
});

test('a sender has so many handshakes in ten seconds', () => {
  const senders = new Senders(limits);
  for (const nowMs of [0, 5_000, 9_999]) expect(senders.refusal('ada', nowMs)).toBeUndefined();
  expect(senders.refusal('ada', 9_999)).toBe('handshakes');
  expect(senders.refusal('bob', 9_999)).toBeUndefined();
  expect(senders.refusal('ada', 10_000)).toBeUndefined();
});

test('a sender who is kept out has no handshake, and gets in again later', () => {
  const barred = new Set(['ada']);
  const senders = new Senders({ ...limits, isBarred: (sender) => barred.has(sender) });
  expect([senders.refusal('ada', 0), senders.refusal('bob', 0)]).toEqual(['barred', undefined]);
  barred.clear();
  expect(senders.refusal('ada', 0)).toBeUndefined();
});

test('more than a hundred thousand senders in one window are counted anew', () => {
  const senders = new Senders({ ...limits, maxHandshakes: 1 });
  for (let count = 0; count < 100_000; count += 1) senders.refusal(String(count), 0);
  expect(senders.refusal('0', 0)).toBeUndefined();
  expect(senders.refusal('0', 0)).toBe('handshakes');
});
