import { Core, type Instrument } from '@fulcrum/cfd';
import { encodeEvent } from '@fulcrum/protocol';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type ClosedOrder, closedOrder as closedOrderSchema } from '../../api/schemas.ts';
import { closedOrder } from '../testing/closed-order.ts';
import { auditOf } from './audit.ts';

const BITCOIN: Instrument = {
  asset: 'BTC_USDC',
  priceDecimals: 2,
  quantityDecimals: 5,
  minQuantity: 1,
  maxQuantity: 100_000_000,
  maxLeverage: 100,
  maxQuoteAgeMs: 10_000,
};

function auditText(order: ClosedOrder) {
  const audit = auditOf(order, BITCOIN);
  return audit && { ...audit, sums: audit.sums.map(({ name, working, result }) => `${name}: ${working} = ${result}`) };
}

describe('a closing at hand-worked prices', () => {
  it('of a long that won', () => {
    expect(auditText(closedOrder())).toEqual({
      sums: [
        'Value at the opening: 61,730.10 × 0.05000 = 3,086.505',
        'Value at the closing: 61,790.10 × 0.05000 = 3,089.505',
        'Margin: ⌈3,086.505 ÷ 20⌉ = 154.325250',
        'P&L: ⌊3,089.505 − 3,086.505⌋ = 3.000000',
        'Payout: max(0, 154.325250 + 3.000000) = 157.325250',
      ],
      marginCall: { working: '20 × (154.325250 + 3.000000) = 3,146.505000 > 154.325250', holds: false },
      liquidationPrice: '58,797.92',
      isLiquidationReached: false,
      faults: [],
    });
  });

  it('of a short whose loss was larger than its margin', () => {
    // 65,000.00 − 61,730.10 = 3,269.90, and × 0.05 = 163.495.
    const loss = { side: 'sell', closePrice: '65000.00', pnl: '-163.495000', payout: '0.000000' } as const;
    const audit = auditText(closedOrder({ ...loss, reason: 'liquidation', liquidated: true }));
    expect(audit?.faults).toEqual([]);
    expect(audit?.marginCall).toEqual({
      working: '20 × (154.325250 − 163.495000) = −183.395000 ≤ 154.325250',
      holds: true,
    });
    expect(audit?.sums.slice(-2)).toEqual([
      'Payout: max(0, 154.325250 − 163.495000) = 0.000000',
      'Carried by the house: 0 − (154.325250 − 163.495000) = 9.169750',
    ]);
  });
});

it('a margin call at exactly five percent holds, and its price is the liquidation price', () => {
  // 60,000.00 × 0.05 ÷ 20 = 150, of which 5 % are 7.5: lost 142.5, which is 2,850.00 × 0.05.
  const amounts = { openPrice: '60000.00', margin: '150.000000', pnl: '-142.500000', payout: '7.500000' };
  const order = closedOrder({ ...amounts, closePrice: '57150.00', reason: 'liquidation', liquidated: true });
  expect(auditText(order)).toMatchObject({
    marginCall: { working: '20 × (150.000000 − 142.500000) = 150.000000 ≤ 150.000000', holds: true },
    liquidationPrice: '57,150.00',
    isLiquidationReached: true,
    faults: [],
  });
});

