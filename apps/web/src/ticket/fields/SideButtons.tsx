import { Toggle } from '@base-ui/react/toggle';
import { ToggleGroup } from '@base-ui/react/toggle-group';
import type { Instrument, Side } from '@fulcrum/cfd';
import { useFreshness, useQuote } from '../../market/use-quote.ts';
import { priceText } from '../../numbers/amounts.ts';
import styles from './SideButtons.module.css';

export interface SideButtonsProps {
  readonly instrument: Instrument;
  readonly side: Side;
  readonly onChange: (side: Side) => void;
}

/** The two sides, each with its opening price. */
export function SideButtons({ instrument, side, onChange }: SideButtonsProps) {
  const quote = useQuote(instrument.asset);
  const freshness = useFreshness(instrument);
  const price = (units: number | undefined) => (units === undefined ? '–' : priceText(units, instrument));
  const choose = ([chosen]: readonly Side[]) => {
    if (chosen !== undefined) onChange(chosen);
  };
  return (
    <ToggleGroup<Side>
      className={styles.sides}
      value={[side]}
      onValueChange={choose}
      aria-label="Side"
      data-freshness={freshness}
    >
      <Toggle className={`${styles.side} ${styles.sell}`} value="sell">
        <span>Sell</span>
        <span className={styles.price}>{price(quote?.bid)}</span>
      </Toggle>
      <Toggle className={`${styles.side} ${styles.buy}`} value="buy">
        <span>Buy</span>
        <span className={styles.price}>{price(quote?.ask)}</span>
      </Toggle>
    </ToggleGroup>
  );
}
