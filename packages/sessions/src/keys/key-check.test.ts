import { randomUUID } from 'node:crypto';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { RevokedSessions } from '../revoked-sessions.ts';
import { KeyCheck, type KeyCheckOptions } from './key-check.ts';
import { keyHash, makeKeySecret } from './key-secret.ts';
import type { KeptKey } from './known-keys.ts';

const HERE = '192.0.2.7';

beforeEach(() => void vi.useFakeTimers({ now: Date.UTC(2026, 0, 1) }));
afterEach(() => void vi.useRealTimers());

/** A database of keys, which counts what it is asked. */
function world(options: Partial<KeyCheckOptions> = {}) {
  const keys = new Map<string, KeptKey>();
  const asked: string[] = [];
  const written: { keyId: string; usedAt: number }[][] = [];
  const ended = new RevokedSessions((id) => check.forget(id));
  const find = async (hash: string) => {
    asked.push(hash);
    await vi.advanceTimersByTimeAsync(1);
    return keys.get(hash);
  };
  const writeUses = async (uses: readonly { keyId: string; usedAt: number }[]) => void written.push([...uses]);
  const check: KeyCheck = new KeyCheck({ find, ended, writeUses, ...options });
  const add = (key: Partial<KeptKey> = {}) => {
    const secret = makeKeySecret();
    const whole = { id: randomUUID(), userId: 'ada', scopes: ['read'], addresses: [], expiresAt: undefined, ...key };
    keys.set(keyHash(secret) ?? '', whole);
    return { secret, ...whole };
  };
  return { keys, asked, written, ended, check, add };
}

test('a key is looked up once, and then known for a while', async () => {
  const { check, add, asked } = world();
  const { secret, id } = add({ scopes: ['read', 'trade'] });
  expect(check.recall(secret, HERE)).toBeUndefined();
  const answer = { session: { userId: 'ada', sessionId: id, scopes: ['read', 'trade'] } };
  expect(await check.ask(secret, HERE)).toMatchObject(answer);
  expect(check.recall(secret, HERE)).toMatchObject(answer);
  for (let count = 0; count < 100; count += 1) await check.ask(secret, HERE);
  expect(asked).toHaveLength(1);
  vi.advanceTimersByTime(30_000);
  expect(check.recall(secret, HERE)).toBeUndefined();
  await check.ask(secret, HERE);
  expect(asked).toHaveLength(2);
});

test('an unknown key is looked up once as well, and one of a wrong form not at all', async () => {
  const { check, asked } = world();
  const madeUp = makeKeySecret();
  for (let count = 0; count < 100; count += 1) expect(await check.ask(madeUp, HERE)).toEqual({ refusal: 'unknown' });
  expect(check.recall(madeUp, HERE)).toEqual({ refusal: 'unknown' });
  expect(check.recall('fk_rubbish', HERE)).toEqual({ refusal: 'unknown' });
  expect(asked).toHaveLength(1);
});

test('any number of made-up keys takes bounded room, and pushes out no good one', async () => {
  const { check, add } = world({ maxKept: 10 });
  const { secret } = add();
  await check.ask(secret, HERE);
  for (let count = 0; count < 100; count += 1) await check.ask(makeKeySecret(), HERE);
  expect(check.size).toBe(11);
  expect(check.recall(secret, HERE)?.session).toBeDefined();
});

test('those who bring one key at once share a look-up, and too many of different keys are turned away', async () => {
  const { check, asked } = world({ maxLookUps: 2 });
  const [one, other, third] = [makeKeySecret(), makeKeySecret(), makeKeySecret()];
  const answers = await Promise.all([one, one, other, third].map((secret) => check.ask(secret, HERE)));
  expect(answers.map(({ refusal }) => refusal)).toEqual(['unknown', 'unknown', 'unknown', 'busy']);
  expect(asked).toHaveLength(2);
  expect(await check.ask(third, HERE)).toEqual({ refusal: 'unknown' });
});

test('a failed look-up is told to those who wait, and not kept', async () => {
  const find = vi.fn().mockRejectedValueOnce(new Error('away')).mockResolvedValue(undefined);
  const { check } = world({ find });
  const secret = makeKeySecret();
  await expect(check.ask(secret, HERE)).rejects.toThrow('away');
  expect(await check.ask(secret, HERE)).toEqual({ refusal: 'unknown' });
});

test('a key that ended is refused at once, also one that was being looked up meanwhile', async () => {
  const { check, add, ended, keys } = world();
  const [used, other] = [add(), add()];
  await check.ask(used.secret, HERE);
  const end = (sessionId: string) => ended.end({ sessionId, expiresAt: Date.now() / 1_000 + 3_600 });
  end(used.id);
  expect(check.recall(used.secret, HERE)).toBeUndefined();
  expect(await check.ask(used.secret, HERE)).toEqual({ refusal: 'unknown' });
  const underWay = check.ask(other.secret, HERE);
  keys.clear();
  end(other.id);
  expect(await underWay).toEqual({ refusal: 'unknown' });
});

test('what was looked up before a key was deleted is not kept behind that', async () => {
  const { check, add, keys } = world();
  const { secret, id } = add();
  const underWay = check.ask(secret, HERE);
  keys.clear();
  check.forget(id);
  await underWay;
  expect(await check.ask(secret, HERE)).toEqual({ refusal: 'unknown' });
});

test('a key holds until its time, and from its addresses alone', async () => {
  const { check, add } = world();
  const brief = add({ expiresAt: Date.now() + 10_000 });
  const bound = add({ addresses: ['192.0.2.0/24'] });
  expect((await check.ask(brief.secret, HERE)).session?.expiresAt).toBe(Date.UTC(2026, 0, 1) / 1_000 + 10);
  vi.advanceTimersByTime(10_000);
  expect(await check.ask(brief.secret, HERE)).toEqual({ refusal: 'expired' });
  expect((await check.ask(bound.secret, HERE)).session).toBeDefined();
  expect(await check.ask(bound.secret, '203.0.113.7')).toEqual({ refusal: 'address' });
});

test('uses are written to the minute, once for a minute, and again when that failed; refused ones are none', async () => {
  const stop = new AbortController();
  let isAway = true;
  const written: { keyId: string; usedAt: number }[] = [];
  const { check, add } = world({
    writeUses: async (uses) => {
      if (isAway) throw new Error('away');
      written.push(...uses);
    },
  });
  const errors: unknown[] = [];
  const running = check.uses.run(stop.signal, (error) => errors.push(error));
  const { secret, id } = add({ addresses: [HERE] });
  const start = Math.floor(Date.now() / 60_000) * 60_000;
  await check.ask(secret, '203.0.113.7');
  await vi.advanceTimersByTimeAsync(5_000);
  expect(errors).toEqual([]);
  for (let count = 0; count < 10; count += 1) await check.ask(secret, HERE);
  await vi.advanceTimersByTimeAsync(5_000);
  expect(errors).toHaveLength(1);
  isAway = false;
  await vi.advanceTimersByTimeAsync(5_000);
  expect(written).toEqual([{ keyId: id, usedAt: start }]);
  await check.ask(secret, HERE);
  await vi.advanceTimersByTimeAsync(60_000);
  await check.ask(secret, HERE);
  stop.abort();
  await running;
  expect(written).toEqual([
    { keyId: id, usedAt: start },
    { keyId: id, usedAt: start + 60_000 },
  ]);
});
