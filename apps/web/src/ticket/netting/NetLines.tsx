import type { Instrument, Side } from '@fulcrum/cfd';
import { moneyText, quantityText, signedMoneyText } from '../../numbers/amounts.ts';
import { Line } from '../PreviewLine.tsx';
import type { NetEffect } from './net-effect.ts';
import { effectText } from './net-effect-text.ts';

export interface NetLinesProps {
  /** Undefined while it is not known. */
  readonly net: NetEffect | undefined;
  /** The order's. */
  readonly side: Side;
  readonly instrument: Instrument;
}

/** What an order does to the positions of the other side. */
export function NetLines({ net, side, instrument }: NetLinesProps) {
  return (
    <>
      <Line name="Effect" value={net && effectText(net, side)} />
      <Line name="Closes" value={net && quantityText(net.closed, instrument)} />
      <Line name="Stays open" value={net && (net.stays === 0 ? 'nothing' : quantityText(net.stays, instrument))} />
      <Line name="Result of closing" value={net && `${signedMoneyText(net.result)} USDC`} />
      <Line name="Margin set free" value={net && `${moneyText(net.margin)} USDC`} />
    </>
  );
}
