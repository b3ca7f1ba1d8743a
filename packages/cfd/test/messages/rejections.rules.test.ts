import { describe, expect, test } from 'vitest';
import { ALICE, BOB, type Desk, openDesk, orderId, START_MS, type Subject, subjects, userId } from '../harness.ts';

/** A reason to reject an order: its own terms, or the state of the desk. */
interface Fault {
  readonly code: string;
  readonly terms?: { [field: string]: unknown };
  readonly spoil?: (desk: Desk) => void;
}

const POOR = userId(7);
const CROWDED = userId(8);
const STRANGER = userId(9);

function crowd(desk: Desk): void {
  desk.deposit('1000', CROWDED);
  for (let number = 1_000; number < 2_000; number++) {
    desk.open('buy', { userId: CROWDED, orderId: orderId(number), quantity: '0.001', leverage: 1 });
  }
}

function everybody(desk: Desk, settings: object): void {
  for (const userId of [ALICE, BOB, POOR, CROWDED])
    desk.sendRaw('set-account', { requestId: 's', userId, ...settings });
}

function shut(desk: Desk): void {
  for (const asset of ['GOLD_USDC', 'SILVER_USDC']) desk.setInstrument({ asset, mode: 'closed' });
}

/**
 * In the order of the checks (docs/rules.md, "Opening"). Each fault is the only one of its kind, so that any two can be put
 * together.
 */
const faults: readonly Fault[] = [
  { code: 'invalid_command', terms: { side: 'up' } },
  { code: 'unknown_asset', terms: { asset: 'NOWHERE' } },
  { code: 'unknown_account', terms: { userId: STRANGER } },
  { code: 'duplicate_order', spoil: (desk) => desk.open('buy', { userId: BOB, quantity: '0.001', leverage: 1 }) },
  { code: 'account_restricted', spoil: (desk) => everybody(desk, { rights: 'close_only' }) },
  { code: 'expired', terms: { validUntil: START_MS - 1 } },
  { code: 'market_closed', spoil: shut },
  { code: 'invalid_quantity', terms: { quantity: '0' } },
  { code: 'invalid_leverage', terms: { leverage: 101 } },
  { code: 'too_many_orders', terms: { userId: CROWDED }, spoil: crowd },
  { code: 'no_price', terms: { asset: 'SILVER_USDC' } },
  { code: 'stale_price', spoil: (desk) => desk.wait(5_001) },
  { code: 'invalid_take_profit', terms: { takeProfit: '100.00' } },
  { code: 'invalid_stop_loss', terms: { stopLoss: '90.00' } },
  { code: 'slippage_exceeded', terms: { expectedPrice: '99.99', maxSlippageBps: 0 } },
  { code: 'position_limit', spoil: (desk) => everybody(desk, { limits: { maxNotional: '0.000001' } }) },
  // On 90.00/100.00 an ounce at 1:100 loses ten times its margin at once.
  { code: 'immediate_liquidation', terms: { leverage: 100 } },
  { code: 'insufficient_balance', terms: { userId: POOR } },
];

function outcomeWith(make: () => Subject, found: readonly Fault[]): unknown {
  const desk = openDesk(make, '90.00', '100.00');
  desk.send('set-rules', { version: 5 });
  desk.setInstrument({ asset: 'SILVER_USDC' });
  desk.deposit('1000', BOB);
  desk.deposit('0.5', POOR);
  const last = ['stale_price', 'market_closed', 'account_restricted', 'position_limit'];
  const isLast = ({ code }: Fault) => last.includes(code);
  for (const fault of found) if (!isLast(fault)) fault.spoil?.(desk);
  for (const fault of found) if (isLast(fault)) fault.spoil?.(desk);
  // The earlier fault's terms win where two faults set the same field: both are then still wrong.
  const terms = Object.assign({ leverage: 1 }, ...found.toReversed().map((fault) => fault.terms ?? {}));
  return desk.tryToOpen('buy', terms);
}

/** Two faults cannot be combined if they need different values of one field. A leverage of 101 serves two faults at once. */
function areCompatible(one: Fault, other: Fault): boolean {
  const fields = Object.keys(one.terms ?? {}).filter((field) => field in (other.terms ?? {}));
  return fields.every((field) => field === 'leverage');
}

const pairs = faults.flatMap((first, index) =>
  faults.slice(index + 1).flatMap((second) => (areCompatible(first, second) ? [{ first, second }] : [])),
);

