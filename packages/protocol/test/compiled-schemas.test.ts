import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { ALICE, GOLD, GUARDS, orderId, transferId } from '../../cfd/test/harness.ts';
import { commandSchemas } from '../src/commands/command-schemas.ts';
import { decodeCommand } from '../src/commands/decode-command.ts';
import { decodeEvents, MAX_EVENTS_PER_ENTRY } from '../src/events/decode-events.ts';
import { eventSchema } from '../src/events/event-schemas.ts';

/**
 * Commands and events are read with compiled schemas. What a compiled schema takes it never shows to the plain one, so
 * here the two are held together.
 */

const request = { requestId: 'r1', orderId: orderId(1), userId: ALICE };
const moved = { requestId: 'r1', transferId: transferId(1), userId: ALICE };
const levels = { takeProfit: '130.00', stopLoss: '90.00' };

const commands: { [Type in keyof typeof commandSchemas]: object } = {
  'set-instrument': { requestId: 'r1', ...GOLD, ...GUARDS },
  'set-rules': { requestId: 'r1', version: 2 },
  'create-account': { requestId: 'r1', userId: ALICE, deposit: '1000' },
  'price-update': {
    asset: 'GOLD_USDC',
    bid: '100.00',
    ask: '100.01',
    exchangeTime: 1_732_000_000_000_000,
    source: 'local',
  },
  'set-price': { requestId: 'r1', asset: 'GOLD_USDC', bid: '100.00', ask: '100.01', actor: 'desk:ada' },
  'create-order': {
    ...request,
    ...levels,
    asset: 'GOLD_USDC',
    side: 'buy',
    quantity: '1',
    leverage: 10,
    expectedPrice: '100.00',
    maxSlippageBps: 10,
    validUntil: 1_732_000_003_000,
    ...{ orderType: 'limit', price: '99.00', expiresAt: 1_732_000_009_000 },
    ...{ trailingDistance: '1.00', guaranteed: false, reduceOnly: true },
  },
  'update-order': {
    ...{ ...request, takeProfit: null, stopLoss: '90.00', validUntil: 1_732_000_003_000 },
    ...{ price: '99.00', expiresAt: null, trailingDistance: '1.00' },
  },
  'close-order': { ...request, validUntil: 1_732_000_003_000, quantity: '0.5', openQuantity: '1', actor: 'desk:ada' },
  'get-account': { requestId: 'r1', userId: ALICE },
  'get-order': request,
  'void-order': request,
  transfer: { ...moved, kind: 'adjustment', amount: '-1.5', note: 'a bonus' },
  hold: { ...moved, amount: '1.5' },
  'settle-hold': { ...moved, outcome: 'paid' },
  'set-group': { requestId: 'r1', group: 'default', maxOpenOrders: 5, maxNotional: '1000', positionMode: 'netting' },
  'set-account': {
    ...{ requestId: 'r1', userId: ALICE, rights: 'close_only', pausedUntil: 1_732_000_003_000 },
    limits: { maxOpenOrders: 1, maxNotional: null },
  },
  'reset-account': { ...moved, deposit: '10000' },
  'cancel-order': request,
  'close-all': { requestId: 'r1', userId: ALICE, asset: 'GOLD_USDC' },
  'cancel-all': { requestId: 'r1', userId: ALICE },
};

const held = { asset: 'GOLD_USDC', bid: '1.00', ask: '100.01', source: null, heldSince: 1_732_000_000_000 };
const amounts = { quantity: '1.000', leverage: 10, openPrice: '100.01', margin: '10.001000', slippage: '0.00' };
const opened = { asset: 'GOLD_USDC', side: 'buy', ...amounts, ...levels, liquidationPrice: '90.51' };
const valued = { ...opened, orderId: orderId(1), userId: ALICE, openedAt: 1, currentPrice: '1', unrealizedPnl: '-2' };
const figures = { balance: '1', usedMargin: '1', unrealizedPnl: '1', equity: '1', freeMargin: '1', marginLevel: '1' };

const waiting = {
  ...{ asset: 'GOLD_USDC', side: 'buy', orderType: 'limit', price: '99.00', quantity: '1.000', leverage: 10 },
  ...{ takeProfit: '130.00', stopLoss: null, trailingDistance: '1.00', guaranteed: false, reduceOnly: false },
  ...{ maxSlippageBps: 10, expiresAt: 1_732_000_009_000, placedAt: 1_732_000_000_000 },
};

