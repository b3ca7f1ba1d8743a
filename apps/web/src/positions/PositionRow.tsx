import type { Instrument } from '@fulcrum/cfd';
import type { ValuedOrderJson } from '@fulcrum/protocol';
import { memo } from 'react';
import { useOrder } from '../account/use-account.ts';
import { useIsOnline } from '../api/online.ts';
import {
  assetText,
  grouped,
  moneyText,
  readMoney,
  sideText,
  signedMoneyText,
  signedPercentText,
} from '../numbers/amounts.ts';
import { hundredthsOfPercent } from '../numbers/rounding.ts';
import { toneOf } from '../numbers/tone.ts';
import { closeOrder } from '../trading/orders.ts';
import { useAction } from '../trading/use-action.ts';
import { Button } from '../ui/Button.tsx';
import tableStyles from '../ui/Table.module.css';
import { PositionMenu } from './actions/PositionMenu.tsx';
import { StopLossCell, TakeProfitCell } from './cells/LevelCell.tsx';
import { LiquidationMeter } from './LiquidationMeter.tsx';
import type { OrderRowProps } from './OrdersTable.tsx';
import styles from './PositionsPanel.module.css';

export interface PositionRowProps extends OrderRowProps {
  readonly instruments: ReadonlyMap<string, Instrument>;
}

export const PositionRow = memo(function PositionRow({ orderId, index, instruments, rowRef }: PositionRowProps) {
  const order = useOrder(orderId);
  const instrument = order && instruments.get(order.asset);
  if (order === undefined || instrument === undefined) return null;
  const pnl = readMoney(order.unrealizedPnl);
  return (
    <tr
      ref={rowRef}
      data-index={index}
      data-order-id={orderId}
      aria-rowindex={index + 2}
      className={`${tableStyles.row} ${styles.row}`}
    >
      <th scope="row" className={styles.position}>
        <span>{assetText(order.asset)}</span>{' '}
        <span className={order.side === 'buy' ? 'up' : 'down'}>
          {sideText(order.side)} {order.leverage}×
        </span>
      </th>
      <td data-name="Quantity">{grouped(order.quantity)}</td>
      <td data-name="Entry">{grouped(order.openPrice)}</td>
      <td data-name="Price">{grouped(order.currentPrice)}</td>
      <td data-name="P&L" className={toneOf(pnl)}>
        {signedMoneyText(pnl)}{' '}
        <span className={styles.percent}>({signedPercentText(hundredthsOfPercent(pnl, readMoney(order.margin)))})</span>
      </td>
      <td data-name="Margin">{moneyText(readMoney(order.margin))}</td>
      <td data-name="Liquidation">
        <LiquidationMeter order={order} instrument={instrument} />
      </td>
      <td data-name="Take-profit">
        <TakeProfitCell order={order} instrument={instrument} />
      </td>
      <td data-name="Stop-loss">
        <StopLossCell order={order} instrument={instrument} />
      </td>
      <td className={styles.action}>
        <CloseButton order={order} /> <PositionMenu order={order} instrument={instrument} />
      </td>
    </tr>
  );
});

function CloseButton({ order }: { readonly order: ValuedOrderJson }) {
  const closing = useAction('Not closed', () => closeOrder(order.orderId));
  const isOnline = useIsOnline();
  const name = `Close ${sideText(order.side).toLowerCase()} ${grouped(order.quantity)} ${assetText(order.asset)}`;
  return (
    <Button
      isSmall
      data-close
      disabled={closing.isPending || !isOnline}
      focusableWhenDisabled
      aria-label={name}
      onClick={() => closing.mutate()}
    >
      {closing.isPending ? 'Closing …' : isOnline ? 'Close' : 'Offline'}
    </Button>
  );
}
