import { type Instrument, type Money, type Position, profitAt } from '@fulcrum/cfd';

/** An order while it was open. Times are in milliseconds. */
export interface HeldOrder {
  readonly openedAt: number;
  /** What its profit follows from; undefined when its instrument is not known any more. */
  readonly holding: { readonly position: Position; readonly instrument: Instrument } | undefined;
}

export interface EndedOrder extends HeldOrder {
  readonly closedAt: number;
  /** Its payout less its margin. */
  readonly gain: Money;
}

/** A bid in the instrument's units, which holds from this moment on. */
export interface PricePoint {
  readonly at: number;
  readonly bid: number;
}

export interface EquityPoint {
  readonly time: number;
  readonly equity: Money;
}

export interface EquityCurveInput {
  /** The moments of the curve: ascending, and all of them past. */
  readonly times: readonly number[];
  /** The sum of the present balance and used margin. */
  readonly cash: Money;
  readonly open: readonly HeldOrder[];
  /** All orders that closed after the first moment. Others may be among them. */
  readonly closed: readonly EndedOrder[];
  /** By asset, in ascending order. */
  readonly prices: ReadonlyMap<string, readonly PricePoint[]>;
}

/**
 * An account's past equity, worked out backwards from its present cash (balance and used margin). An opening does not
 * change the cash. A closing adds the payout and takes the margin. So the cash at an earlier time is the present cash
 * less the gains since then. The equity adds the profit that the orders open at that time would have had at the last
 * bid before it, longs and shorts alike. Before the first bid the profit counts as zero.
 */
export function equityCurve({ times, cash, open, closed, prices }: EquityCurveInput): EquityPoint[] {
  const cashAt = cashOverTime(cash, closed);
  const heldAt = heldOverTime([
    ...open.map((order) => ({ order, until: Number.POSITIVE_INFINITY })),
    ...closed.map((order) => ({ order, until: order.closedAt })),
  ]);
  const bidAt = bidOverTime(prices);
  return times.map((time) => ({ time, equity: cashAt(time) + unrealized(heldAt(time), bidAt, time) }));
}

type BidAt = (asset: string, time: number) => number | undefined;

function unrealized(held: readonly HeldOrder[], bidAt: BidAt, time: number): Money {
  return held.reduce((sum, { holding }) => {
    if (holding === undefined) return sum;
    const bid = bidAt(holding.instrument.asset, time);
    return bid === undefined ? sum : sum + profitAt(bid, holding.position, holding.instrument);
  }, 0n);
}

/** The functions below are called with ascending times, so each looks at every item once. */

/** An order counts as closed from the moment of its closing on. */
function cashOverTime(cash: Money, closed: readonly EndedOrder[]): (time: number) => Money {
  const later = [...closed].sort((a, b) => a.closedAt - b.closedAt);
  let sum = later.reduce((left, { gain }) => left - gain, cash);
  let next = 0;
  return (time) => {
    for (let order = later[next]; order !== undefined && order.closedAt <= time; order = later[++next])
      sum += order.gain;
    return sum;
  };
}

interface Holding {
  readonly order: HeldOrder;
  readonly until: number;
}

function heldOverTime(holdings: readonly Holding[]): (time: number) => readonly HeldOrder[] {
  const later = [...holdings].sort((a, b) => a.order.openedAt - b.order.openedAt);
  let held: Holding[] = [];
  let next = 0;
  return (time) => {
    for (let holding = later[next]; holding !== undefined && holding.order.openedAt <= time; holding = later[++next])
      held.push(holding);
    held = held.filter(({ until }) => until > time);
    return held.map(({ order }) => order);
  };
}

function bidOverTime(prices: EquityCurveInput['prices']): BidAt {
  const nextOf = new Map<string, number>();
  return (asset, time) => {
    const points = prices.get(asset) ?? [];
    let next = nextOf.get(asset) ?? 0;
    while ((points[next]?.at ?? Number.POSITIVE_INFINITY) <= time) next += 1;
    nextOf.set(asset, next);
    return points[next - 1]?.bid;
  };
}