describe.each(subjects)('rejections (%s)', (_, make) => {
  test('without any fault the order is created', () => {
    expect(outcomeWith(make, [])).toBe('created');
  });

  test.each(faults)('$code', (fault) => {
    expect(outcomeWith(make, [fault])).toBe(fault.code);
  });

  test.each(pairs)('$first.code comes before $second.code', ({ first, second }) => {
    expect(outcomeWith(make, [first, second])).toBe(first.code);
  });

  test('all adjacent codes have been put to the test', () => {
    const adjacent = faults.slice(1).map((second, index) => ({ first: faults[index], second }));
    for (const pair of adjacent) expect(pairs).toContainEqual(pair);
  });

  test.each(['', ' ', 'Ö', 'gold_usdc', '__proto__', 'x'.repeat(33), 'x'.repeat(2_000)])(
    'asset "%s" is unknown',
    (asset) => {
      const desk = openDesk(make);
      expect(desk.tryToOpen('buy', { asset })).toBe('unknown_asset');
      expect(desk.tick('1.00', '1.00', asset)).toEqual([]);
    },
  );

  const table: [type: string, command: { [field: string]: unknown }, code: string][] = [
    ['close-order', { orderId: orderId(1), userId: 'x' }, 'invalid_command'],
    ['close-order', { orderId: orderId(9), userId: STRANGER }, 'unknown_account'],
    ['close-order', { orderId: orderId(9), userId: ALICE }, 'unknown_order'],
    ['close-order', { orderId: orderId(1), userId: BOB }, 'unknown_order'],
    ['close-order', { orderId: orderId(1), userId: ALICE }, 'stale_price'],
    ['update-order', { orderId: orderId(9), userId: STRANGER, takeProfit: 5 }, 'invalid_command'],
    ['update-order', { orderId: orderId(9), userId: STRANGER, takeProfit: 'x' }, 'unknown_account'],
    ['update-order', { orderId: orderId(9), userId: ALICE, takeProfit: 'x' }, 'unknown_order'],
    ['update-order', { orderId: orderId(1), userId: BOB, takeProfit: 'x' }, 'unknown_order'],
    ['update-order', { orderId: orderId(1), userId: ALICE, takeProfit: 'x', stopLoss: 'x' }, 'invalid_take_profit'],
    ['update-order', { orderId: orderId(1), userId: ALICE, takeProfit: '999', stopLoss: 'x' }, 'invalid_stop_loss'],
    ['get-order', { orderId: 'x', userId: STRANGER }, 'invalid_command'],
    ['get-order', { orderId: orderId(1), userId: STRANGER }, 'unknown_account'],
    ['void-order', { orderId: 'x', userId: STRANGER }, 'invalid_command'],
    ['void-order', { orderId: orderId(1), userId: STRANGER }, 'unknown_account'],
    ['get-account', { userId: 'x' }, 'invalid_command'],
    ['get-account', { userId: STRANGER }, 'unknown_account'],
  ];
  test.each(table)('on a stale quote %s %j: %s', (type, command, code) => {
    const desk = openDesk(make);
    desk.deposit('1000', BOB);
    desk.open('buy');
    desk.wait(5_001);
    expect(desk.outcome(type, command)).toBe(code);
  });

  test('a rejection names the request, the order and the user, and says why', () => {
    const answer = openDesk(make).send('create-order', { ...openDesk(make).order('buy'), requestId: 'q', leverage: 0 });
    const message = expect.stringMatching(/./);
    expect(answer).toEqual({
      type: 'rejected',
      requestId: 'q',
      orderId: orderId(1),
      userId: ALICE,
      code: 'invalid_leverage',
      message,
    });
  });

  test('a rejection of a command without an order names none', () => {
    const answer = openDesk(make).send('get-account', { requestId: 'q', userId: STRANGER });
    const message = expect.stringMatching(/./);
    expect(answer).toEqual({ type: 'rejected', requestId: 'q', userId: STRANGER, code: 'unknown_account', message });
  });

  test.each([
    ['0', 'invalid_command', 'unknown_asset'],
    ['-1', 'invalid_command', 'unknown_asset'],
    ['100.001', 'invalid_command', 'unknown_asset'],
    ['45035996273704.96', 'invalid_command', 'unknown_asset'],
    ['45035996273704.95', 'created', 'unknown_asset'],
    ['100.0000', 'created', 'unknown_asset'],
    ['1e2', 'invalid_command', 'invalid_command'],
    ['', 'invalid_command', 'invalid_command'],
  ])('an expected price of "%s" is %s, and on an unknown asset %s', (expectedPrice, known, unknown) => {
    const desk = openDesk(make);
    expect(desk.tryToOpen('buy', { expectedPrice, asset: 'NOWHERE' })).toBe(unknown);
    expect(desk.tryToOpen('buy', { expectedPrice })).toBe(known);
  });
});
