import { randomUUID } from 'node:crypto';
import type { Loss } from '@fulcrum/db';
import type { Answer } from '@fulcrum/engine-client';
import { Problem } from '@fulcrum/http';
import { newOrderId } from '@fulcrum/protocol';
import { expect, it, vi } from 'vitest';
import { TradeController } from './trade.controller.ts';

const session = { userId: 'ada' } as never;
const order = { asset: 'BTC_USDC', side: 'buy', quantity: '1', leverage: 1 } as const;
const found = { rejectedAt: 15_000, message: 'No.' };

interface World {
  readonly answer?: Answer;
  readonly isUsed?: boolean;
  readonly isStale?: boolean;
  readonly losses?: readonly Loss[];
  readonly rejection?: object;
  readonly duplication?: object;
  /** What the engine says of an order. Without it the order is void already. */
  readonly status?: Answer;
  readonly end?: object;
  /** What the history tells of an order's events. */
  readonly story?: object;
  /** How far the history has come. */
  readonly recordedUpTo?: string;
  /** The last result that the API has seen. */
  readonly passed?: string;
}

/** A controller for orders that are nowhere, or as the engine and the history say. */
function controllerOf(world: World) {
  const { answer = { outcome: 'late' }, isUsed, isStale, losses = [], rejection, duplication, status, end } = world;
  const { story = { events: [{ type: 'created' }], hasBeginning: true } } = world;
  const send = vi.fn(async (_type: string, _command: object) => answer);
  const stale = new Problem(422, 'stale_price', 'The last price is old.');
  const parts = {
    shard: 0,
    engine: { send, passed: world.passed ?? '0-0' },
    reads: { order: async () => status },
    guard: { check: async () => (isStale ? Promise.reject(stale) : undefined) },
    voids: { holds: async () => status === undefined, requireShare: async () => {} },
    history: {
      lookUpIds: async (ids: string[]) => ({ used: new Set(isUsed ? ids : []), recordedUpTo: '0-0' }),
      recordedUpTo: async () => world.recordedUpTo ?? '9-0',
      endOf: async () => end,
      losses: async () => losses,
      rejection: async () => rejection,
      duplication: async () => duplication,
    },
    events: { page: async () => story },
    signal: new AbortController().signal,
  };
  return { trade: new TradeController(parts as never), send };
}

it('a used id is told of as used, and not as refused, also while prices are old', async () => {
  const orderId = randomUUID();
  const used = controllerOf({ isUsed: true, isStale: true });
  await expect(used.trade.create(session, { ...order, orderId })).rejects.toMatchObject({ code: 'duplicate_order' });
  const unused = controllerOf({ isStale: true });
  await expect(unused.trade.create(session, { ...order, orderId })).rejects.toMatchObject({ code: 'stale_price' });
  expect(unused.send).not.toHaveBeenCalled();
});

it('an id that is refused as used is told of as refused, and not as one that never came', async () => {
  const [old, young] = [randomUUID(), newOrderId(Date.now())];
  const { trade } = controllerOf({ isUsed: true });
  await expect(trade.create(session, { ...order, orderId: old })).rejects.toMatchObject({ status: 409 });
  const rejection = { code: 'duplicate_order', message: 'This orderId was that of an order which has ended.' };
  expect(await trade.status(session, old)).toEqual({
    status: 200,
    body: { orderId: old, status: 'rejected', rejection },
  });
  // The engine itself says what becomes of it.
  await expect(trade.status(session, young)).rejects.toMatchObject({ status: 404, code: 'unknown_order' });
});

const losses: Loss[] = [
  { after: '40000-0', foundAt: 50_000 },
  { after: '10000-0', foundAt: 20_000 },
];
const loss = { after: 10_000, before: 20_000 };

it.each<[string, World, object]>([
  ['the repetition of which was refused', { duplication: { ...found, code: 'duplicate_order' } }, { loss }],
  ['the repetition of which came late', { rejection: { ...found, code: 'expired', rejectedAt: 30_000 } }, { loss }],
  [
    'which was refused before',
    { rejection: { ...found, code: 'stale_price' } },
    { loss, rejection: { ...found, code: 'stale_price' } },
  ],
])('an order of the lost time, %s, is lost', async (_, world, fields) => {
  const orderId = newOrderId(15_000);
  const { trade } = controllerOf({ ...world, losses });
  await trade.create(session, { ...order, orderId }).catch(() => {});
  expect((await trade.status(session, orderId)).body).toEqual({ orderId, status: 'lost', ...fields });
});

it.each<[code: string, isOfRepetition: boolean]>([
  ['duplicate_order', true],
  ['expired', true],
  ['insufficient_balance', false],
])('%s, of an id that tells no time: the loss behind a repetition is told of: %j', async (code, isOfRepetition) => {
  const { trade } = controllerOf({ rejection: { ...found, code }, losses });
  const { body } = await trade.status(session, randomUUID());
  const message = isOfRepetition
    ? 'No. An earlier sending may be among what the log lost of the time from 1970-01-01T00:00:40.000Z to ' +
      '1970-01-01T00:00:50.000Z, or earlier.'
    : 'No.';
  expect(body).toMatchObject({ status: 'rejected', rejection: { code, message } });
});

