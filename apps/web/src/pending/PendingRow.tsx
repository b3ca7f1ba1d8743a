import { type Instrument, openingPrice, parsePrice } from '@fulcrum/cfd';
import type { PendingOrderJson } from '@fulcrum/protocol';
import { useMutation } from '@tanstack/react-query';
import { memo } from 'react';
import { usePending } from '../account/use-account.ts';
import { useIsOnline } from '../api/online.ts';
import { useQuote } from '../market/use-quote.ts';
import { notify } from '../notices/notices.ts';
import { assetText, grouped, orderKindText, signedPercentText } from '../numbers/amounts.ts';
import { hundredthsOfPercent } from '../numbers/rounding.ts';
import { PriceCell } from '../positions/cells/PriceCell.tsx';
import type { OrderRowProps } from '../positions/OrdersTable.tsx';
import styles from '../positions/PositionsPanel.module.css';
import { failureNotice } from '../trading/failure-notice.ts';
import { cancelOrder, updateOrder } from '../trading/orders.ts';
import { Button } from '../ui/Button.tsx';
import tableStyles from '../ui/Table.module.css';
import { ExpiryCell } from './ExpiryCell.tsx';

export interface PendingRowProps extends OrderRowProps {
  readonly instruments: ReadonlyMap<string, Instrument>;
}

export const PendingRow = memo(function PendingRow({ orderId, index, instruments, rowRef }: PendingRowProps) {
  const order = usePending(orderId);
  const instrument = order && instruments.get(order.asset);
  if (order === undefined || instrument === undefined) return null;
  const { asset, side, orderType, leverage, reduceOnly } = order;
  const name = assetText(asset);
  return (
    <tr
      ref={rowRef}
      data-index={index}
      data-order-id={orderId}
      aria-rowindex={index + 2}
      className={`${tableStyles.row} ${styles.row}`}
    >
      <th scope="row" className={styles.position}>
        <span>{name}</span>{' '}
        <span className={side === 'buy' ? 'up' : 'down'}>
          {orderKindText(side, orderType)} {leverage}×
        </span>
        {reduceOnly && <span className="muted"> reduces only</span>}
      </th>
      <td data-name="Price">
        <PriceCell
          name={`Price of ${name}`}
          value={order.price}
          instrument={instrument}
          isNeeded
          change={(price) => updateOrder(orderId, price === null ? {} : { price })}
        />
      </td>
      <td data-name="To the market">
        <Distance order={order} instrument={instrument} />
      </td>
      <td data-name="Quantity">{grouped(order.quantity)}</td>
      <td data-name="Take-profit">
        <PriceCell
          name={`Take-profit of ${name}`}
          value={order.takeProfit}
          instrument={instrument}
          change={(takeProfit) => updateOrder(orderId, { takeProfit })}
        />
      </td>
      <td data-name="Stop-loss">
        <StopCell order={order} instrument={instrument} />
      </td>
      <td data-name="Expires">
        <ExpiryCell order={order} />
      </td>
      <td className={styles.action}>
        <CancelButton order={order} />
      </td>
    </tr>
  );
});

interface OfOrder {
  readonly order: PendingOrderJson;
  readonly instrument: Instrument;
}

/** How far the market has to move, in percent of its price. */
function Distance({ order, instrument }: OfOrder) {
  const quote = useQuote(order.asset);
  const price = parsePrice(order.price, instrument);
  if (quote === undefined || price === undefined) return '–';
  const now = openingPrice(order.side, quote);
  return signedPercentText(hundredthsOfPercent(BigInt(price - now), BigInt(now)));
}

/** The stop-loss, or the distance of a stop that trails once the order is open. */
function StopCell({ order, instrument }: OfOrder) {
  const { orderId, asset, stopLoss, trailingDistance, guaranteed } = order;
  const name = assetText(asset);
  if (trailingDistance !== null)
    return (
      <PriceCell
        name={`Trailing distance of ${name}`}
        value={trailingDistance}
        shown={`⇢ ${grouped(trailingDistance)}`}
        note="Trails the best price by this distance, once the order is open."
        instrument={instrument}
        change={(distance) => updateOrder(orderId, { trailingDistance: distance })}
      />
    );
  return (
    <PriceCell
      name={`Stop-loss of ${name}`}
      value={stopLoss}
      shown={guaranteed && stopLoss !== null ? `${grouped(stopLoss)} G` : undefined}
      note={guaranteed ? 'Guaranteed: closes at exactly this price.' : undefined}
      instrument={instrument}
      isNeeded={guaranteed}
      change={(price) => updateOrder(orderId, { stopLoss: price })}
    />
  );
}

function CancelButton({ order }: { readonly order: PendingOrderJson }) {
  const { orderId, side, orderType, quantity, asset, price } = order;
  const cancelling = useMutation({
    mutationFn: () => cancelOrder(orderId),
    onSuccess: (outcome) => {
      if (outcome !== 'done') notify(failureNotice('Not cancelled', outcome));
    },
  });
  const isOnline = useIsOnline();
  const name = `${orderKindText(side, orderType)} ${grouped(quantity)} ${assetText(asset)} at ${grouped(price)}`;
  return (
    <Button
      isSmall
      data-close
      disabled={cancelling.isPending || !isOnline}
      focusableWhenDisabled
      aria-label={`Cancel: ${name}`}
      onClick={() => cancelling.mutate()}
    >
      {cancelling.isPending ? 'Cancelling …' : isOnline ? 'Cancel' : 'Offline'}
    </Button>
  );
}
