import { describe, expect, test } from 'vitest';
import { START_MS, type Subject, subjects, userId } from '../../harness.ts';
import { ALICE, BOB, type OrderDesk, tradingDesk } from './order-desk.ts';

/** A reason to refuse the placing of an order: its own terms, or the state of the desk. */
interface Fault {
  readonly code: string;
  readonly terms?: { readonly [field: string]: unknown };
  readonly spoil?: (desk: OrderDesk) => unknown;
}

const SILVER = { asset: 'SILVER_USDC', priceDecimals: 1 };
const rightsOf = (rights: string) => (desk: OrderDesk) => desk.send('set-account', { userId: ALICE, rights });
const shut = (mode: string) => (desk: OrderDesk) => {
  for (const settings of [{ priceDecimals: 1 }, SILVER]) desk.setInstrument({ ...settings, mode });
};

/** In the order of the checks. Each fault is the only one of its kind. */
const placing: readonly Fault[] = [
  { code: 'invalid_command', terms: { reduceOnly: true, guaranteed: true } },
  { code: 'unknown_asset', terms: { asset: 'NOWHERE' } },
  { code: 'unknown_account', terms: { userId: userId(9) } },
  { code: 'duplicate_order', spoil: (desk) => desk.enter(1, 'buy', { userId: BOB }) },
  { code: 'account_restricted', spoil: rightsOf('close_only') },
  { code: 'expired', terms: { validUntil: START_MS - 1 } },
  { code: 'market_closed', spoil: shut('closed') },
  { code: 'invalid_quantity', terms: { quantity: '0' } },
  { code: 'invalid_leverage', terms: { leverage: 101 } },
  { code: 'no_price', terms: SILVER },
  { code: 'invalid_price', terms: { price: '100.2' } },
  { code: 'invalid_expiry', terms: { expiresAt: START_MS } },
  { code: 'invalid_take_profit', terms: { takeProfit: '50' } },
  { code: 'invalid_stop_loss', terms: { guaranteed: true } },
  { code: 'invalid_trailing_distance', terms: { trailingDistance: '0' } },
];

function outcomeWith(make: () => Subject, faults: readonly Fault[]): unknown {
  const desk = tradingDesk(make);
  desk.setInstrument(SILVER);
  for (const { spoil } of faults) spoil?.(desk);
  // The earlier fault's terms win where two faults set the same field: both are then still wrong.
  const terms = Object.assign({}, ...faults.toReversed().map(({ terms = {} }) => terms));
  return desk.tryToEnter(1, 'buy', { orderType: 'limit', price: '95', ...terms });
}

/** What is spoiled and what is wrong in the order itself can stand together, unless both name the same field. */
function areCompatible({ terms: one = {} }: Fault, { terms: other = {}, code }: Fault): boolean {
  const shared = Object.keys(one).filter((field) => field in other);
  return shared.length === 0 || (code === 'invalid_stop_loss' && 'reduceOnly' in one);
}

const pairs = placing.flatMap((first, index) =>
  placing.slice(index + 1).flatMap((second) => (areCompatible(first, second) ? [{ first, second }] : [])),
);

describe.each(subjects)('codes of placing (%s)', (_, make) => {
  test('without any fault it is placed', () => {
    expect(outcomeWith(make, [])).toBe('placed');
  });

  test.each(placing)('$code', (fault) => {
    expect(outcomeWith(make, [fault])).toBe(fault.code);
  });

  test.each(pairs)('$first.code comes before $second.code', ({ first, second }) => {
    expect(outcomeWith(make, [first, second])).toBe(first.code);
  });

  test('a refused placing changes nothing, and its id is free', () => {
    for (const fault of placing) {
      const desk = tradingDesk(make);
      const before = desk.account();
      desk.enter(1, 'buy', { orderType: 'limit', price: '95', ...fault.terms });
      if (fault.terms === undefined || 'userId' in fault.terms) continue;
      const { requestId: _before, ...then } = before;
      const { requestId: _after, ...now } = desk.account();
      expect([now, desk.statusOf(1)]).toEqual([then, 'unknown']);
    }
  });

  test.each([
    // What belongs to the new rules, between what is older.
    [{ takeProfit: '1', stopLoss: 'x' }, 'invalid_take_profit'],
    [{ guaranteed: true, expectedPrice: '1', maxSlippageBps: 0 }, 'invalid_stop_loss'],
    [{ trailingDistance: '0', takeProfit: '1' }, 'invalid_take_profit'],
    [{ trailingDistance: '0', guaranteed: true }, 'invalid_stop_loss'],
    [{ trailingDistance: '0', expectedPrice: '1', maxSlippageBps: 0 }, 'invalid_trailing_distance'],
    [{ trailingDistance: '0', leverage: 0 }, 'invalid_leverage'],
    [{ price: '95', asset: 'NOWHERE' }, 'invalid_command'],
  ])('a market order with %j is %s', (terms, code) => {
    expect(tradingDesk(make).tryToEnter(1, 'buy', terms)).toBe(code);
  });
});
