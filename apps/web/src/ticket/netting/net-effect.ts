import { closingOf, type Instrument, type Money, netAgainst, type Position, type Quote, type Side } from '@fulcrum/cfd';
import { borneByClient } from '../../trading/stop-behind.ts';

/** What an order does to positions of the other side before anything of it opens. Quantities are in the instrument's units. */
export interface NetEffect {
  readonly closed: number;
  /** What stays open of those positions. */
  readonly stays: number;
  /** What is left of the order, and opens. */
  readonly left: number;
  /** What the closings win or lose, and what they set free of the margins. */
  readonly result: Money;
  readonly margin: Money;
}

/** Whom an order may close. */
export interface Netting {
  /** Whether the account holds positions of one side only. */
  readonly isNetting?: boolean | undefined;
  /** The account's positions in this instrument, oldest first. */
  readonly positions?: readonly Position[] | undefined;
}

/** The positions that an order closes first, oldest first; undefined where it opens beside them. */
export function oppositeOf(
  { side, isReduceOnly }: { readonly side: Side; readonly isReduceOnly: boolean },
  { isNetting = false, positions = [] }: Netting,
): readonly Position[] | undefined {
  return isReduceOnly || isNetting ? positions.filter((position) => position.side !== side) : undefined;
}

/** @param quote at which the positions would close. */
export function netEffect(
  opposite: readonly Position[],
  { quantity, isReduceOnly }: { readonly quantity: number; readonly isReduceOnly: boolean },
  instrument: Instrument,
  quote: Quote,
): NetEffect {
  const plan = netAgainst(opposite, quantity, isReduceOnly);
  const closings = plan.netted.map((each) => closingOf(each, instrument, quote));
  return {
    closed: plan.closed,
    stays: opposite.reduce((sum, position) => sum + position.quantity, -plan.closed),
    left: plan.left,
    result: closings.reduce((sum, { pnl, margin }) => sum + borneByClient(pnl, margin), 0n),
    margin: closings.reduce((sum, { margin }) => sum + margin, 0n),
  };
}
