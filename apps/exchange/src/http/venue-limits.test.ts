import type { Request, Response } from 'express';
import { expect, test } from 'vitest';
import { costOfRecordedRows, costOfRows } from './answer-cost.ts';
import { VenueLimits } from './venue-limits.ts';
import { setUser } from './venue-route.ts';

const limitsOfAll = { ADDRESS_RATE_LIMIT: 2, ORDER_RATE_LIMIT: 3, SIGN_IN_RATE_LIMIT: 1, HISTORY_RATE_LIMIT: 1 };
const settings = { ...limitsOfAll, TRUSTED_PROXIES: 0 };

const from = (remoteAddress: string, body?: unknown) =>
  ({ headers: {}, socket: { remoteAddress }, body }) as unknown as Request;

function responseFor(userId?: string): Response {
  const response = { locals: {}, appendHeader: () => {} } as unknown as Response;
  if (userId !== undefined) setUser(response, userId);
  return response;
}

/** @returns what the limit passes on: undefined for a request that may go on. */
function passed(
  limits: VenueLimits,
  kind: 'address' | 'user' | 'history',
  request: Request,
  response = responseFor(),
): unknown {
  let error: unknown = 'nothing';
  limits[kind](request, response, (problem?: unknown) => {
    error = problem;
  });
  return error;
}

test('a request that anybody may send counts on its address', () => {
  const limits = new VenueLimits(settings, () => {});
  const statuses = [1, 2, 3].map(() => passed(limits, 'address', from('192.0.2.1')));
  expect(statuses).toMatchObject([undefined, undefined, { status: 429 }]);
  expect(passed(limits, 'address', from('192.0.2.2'))).toBeUndefined();
});

test('a request of a user counts on the user, a batch as what is in it', () => {
  const limits = new VenueLimits(settings, () => {});
  const of = (userId: string, body?: unknown) => passed(limits, 'user', from('192.0.2.1', body), responseFor(userId));
  expect(of('ada', [{}, {}, {}])).toBeUndefined();
  expect(of('ada')).toMatchObject({ status: 429 });
  expect(of('ben')).toBeUndefined();
});

test("a request for what is past counts on its user, or on its address where it is nobody's", () => {
  const limits = new VenueLimits(settings, () => {});
  const of = (address: string, userId?: string) => passed(limits, 'history', from(address), responseFor(userId));
  const senders: [string, string?][] = [['192.0.2.1'], ['192.0.2.1', 'ada'], ['192.0.2.1', 'ben'], ['192.0.2.2']];
  expect(senders.map((sender) => of(...sender))).toEqual([undefined, undefined, undefined, undefined]);
  expect(senders.map((sender) => of(...sender))).toMatchObject(Array(4).fill({ status: 429 }));
});

test('a long answer counts as several requests, on whom its request was counted', () => {
  const limits = new VenueLimits({ ...settings, ADDRESS_RATE_LIMIT: 12, ORDER_RATE_LIMIT: 12 }, () => {});
  const charge = limits.chargeFor(costOfRows);
  const rows = Array.from({ length: 1_000 }, () => ({}));
  const [long, other] = [from('192.0.2.1'), from('192.0.2.2')];
  expect(passed(limits, 'address', long)).toBeUndefined();
  charge(long, responseFor(), rows);
  expect(passed(limits, 'address', long)).toBeUndefined();
  expect(passed(limits, 'address', long)).toMatchObject({ status: 429 });
  // Others that were asked for together with it are not sent.
  expect(() => charge(long, responseFor(), rows)).toThrow('Too many requests of this address');
  expect(passed(limits, 'address', other)).toBeUndefined();
  expect(passed(limits, 'user', long, responseFor('ada'))).toBeUndefined();
  limits.chargeFor(costOfRows)(long, responseFor('ada'), { bids: rows, asks: rows.slice(0, 100) });
  expect(passed(limits, 'user', long, responseFor('ada'))).toMatchObject({ status: 429 });
  expect(passed(limits, 'user', long, responseFor('ben'))).toBeUndefined();
});

test('what is told over the WebSocket counts on its user, with its rows', () => {
  const limits = new VenueLimits({ ...settings, ORDER_RATE_LIMIT: 12 }, () => {});
  limits.chargeRows('ada', 99);
  limits.chargeRows('ada', 1_000);
  expect(passed(limits, 'user', from('192.0.2.1'), responseFor('ada'))).toMatchObject({ status: 429 });
  expect(() => limits.chargeRows('ada', 0)).toThrow('Too many requests of this user');
  limits.chargeRows('ben', 0);
});

test.each([
  [0, 0, 'pong'],
  [0, 0, { orderId: '1', status: 'open' }],
  [0, 3, Array(99).fill(1)],
  [1, 4, { bids: Array(60).fill(1), asks: Array(40).fill(1), lastUpdateId: '5' }],
  [10, 40, Array(1_000).fill(1)],
])('costs %i more where it is in memory, and %i where it is recorded', (inMemory, recorded, reply) => {
  expect([costOfRows(reply), costOfRecordedRows(reply)]).toEqual([inMemory, recorded]);
});