describe('a row that does not follow from the rules', () => {
  it.each<[string, Partial<ClosedOrder>, string]>([
    ['a wrong margin', { margin: '154.325251' }, 'Margin should be 154.325250, and the history says 154.325251.'],
    ['a wrong result', { pnl: '3.000001' }, 'P&L should be 3.000000, and the history says 3.000001.'],
    ['a wrong payout', { payout: '157.325249' }, 'Payout should be 157.325250, and the history says 157.325249.'],
    ['no margin call', { reason: 'liquidation', liquidated: true }, 'It was no margin call, and yet it is the reason.'],
    ['two reasons', { liquidated: true }, 'The row contradicts itself about whether it was a liquidation.'],
    ['another time', { closedAt: 1 }, 'The time of the closing is not that of the log entry which closed it.'],
    ['no log entry', { closedBy: '?' }, 'The time of the closing is not that of the log entry which closed it.'],
    [
      'a missed margin call',
      { closePrice: '58797.92', pnl: '-146.609000', payout: '7.716250', reason: 'stop_loss' },
      'The margin call held, and the reason is another.',
    ],
  ])('with %s is found out', (_, changes, fault) => {
    expect(auditOf(closedOrder(changes), BITCOIN)?.faults).toContain(fault);
  });

  it('of a part of an order with the share of another part is found out', () => {
    // 154.325250 × 0.01 ÷ 0.05 = 30.865050, and 60 × 0.01 = 0.6.
    const part = { quantity: '0.01000', margin: '30.865050', pnl: '0.600000', payout: '31.465050' };
    const rest = { remaining: '0.04000', remainingMargin: '123.460200', remainingLiquidationPrice: '58797.92' };
    expect(auditText(closedOrder({ ...part, ...rest }))).toMatchObject({
      sums: expect.arrayContaining(['Margin: ⌊⌈3,086.505 ÷ 20⌉ × 0.01000 ÷ 0.05000⌋ = 30.865050']),
      marginCall: { working: '20 × (154.325250 + 3.000000) = 3,146.505000 > 154.325250', holds: false },
      faults: [],
    });
    const next = closedOrder({ ...part, remaining: '0.03000', remainingMargin: '92.595150' });
    expect(auditOf(next, BITCOIN, 123_460_200n)?.faults).toEqual([]);
    expect(auditOf(next, BITCOIN, 123_460_300n)?.faults).toEqual([
      'Margin should be 30.865075, and the history says 30.865050.',
    ]);
    const last = closedOrder({ quantity: '0.03000', margin: '92.595151', pnl: '1.800000', payout: '94.395151' });
    expect(auditOf(last, BITCOIN, 92_595_151n)?.faults).toEqual([]);
    expect(auditOf(last, BITCOIN)?.faults).toHaveLength(1);
    expect(auditOf(last, BITCOIN, 'unknown')?.faults).toEqual([]);
  });

  it('on another grid cannot be worked out', () => {
    expect(auditOf(closedOrder({ openPrice: '61730.105' }), BITCOIN)).toBeUndefined();
    expect(auditOf(closedOrder({ quantity: '0.050001' }), BITCOIN)).toBeUndefined();
  });
});

it('an order that today would be too large can be worked out', () => {
  expect(auditOf(closedOrder(), { ...BITCOIN, maxQuantity: 1 })?.faults).toEqual([]);
});

it('finds nothing wrong with whatever the engine closes', () => {
  const price = fc.integer({ min: 1_000, max: 20_000_000 });
  const inputs = fc.record({
    side: fc.constantFrom('buy', 'sell'),
    quantity: fc.integer({ min: 1, max: 100_000_000 }),
    leverage: fc.integer({ min: 1, max: 100 }),
    open: price,
    close: price,
  });
  fc.assert(
    fc.property(inputs, ({ side, quantity, leverage, open, close }) => {
      const order = closedByEngine({ side: side === 'buy' ? 'buy' : 'sell', quantity, leverage, open, close });
      expect(auditOf(order, BITCOIN)?.faults).toEqual([]);
    }),
    { numRuns: 500 },
  );
});

interface Trade {
  readonly side: 'buy' | 'sell';
  readonly quantity: number;
  readonly leverage: number;
  readonly open: number;
  readonly close: number;
}

/** Opens at one price and closes at another: by a margin call, or because somebody asks. */
function closedByEngine({ side, quantity, leverage, open, close }: Trade): ClosedOrder {
  const core = Core.empty();
  const { orderId, userId } = closedOrder();
  const tick = (units: number) => {
    const price = (units / 100).toFixed(2);
    return core.apply({ type: 'price-update', asset: 'BTC_USDC', bid: price, ask: price }, 1_000);
  };
  const settings = { ...BITCOIN, minQuantity: '0.00001', maxQuantity: '1000' };
  core.apply({ type: 'set-instrument', ...settings }, 1_000);
  core.apply({ type: 'create-account', requestId: 'a', userId, deposit: '1000000000' }, 1_000);
  tick(open);
  const request = { requestId: 'b', orderId, userId };
  core.apply(
    { type: 'create-order', ...request, asset: 'BTC_USDC', side, quantity: (quantity / 1e5).toFixed(5), leverage },
    1_000,
  );
  const [event = core.apply({ type: 'close-order', ...request }, 1_000)] = [tick(close)].filter(
    ({ length }) => length > 0,
  );
  return closedOrderSchema.parse({ ...event.map(encodeEvent)[0], closedBy: '1000-3' });
}
