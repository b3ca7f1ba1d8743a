import { type Instrument, type Money, type Position, profitAt } from '@fulcrum/cfd';

/** An order while it was open. Times are in milliseconds. */
export interface HeldOrder {
  readonly openedAt: number;
  /** What it is worth at a price; absent when its instrument is not known any more. */
  readonly holding: { readonly position: Position; readonly instrument: Instrument } | undefined;
}

export interface EndedOrder extends HeldOrder {
  readonly closedAt: number;
  /** What it paid out beyond its margin, or less than it. */
  readonly gain: Money;
}

/** The bid from this moment on, in the instrument's units. */
export interface PricePoint {
  readonly at: number;
  readonly bid: number;
}

export interface EquityPoint {
  readonly time: number;
  readonly equity: Money;
}

export interface EquityCurveInput {
  /** For which moments it is worked out: ascending, and all of them past. */
  readonly times: readonly number[];
  /** Balance and used margin as they are now. */
  readonly cash: Money;
  readonly open: readonly HeldOrder[];
  /** All that closed after the first of the times; others may be among them. */
  readonly closed: readonly EndedOrder[];
  /** By asset, ascending. */
  readonly prices: ReadonlyMap<string, readonly PricePoint[]>;
}

/**
 * What an account was worth, worked out backwards from what it has now. To open an order changes nothing in balance and
 * used margin together, and to close it adds its payout and takes its margin. So at any time before they were what they
 * are now less what was gained since. On top comes what the orders that were open at the time would have yielded at the
 * last bid that is known of then, longs and shorts alike; before the first one an order is worth what it cost.
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

/** Each of these is asked for ascending times, and so looks at everything once. */

/** An order counts as closed from the moment on at which it closed. */
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
