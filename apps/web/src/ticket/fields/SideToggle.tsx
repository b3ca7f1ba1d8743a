import { Toggle } from '@base-ui/react/toggle';
import { ToggleGroup } from '@base-ui/react/toggle-group';
import type { Side } from '@fulcrum/cfd';
import styles from './SideButtons.module.css';

export interface SideToggleProps {
  readonly side: Side;
  /** The prices that the sides would get now. */
  readonly sell: string;
  readonly buy: string;
  readonly freshness: string;
  readonly onChange: (side: Side) => void;
}

/** The two sides, each with its price. */
export function SideToggle({ side, sell, buy, freshness, onChange }: SideToggleProps) {
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
        <span className={styles.price}>{sell}</span>
      </Toggle>
      <Toggle className={`${styles.side} ${styles.buy}`} value="buy">
        <span>Buy</span>
        <span className={styles.price}>{buy}</span>
      </Toggle>
    </ToggleGroup>
  );
}
