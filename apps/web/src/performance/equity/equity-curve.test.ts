import { Core, type Instrument, marginFor, payoutFor, profitAt, type Side } from '@fulcrum/cfd';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type EndedOrder, type EquityCurveInput, equityCurve, type HeldOrder } from './equity-curve.ts';

/** Whole prices and quantities: a step of one on a quantity of one is a USDC. */
const COARSE = { priceDecimals: 0, quantityDecimals: 0, minQuantity: 1, maxQuantity: 1_000, maxLeverage: 100 };
const GOLD: Instrument = { asset: 'GOLD', ...COARSE, maxQuoteAgeMs: 1_000_000 };
const SILVER: Instrument = { ...GOLD, asset: 'SILVER' };

const USDC = 1_000_000n;

interface Trade {
  readonly instrument?: Instrument;
  readonly side?: Side;
  readonly quantity?: number;
  readonly openPrice: number;
  readonly openedAt: number;
}

function held({ instrument = GOLD, side = 'buy', quantity = 1, openPrice, openedAt }: Trade): HeldOrder {
  const margin = marginFor(openPrice, quantity, 1, instrument);
  return { openedAt, holding: { instrument, position: { side, quantity, openPrice, margin } } };
}

function ended({ closedAt, closePrice, ...trade }: Trade & { closedAt: number; closePrice: number }): EndedOrder {
  const order = held(trade);
  const position = order.holding?.position;
  if (position === undefined) throw new Error('it has a holding');
  const payout = payoutFor(position.margin, profitAt(closePrice, position, trade.instrument ?? GOLD));
  return { ...order, closedAt, gain: payout - position.margin };
}

/** The equities in whole USDC, at the times from 0 on. */
function equities(input: Partial<Omit<EquityCurveInput, 'cash'>> & { cash: number; bids?: Record<string, number[]> }) {
  const { bids = {}, cash, times = [0, 1, 2, 3, 4], open = [], closed = [] } = input;
  // A bid for each time; one that is missing is none.
  const prices = Object.entries(bids).map(
    ([asset, all]) => [asset, all.map((bid, at) => ({ at, bid })).filter(({ bid }) => bid > 0)] as const,
  );
  const points = equityCurve({ times, cash: BigInt(cash) * USDC, open, closed, prices: new Map(prices) });
  expect(points.map(({ time }) => time)).toEqual(times);
  return points.map(({ equity }) => Number(equity / USDC));
}

describe('the equity over time', () => {
  it('is what there is now where nothing was traded', () => {
    expect(equities({ cash: 100 })).toEqual([100, 100, 100, 100, 100]);
  });

  it('follows the price while a trade is open, and keeps what it yielded', () => {
    const trade = ended({ openPrice: 50, openedAt: 1, closedAt: 3, closePrice: 57 });
    expect(equities({ cash: 107, closed: [trade], bids: { GOLD: [10, 50, 54, 56, 90] } })).toEqual([
      100, 100, 104, 107, 107,
    ]);
  });

  it('values a short at the bid as well', () => {
    const trade = held({ side: 'sell', quantity: 2, openPrice: 50, openedAt: 1 });
    expect(equities({ cash: 100, open: [trade], bids: { GOLD: [50, 50, 45, 60, 50] } })).toEqual([
      100, 100, 110, 80, 100,
    ]);
  });

  it('adds up trades that overlap, each at the price of its own instrument', () => {
    const closed = [
      ended({ openPrice: 50, openedAt: 0, closedAt: 2, closePrice: 60 }),
      ended({ instrument: SILVER, side: 'sell', openPrice: 20, openedAt: 1, closedAt: 4, closePrice: 25 }),
    ];
    const open = [held({ openPrice: 60, openedAt: 2 })];
    const bids = { GOLD: [50, 55, 60, 61, 70], SILVER: [1, 18, 22, 24, 30] };
    // GOLD: 0, +5, then +10 for good, and the second from there on: 0, +1, +10. SILVER: +2, -2, -4, and -5 for good.
    expect(equities({ cash: 105, closed, open, bids })).toEqual([100, 107, 108, 107, 115]);
  });

  it('does not care for what closed before it begins, or opened and closed between two of its points', () => {
    const closed = [
      ended({ openPrice: 50, openedAt: -9, closedAt: -5, closePrice: 1_000 }),
      ended({ openPrice: 50, openedAt: 2.2, closedAt: 2.8, closePrice: 53 }),
    ];
    expect(equities({ cash: 100, closed, bids: { GOLD: [5, 5, 5, 5, 5] } })).toEqual([97, 97, 97, 100, 100]);
  });

  it('loses no more than the margin, whatever the price did', () => {
    const trade = ended({ openPrice: 50, quantity: 1, side: 'sell', openedAt: 0, closedAt: 2, closePrice: 500 });
    expect(equities({ cash: 50, closed: [trade], bids: { GOLD: [50, 60, 500] } })).toEqual([100, 90, 50, 50, 50]);
  });

  it('takes the last price that is known, and the entry before the first', () => {
    const trade = held({ openPrice: 50, openedAt: 0 });
    expect(equities({ cash: 100, open: [trade], bids: { GOLD: [0, 0, 55, 0, 0] } })).toEqual([100, 100, 105, 105, 105]);
    expect(equities({ cash: 100, open: [trade] })).toEqual([100, 100, 100, 100, 100]);
  });

  it('keeps the cash of a trade whose instrument is not known any more', () => {
    const trade = { ...ended({ openPrice: 50, openedAt: 1, closedAt: 3, closePrice: 57 }), holding: undefined };
    expect(equities({ cash: 107, closed: [trade], bids: { GOLD: [10, 50, 54, 56, 90] } })).toEqual([
      100, 100, 100, 107, 107,
    ]);
  });
});

