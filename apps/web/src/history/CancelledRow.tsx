import { memo } from 'react';
import type { CancelledOrder } from '../api/schemas.ts';
import { dayAndTime } from '../clock/times.ts';
import { assetText, grouped, orderKindText } from '../numbers/amounts.ts';
import { Button } from '../ui/Button.tsx';
import tableStyles from '../ui/Table.module.css';
import { endText, whyNotOpened } from './reasons.ts';
import styles from './TradeTable.module.css';

export interface CancelledRowProps {
  readonly order: CancelledOrder;
  readonly onExplain: (order: CancelledOrder) => void;
}

/** An order that ended without opening. */
export const CancelledRow = memo(function CancelledRow({ order, onExplain }: CancelledRowProps) {
  const asset = assetText(order.asset);
  const kind = orderKindText(order.side, order.orderType);
  return (
    <tr className={`${tableStyles.row} ${styles.row}`}>
      <td className={styles.closed}>
        <time dateTime={new Date(order.cancelledAt).toISOString()}>{dayAndTime(order.cancelledAt)}</time>
      </td>
      <td className={styles.asset}>{asset}</td>
      <td className={`${styles.side} ${order.side === 'buy' ? 'up' : 'down'}`}>
        {kind} {order.leverage}×
      </td>
      <td className={`${styles.pnl} muted`}>–</td>
      <td className={styles.reason} title={whyNotOpened(order)}>
        {endText(order)}
      </td>
      <td className={styles.quantity}>{grouped(order.quantity)}</td>
      <td className={styles.entry}>{grouped(order.price)}</td>
      <td className={`${styles.never} muted`}>–</td>
      <td className={styles.why}>
        <Button
          isSmall
          aria-label={`Why did the ${kind.toLowerCase()} of ${asset} at ${order.price} not open?`}
          onClick={() => onExplain(order)}
        >
          Why?
        </Button>
      </td>
    </tr>
  );
});
