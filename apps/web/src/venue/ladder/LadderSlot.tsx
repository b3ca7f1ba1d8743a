import { formatDecimal } from '@fulcrum/cfd';
import { memo } from 'react';
import { grouped, priceText, quantityText } from '../../numbers/amounts.ts';
import type { VenueMarket } from '../markets/venue-market.ts';
import { fillPrice } from '../ticket/spot-form.ts';
import styles from './OrderBook.module.css';

export interface LadderSlotProps {
  readonly side: 'asks' | 'bids';
  readonly market: VenueMarket;
  /** Whether it is the place of the best level. */
  readonly isFirst: boolean;
  /** What stands there; undefined where nothing does. */
  readonly price: number | undefined;
  readonly quantity: number | undefined;
  readonly total: bigint | undefined;
  readonly share: number | undefined;
  /** Whether an order of the user's is among it. */
  readonly isOwn: boolean;
}

/** A place of the ladder, and the level that stands there now. */
export const LadderSlot = memo(function LadderSlot(props: LadderSlotProps) {
  const { side, market, isFirst, price, quantity, total, share, isOwn } = props;
  if (price === undefined || quantity === undefined || total === undefined)
    return (
      <tr className={styles.blank}>
        <td colSpan={3} />
      </tr>
    );
  return (
    <tr className={styles.row} data-side={side} data-own={isOwn}>
      <th scope="row">
        <button
          type="button"
          className={styles.price}
          tabIndex={isFirst ? 0 : -1}
          title="Take this price into the ticket"
          onClick={() => fillPrice(market.asset, formatDecimal(price, market.priceDecimals))}
        >
          {priceText(price, market)}
        </button>
        {isOwn && (
          <span className={styles.own} title="You have an order here">
            <span className="visually-hidden">your order</span>
          </span>
        )}
      </th>
      <td>{quantityText(quantity, market)}</td>
      <td>
        {grouped(formatDecimal(total, market.quantityDecimals))}
        <span className={styles.bar} style={{ transform: `scaleX(${share})` }} />
      </td>
    </tr>
  );
});
