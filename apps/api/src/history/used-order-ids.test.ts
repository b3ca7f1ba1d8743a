import { randomUUID } from 'node:crypto';
import type { LogId } from '@fulcrum/log';
import { newOrderId } from '@fulcrum/protocol';
import { expect, it, vi } from 'vitest';
import { UsedOrderIds } from './used-order-ids.ts';

const MINUTE = 60_000;

function idsOf(known: { isUsed?: boolean; recordedUpTo?: LogId; passed?: LogId; comesOn?: boolean } = {}) {
  const { isUsed = false, recordedUpTo = `${Date.now()}-0`, passed = recordedUpTo, comesOn = false } = known;
  const lookUpIds = vi.fn(async (ids: readonly string[]) => ({ used: new Set(isUsed ? ids : []), recordedUpTo }));
  const reaches = async () => comesOn;
  return { ids: new UsedOrderIds({ history: { lookUpIds }, passed: () => passed, reaches }), lookUpIds };
}

it.each([
  ['made now', 0],
  ['ahead by less than two seconds', 1_900],
  ['nine minutes old', -9 * MINUTE],
])('a UUIDv7 that is %s is not looked up', async (_, ageMs) => {
  const { ids, lookUpIds } = idsOf({ isUsed: true });
  await ids.check(newOrderId(Date.now() + ageMs));
  expect(lookUpIds).not.toHaveBeenCalled();
});

it.each([
  ['a random id', () => randomUUID()],
  ['a UUIDv7 that is older than ten minutes', () => newOrderId(Date.now() - 10 * MINUTE)],
  ['a UUIDv7 of 1970', () => newOrderId(0)],
])('%s is looked up, and refused when it was used', async (_, make) => {
  const orderId = make();
  const unused = idsOf();
  await unused.ids.check(orderId);
  expect(unused.lookUpIds).toHaveBeenCalledWith([orderId]);
  await expect(idsOf({ isUsed: true }).ids.check(orderId)).rejects.toMatchObject({
    status: 409,
    code: 'duplicate_order',
    fields: { orderId },
  });
});

it.each([3_000, MINUTE, 2 ** 47])('a UUIDv7 that is %i ms ahead is refused', async (aheadMs) => {
  const { ids, lookUpIds } = idsOf();
  await expect(ids.check(newOrderId(Date.now() + aheadMs))).rejects.toMatchObject({
    status: 400,
    code: 'invalid_input',
    fields: { errors: { orderId: expect.stringContaining('of the future') } },
  });
  expect(lookUpIds).not.toHaveBeenCalled();
});

it.each<[string, LogId, LogId, boolean]>([
  ['has everything, however long ago that was', '1000-0', '1000-0', true],
  ['lacks what came in the last minutes', `${Date.now() - 9 * MINUTE}-0`, `${Date.now()}-0`, true],
  ['is more than ten minutes behind', `${Date.now() - 11 * MINUTE}-0`, `${Date.now()}-0`, false],
])('a history that %s', async (_, recordedUpTo, passed, isEnough) => {
  const checking = idsOf({ recordedUpTo, passed }).ids.check(randomUUID());
  if (isEnough) await checking;
  else await expect(checking).rejects.toMatchObject({ status: 503, code: 'unavailable' });
});

it.each<[string, LogId]>([
  ['has nothing yet', '0-0'],
  ['had nothing to write for an hour', `${Date.now() - 60 * MINUTE}-0`],
])('a history that %s is waited for, and asked once more', async (_, recordedUpTo) => {
  const parts = { recordedUpTo, passed: `${Date.now()}-0`, comesOn: true } as const;
  const unused = idsOf(parts);
  await unused.ids.check(randomUUID());
  expect(unused.lookUpIds).toHaveBeenCalledTimes(2);
  const late = idsOf(parts);
  const orderId = randomUUID();
  late.lookUpIds.mockResolvedValueOnce({ used: new Set(), recordedUpTo });
  late.lookUpIds.mockResolvedValueOnce({ used: new Set([orderId]), recordedUpTo: parts.passed });
  await expect(late.ids.check(orderId)).rejects.toMatchObject({ status: 409 });
});

it('without the history nothing is sent', async () => {
  const lookUpIds = () => Promise.reject(new Error('Connection terminated'));
  const ids = new UsedOrderIds({ history: { lookUpIds }, passed: () => '0-0', reaches: async () => false });
  await expect(ids.check(randomUUID())).rejects.toThrow('Connection terminated');
  await ids.check(newOrderId(Date.now()));
});
