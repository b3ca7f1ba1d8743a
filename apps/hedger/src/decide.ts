import { type Grid, type OrderSide, sizeOf } from '@fulcrum/venue-api';

/**
 * `resting`: nothing is to be done until the gap is above the threshold. `working`: it is closed down to zero, by limit
 * orders. `urgent`: a limit order has waited in vain, and what is missing goes by a market order.
 */
export type Phase = 'resting' | 'working' | 'urgent';

/** An open order of the hedge. What is left of it is in steps. */
export interface OwnOrder {
  readonly side: OrderSide;
  readonly left: number;
}

export interface Situation {
  readonly phase: Phase;
  /** How much the hedge has to buy, in steps; to sell where it is negative; undefined while nobody knows. */
  readonly gap: number | undefined;
  /** The best prices, in ticks. */
  readonly bid: number | undefined;
  readonly ask: number | undefined;
  /** The hedge's open orders in this market. */
  readonly open: readonly OwnOrder[];
  /** Whether the open order has waited for as long as it may. */
  readonly isLate: boolean;
}

export interface HedgeLimits {
  readonly grid: Grid;
  /** The largest quantity that the venue takes in one order, in steps. */
  readonly maxSteps: number;
  /** In the quote asset: what may stay open, and the largest order. */
  readonly threshold: number;
  readonly maxOrder: number;
}

export type Step =
  | { readonly kind: 'rest'; readonly why?: 'thin book' }
  | { readonly kind: 'cancel' }
  | { readonly kind: 'limit'; readonly side: OrderSide; readonly price: number; readonly quantity: number }
  | { readonly kind: 'market'; readonly side: OrderSide; readonly quantity: number };

export interface Decision {
  readonly phase: Phase;
  readonly step: Step;
}

const REST: Step = { kind: 'rest' };
const CANCEL: Step = { kind: 'cancel' };

/** The hedge trades while the best prices are apart by no more than this part of the bid. */
const WIDEST_PART = 100;

/** Decides the one thing that is done next in a market. At most one order is open at a time. */
export function decide(situation: Situation, limits: HedgeLimits): Decision {
  const { gap, open } = situation;
  const [own] = open;
  if (gap === undefined || Math.abs(gap) < limits.grid.minSteps)
    return { phase: 'resting', step: own === undefined ? REST : CANCEL };
  return own === undefined ? decideNext(situation, gap, limits) : decideAbout(situation, gap, own);
}

/** An order that is too large, on the wrong side, or one of several goes. So does one that has waited for too long. */
function decideAbout({ open, isLate }: Situation, gap: number, own: OwnOrder): Decision {
  const isRight = open.length === 1 && own.side === sideOf(gap) && own.left <= Math.abs(gap);
  if (!isRight) return { phase: 'working', step: CANCEL };
  return isLate ? { phase: 'urgent', step: CANCEL } : { phase: 'working', step: REST };
}

function decideNext({ phase, bid, ask }: Situation, gap: number, limits: HedgeLimits): Decision {
  // In a thin book a price is whatever somebody likes it to be, who may then trade with the hedge.
  if (bid === undefined || ask === undefined || (ask - bid) * WIDEST_PART > bid)
    return { phase, step: { kind: 'rest', why: 'thin book' } };
  const side = sideOf(gap);
  const worth = ((bid + ask) / 2) * sizeOf(limits.grid.tick) * sizeOf(limits.grid.step);
  if (phase === 'resting' && Math.abs(gap) * worth <= limits.threshold) return { phase, step: REST };
  const quantity = boundedQuantity(Math.abs(gap), worth, limits);
  if (phase === 'urgent') return { phase: 'working', step: { kind: 'market', side, quantity } };
  return { phase: 'working', step: { kind: 'limit', side, price: side === 'Bid' ? bid : ask, quantity } };
}

function boundedQuantity(missing: number, worth: number, { grid, maxSteps, maxOrder }: HedgeLimits): number {
  return Math.min(missing, maxSteps, Math.max(grid.minSteps, Math.floor(maxOrder / worth)));
}

function sideOf(gap: number): OrderSide {
  return gap > 0 ? 'Bid' : 'Ask';
}