it('an order that was refused before it was sent is not taken for one that was sent', async () => {
  const now = Date.now();
  const orderId = randomUUID();
  const justNow: Loss[] = [{ after: `${now - 1_000}-0`, foundAt: now + 1_000 }];
  const { trade, send } = controllerOf({ losses: justNow });
  send.mockResolvedValueOnce({ outcome: 'refused', reason: 'Redis is not connected.' });
  await expect(trade.create(session, { ...order, orderId })).rejects.toMatchObject({ status: 503 });
  await expect(trade.status(session, orderId)).rejects.toMatchObject({ status: 404 });
  expect(await trade.create(session, { ...order, orderId })).toMatchObject({ status: 202 });
  expect((await trade.status(session, orderId)).body).toMatchObject({ status: 'lost' });
});

const event = (fields: object): Answer =>
  ({ outcome: 'answered', callback: '1-0', event: { requestId: 'r', ...fields } }) as never;
const limit = { ...order, orderType: 'limit', price: '90' } as const;

it.each(['created', 'placed', 'reduced'])('an order may be answered by %s', async (type) => {
  const { trade, send } = controllerOf({});
  send.mockResolvedValueOnce(event({ type, orderId: 'o', quantity: '1' }));
  expect(await trade.create(session, order)).toEqual({
    status: 201,
    body: { requestId: 'r', orderId: 'o', quantity: '1' },
  });
});

it('nothing is sent that older rules would take for something else, until the engine knows it', async () => {
  const { trade, send } = controllerOf({});
  const asked = { orderId: expect.any(String), userId: 'ada' };
  send.mockResolvedValueOnce(event({ type: 'rejected', code: 'invalid_command', message: 'unknown type of command' }));
  await expect(trade.create(session, limit)).rejects.toMatchObject({ status: 409, code: 'older_rules' });
  send.mockResolvedValueOnce({ outcome: 'late' });
  await expect(trade.create(session, limit)).rejects.toMatchObject({ status: 503 });
  expect(send.mock.calls).toEqual([
    ['cancel-order', asked],
    ['cancel-order', asked],
  ]);
  send.mockResolvedValueOnce(event({ type: 'rejected', code: 'unknown_order', message: 'There is no such order.' }));
  expect(await trade.create(session, limit)).toMatchObject({ status: 202 });
  const part = { orderId: randomUUID(), quantity: '1', openQuantity: '2' };
  expect(await trade.close(session, part)).toMatchObject({ status: 202 });
  expect(send.mock.calls.slice(2).map(([type]) => type)).toEqual(['cancel-order', 'create-order', 'close-order']);
});

it('what older rules know is sent without asking', async () => {
  const { trade, send } = controllerOf({});
  await trade.create(session, order);
  await trade.close(session, { orderId: randomUUID() });
  expect(send.mock.calls.map(([type]) => type)).toEqual(['create-order', 'close-order']);
});

it.each([
  ['pending', { pendingOrder: limit }, 'placed'],
  ['cancelled', {}, 'cancelled'],
])('an order that the engine says is %s is told of', async (status, fields, told) => {
  const answer = event({ type: 'order', status, ...fields });
  const { trade } = controllerOf({ status: answer });
  expect((await trade.status(session, 'o')).body).toMatchObject({ orderId: 'o', status: told });
});

it.each(['closed', 'cancelled', 'reduced'])('an order that the history has as %s is told of', async (status) => {
  const answer = event({ type: 'order', status: 'unknown' });
  const end = { status, order: { asset: 'BTC_USDC' } };
  const { trade } = controllerOf({ status: answer, end });
  expect((await trade.status(session, 'o')).body).toEqual({ orderId: 'o', ...end });
});

it('the story of an order is not told as whole while the history is behind', async () => {
  const orderId = randomUUID();
  const known = controllerOf({ passed: '9-0', recordedUpTo: '9-0' });
  expect((await known.trade.events(session, orderId, { limit: 10 })).body).toMatchObject({ isWhole: true });
  const behind = controllerOf({ passed: '10-0', recordedUpTo: '9-0' });
  await expect(behind.trade.events(session, orderId, { limit: 10 })).rejects.toMatchObject({ status: 503 });
});

it.each([
  ['unknown', undefined],
  // Somebody has looked it up, by which it was made void.
  ['closed', undefined],
  ['open', false],
  ['pending', false],
  ['cancelled', false],
] as const)(
  'of an order that is %s, and of which the history has nothing, the story is whole: %s',
  async (status, isWhole) => {
    const orderId = randomUUID();
    const event = { type: 'order', requestId: 'r', orderId, userId: 'ada', status } as const;
    const answer: Answer = { outcome: 'answered', event, callback: '9-0' };
    const told = controllerOf({ status: answer, story: { events: [] } }).trade.events(session, orderId, { limit: 10 });
    if (isWhole === undefined) await expect(told).rejects.toMatchObject({ status: 404, code: 'unknown_order' });
    else expect((await told).body).toEqual({ events: [], isWhole });
  },
);
