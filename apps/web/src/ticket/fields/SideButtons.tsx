import type { Instrument, Side } from '@fulcrum/cfd';
import { useFreshness, useQuote } from '../../market/use-quote.ts';
import { priceText } from '../../numbers/amounts.ts';
import { SideToggle } from './SideToggle.tsx';

export interface SideButtonsProps {
  readonly instrument: Instrument;
  readonly side: Side;
  readonly onChange: (side: Side) => void;
}

/** The two sides, each with its opening price. */
export function SideButtons({ instrument, ...props }: SideButtonsProps) {
  const quote = useQuote(instrument.asset);
  const freshness = useFreshness(instrument);
  const price = (units: number | undefined) => (units === undefined ? '–' : priceText(units, instrument));
  return <SideToggle sell={price(quote?.bid)} buy={price(quote?.ask)} freshness={freshness} {...props} />;
}