/** What the curve is made of, and the equity that the engine itself gave at each time. */
function tradeAtRandom(moves: readonly Move[]) {
  const core = Core.empty();
  const userId = '6bc87e62-d97b-4bf7-bfab-59eea4fe097a';
  core.apply({ type: 'set-instrument', ...GOLD, minQuantity: '1', maxQuantity: '1000' }, 0);
  core.apply({ type: 'create-account', requestId: '', userId, deposit: '100000' }, 0);
  const [open, closed] = [new Map<string, HeldOrder>(), [] as EndedOrder[]];
  const points: { at: number; bid: number }[] = [];
  const equityAt: bigint[] = [];
  let cash = 0n;
  moves.forEach(({ price, opens, closes }, at) => {
    const named = (index: number) => `6bc87e62-d97b-4bf7-bfab-${String(index).padStart(12, '0')}`;
    const tick = String(price);
    const events = [...core.apply({ type: 'price-update', asset: 'GOLD', bid: tick, ask: tick }, at)];
    points.push({ at, bid: price });
    if (opens !== undefined) {
      const order = { asset: 'GOLD', side: opens, quantity: '3', leverage: 10 };
      events.push(...core.apply({ type: 'create-order', requestId: '', userId, orderId: named(at), ...order }, at));
    }
    if (closes)
      events.push(
        ...core.apply({ type: 'close-order', requestId: '', userId, orderId: [...open.keys()][0] ?? named(at) }, at),
      );
    for (const event of events) {
      if (event.type === 'created') {
        const { orderId, side, quantity, openPrice, margin, openedAt } = event;
        open.set(orderId, { openedAt, holding: { instrument: GOLD, position: { side, quantity, openPrice, margin } } });
      } else if (event.type === 'closed') {
        const order = open.get(event.orderId);
        open.delete(event.orderId);
        if (order !== undefined) closed.push({ ...order, closedAt: event.closedAt, gain: event.payout - event.margin });
      }
    }
    const [account] = core.apply({ type: 'get-account', requestId: '', userId }, at);
    if (account?.type !== 'account') throw new Error('there is an account');
    equityAt.push(account.equity);
    cash = account.balance + account.usedMargin;
  });
  return { equityAt, cash, open: [...open.values()], closed, prices: new Map([['GOLD', points]]) };
}

interface Move {
  readonly price: number;
  readonly opens: Side | undefined;
  readonly closes: boolean;
}

it('is at each time what the engine said that it was, and at the end what it says now', () => {
  const move = fc.record({
    price: fc.integer({ min: 50, max: 150 }),
    opens: fc.constantFrom('buy' as const, 'sell' as const, undefined),
    closes: fc.boolean(),
  });
  fc.assert(
    fc.property(fc.array(move, { minLength: 1, maxLength: 40 }), (moves) => {
      const { equityAt, ...input } = tradeAtRandom(moves);
      const points = equityCurve({ ...input, times: [...equityAt.keys()] });
      expect(points.map(({ equity }) => equity)).toEqual(equityAt);
    }),
    { numRuns: 300 },
  );
});
