import { memo } from 'react';
import type { ClosedOrder, EndedOrder } from '../api/schemas.ts';
import { dayAndTime } from '../clock/times.ts';
import { assetText, grouped, readMoney, sideText, signedMoneyText, signedPercentText } from '../numbers/amounts.ts';
import { hundredthsOfPercent } from '../numbers/rounding.ts';
import { toneOf } from '../numbers/tone.ts';
import { Button } from '../ui/Button.tsx';
import tableStyles from '../ui/Table.module.css';
import { TableHead } from '../ui/TableHead.tsx';
import { CancelledRow } from './CancelledRow.tsx';
import { isClosing, keyOf } from './closed-orders.ts';
import { REASONS } from './reasons.ts';
import styles from './TradeTable.module.css';

/** The most important ones come first: on a narrow screen the last ones have to be scrolled to. */
const COLUMNS = ['Ended', 'Instrument', 'Side', 'P&L', 'Reason', 'Quantity', 'Entry', 'Close'];

export interface TradeTableProps {
  readonly orders: readonly EndedOrder[];
  readonly onExplain: (order: EndedOrder) => void;
}

/** A table of closings, and of orders that did not open. On a narrow screen each row is a card. */
export const TradeTable = memo(function TradeTable({ orders, onExplain }: TradeTableProps) {
  return (
    <table className={`${tableStyles.table} ${styles.table}`} aria-label="Closed trades">
      <TableHead columns={COLUMNS}>
        <span className="visually-hidden">Explanation</span>
      </TableHead>
      <tbody>
        {orders.map((order) =>
          isClosing(order) ? (
            <TradeRow key={keyOf(order)} order={order} onExplain={onExplain} />
          ) : (
            <CancelledRow key={keyOf(order)} order={order} onExplain={onExplain} />
          ),
        )}
      </tbody>
    </table>
  );
});

interface RowProps {
  readonly order: ClosedOrder;
  readonly onExplain: (order: ClosedOrder) => void;
}

const TradeRow = memo(function TradeRow({ order, onExplain }: RowProps) {
  const pnl = readMoney(order.pnl);
  const asset = assetText(order.asset);
  return (
    <tr className={`${tableStyles.row} ${styles.row}`}>
      <td className={styles.closed}>
        <time dateTime={new Date(order.closedAt).toISOString()}>{dayAndTime(order.closedAt)}</time>
      </td>
      <td className={styles.asset}>{asset}</td>
      <td className={`${styles.side} ${order.side === 'buy' ? 'up' : 'down'}`}>
        {sideText(order.side)} {order.leverage}×
      </td>
      <td className={`${styles.pnl} ${toneOf(pnl) ?? ''}`}>
        {signedMoneyText(pnl)}{' '}
        <span className={styles.percent} title="Of the margin">
          ({signedPercentText(hundredthsOfPercent(pnl, readMoney(order.margin)))})
        </span>
      </td>
      <td className={styles.reason}>
        <span className={order.reason === 'liquidation' ? styles.liquidation : undefined}>{REASONS[order.reason]}</span>
      </td>
      <td className={styles.quantity}>
        {grouped(order.quantity)}
        {order.remaining !== undefined && <span className={styles.left}>{grouped(order.remaining)} left open</span>}
      </td>
      <td className={styles.entry}>{grouped(order.openPrice)}</td>
      <td className={styles.close}>{grouped(order.closePrice)}</td>
      <td className={styles.why}>
        <Button isSmall aria-label={`Why did ${asset} close at ${order.closePrice}?`} onClick={() => onExplain(order)}>
          Why?
        </Button>
      </td>
    </tr>
  );
});
