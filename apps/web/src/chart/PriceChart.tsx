import type { Instrument } from '@fulcrum/core';
import type { ValuedOrderJson } from '@fulcrum/protocol';

export interface PriceChartProps {
  readonly instrument: Instrument;
  /** The open orders of this instrument. */
  readonly orders: readonly ValuedOrderJson[];
  readonly isSignedIn: boolean;
}

export function PriceChart({ instrument }: PriceChartProps) {
  return <div>{instrument.asset}</div>;
}