const events = [
  { type: 'instrument-set', requestId: 'r1', ...GOLD, ...GUARDS },
  { type: 'price-held', ...held },
  { type: 'price-released', ...held, source: 'local', outcome: 'dropped' },
  { type: 'price-set', requestId: 'r1', asset: 'GOLD_USDC', bid: '100.00', ask: '100.01', source: 'dealer' },
  { type: 'rules-set', requestId: 'r1', version: 2 },
  {
    type: 'account-created',
    requestId: 'r1',
    userId: ALICE,
    balance: '1000.000000',
    cash: '1000.000000',
    deposit: '1000',
  },
  { type: 'created', ...request, ...opened, balance: '989.999000', openedAt: 1_732_000_000_000 },
  { type: 'updated', ...request, takeProfit: null, stopLoss: '90.00' },
  {
    ...{ type: 'closed', ...request, requestId: null, asset: 'GOLD_USDC', side: 'buy', ...amounts },
    ...{ closePrice: '90.50', pnl: '-9.510000', payout: '0.491000', reason: 'liquidation', liquidated: true },
    ...{ balance: '990.490000', openedAt: 1_732_000_000_000, closedAt: 1_732_000_000_001 },
  },
  { type: 'rejected', ...request, code: 'no_price', message: 'there is no price yet' },
  { type: 'account', requestId: 'r1', userId: ALICE, ...figures, orders: [valued, valued] },
  { type: 'order', ...request, status: 'open', order: valued },
  { type: 'transferred', ...moved, kind: 'deposit', amount: '1.500000', cash: '5', balance: '5', note: 'a bonus' },
  { type: 'held', ...moved, amount: '1.500000', cash: '5', balance: '3.5' },
  { type: 'hold-settled', ...moved, outcome: 'released', amount: '1.500000', cash: '5', balance: '5' },
  { type: 'placed', ...request, ...waiting },
  { type: 'cancelled', ...request, requestId: null, ...waiting, code: 'requested' },
  {
    ...{ type: 'reduced', ...request, asset: 'GOLD_USDC', side: 'buy', quantity: '1.000', closedQuantity: '0.500' },
    balance: '5',
  },
  { type: 'all-closed', requestId: 'r1', userId: ALICE, closed: 2, left: 1 },
  { type: 'all-cancelled', requestId: 'r1', userId: ALICE, cancelled: 2, left: 0 },
  { type: 'group-set', requestId: 'r1', group: 'default', maxOpenOrders: 5, maxNotional: '1000.000000' },
  {
    ...{ type: 'account-set', requestId: 'r1', userId: ALICE, rights: 'none', pausedUntil: 1_732_000_003_000 },
    limits: { maxTotalNotional: '1.000000' },
  },
];

const junk = fc.oneof(
  fc.constantFrom(
    '',
    '0.01',
    '-1',
    '1.',
    '+1',
    '1e3',
    '1\n',
    ALICE,
    ALICE.toUpperCase(),
    'x'.repeat(64),
    'x'.repeat(65),
  ),
  fc.constantFrom(
    0,
    -0,
    1,
    -1,
    1.5,
    2 ** 53,
    -(2 ** 53),
    Number.POSITIVE_INFINITY,
    true,
    null,
    'buy',
    'closed',
    'open',
  ),
  fc.jsonValue(),
);

/** A message with nothing, or up to three things, done to it. */
function damaged(message: object): fc.Arbitrary<unknown> {
  const name = fc.oneof(fc.constantFrom(...Object.keys(message)), fc.constantFrom('__proto__', 'constructor', 'extra'));
  const change = fc.record({ name, isRemoved: fc.boolean(), value: junk });
  const whole = fc.array(change, { maxLength: 3 }).map((changes) => {
    const fields = new Map<string, unknown>(Object.entries(message));
    for (const { name, isRemoved, value } of changes) isRemoved ? fields.delete(name) : fields.set(name, value);
    return fromEntries(fields);
  });
  return fc.oneof({ weight: 9, arbitrary: whole }, { weight: 1, arbitrary: junk });
}

/** As JSON.parse makes it: `__proto__` is a field like any other. */
function fromEntries(fields: Map<string, unknown>): object {
  const object = {};
  for (const [name, value] of fields)
    Object.defineProperty(object, name, { value, enumerable: true, configurable: true, writable: true });
  return object;
}

function expectAgreement(schema: z.ZodType, message: object): void {
  const compiled = z.compile(schema, { strict: true });
  let taken = 0;
  let refused = 0;
  fc.assert(
    fc.property(damaged(message), (value) => {
      const plain = schema.safeParse(value);
      if (plain.success) taken += 1;
      else refused += 1;
      expect(compiled.safeParse(value)).toEqual(plain);
    }),
    { numRuns: 500 },
  );
  expect(Math.min(taken, refused)).toBeGreaterThan(20);
}

describe('a compiled schema takes what the plain one takes, and gives the same', () => {
  it.each(Object.entries(commands))('for the command %s', (type, message) => {
    expect(decodeCommand(type, JSON.stringify(message))).toEqual({ type, ...message });
    expectAgreement(commandSchemas[type as keyof typeof commandSchemas], message);
  });

  it.each(events.map((event) => [event.type, event] as const))('for the event %s', (_type, event) => {
    expect(decodeEvents(JSON.stringify([event]))).toEqual([event]);
    expectAgreement(eventSchema, event);
  });
});

describe('the events of an entry', () => {
  const [event] = events;

  it('are at most 256', () => {
    const text = (count: number) => JSON.stringify(Array.from({ length: count }, () => event));
    expect(decodeEvents(text(MAX_EVENTS_PER_ENTRY)).length).toBe(256);
    expect(() => decodeEvents(text(MAX_EVENTS_PER_ENTRY + 1))).toThrow('too many events');
  });

  it.each(['', '{}', 'null', '[null]', '[[]]', '[{"type":"unknown"}]', '[{"type":"closed"}]'])('are not %s', (text) => {
    expect(() => decodeEvents(text)).toThrow();
  });

  it('lose the fields that no schema names', () => {
    expect(decodeEvents(JSON.stringify([{ ...event, extra: 1 }]))).toEqual([event]);
  });
});
