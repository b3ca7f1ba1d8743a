import type { Side as OrderSide } from '@fulcrum/cfd';
import { sideText } from '../../../numbers/amounts.ts';

export interface SideProps {
  readonly side: OrderSide;
  readonly leverage?: number;
}

/** Which way a position is, and how much it is leveraged. */
export function Side({ side, leverage }: SideProps) {
  return (
    <span className={side === 'buy' ? 'up' : 'down'}>
      {sideText(side)}
      {leverage !== undefined && ` ${leverage}×`}
    </span>
  );
}
