import { type Instrument, parsePrice } from '@fulcrum/cfd';
import type { PendingOrderJson } from '@fulcrum/protocol';
import { memo } from 'react';
import { usePending } from '../account/use-account.ts';
import { useIsOnline } from '../api/online.ts';
import { useQuote } from '../market/use-quote.ts';
import { assetText, grouped, orderKindText } from '../numbers/amounts.ts';
import { TakeProfitCell } from '../positions/cells/LevelCell.tsx';
import { PriceCell } from '../positions/cells/PriceCell.tsx';
import type { OrderRowProps } from '../positions/OrdersTable.tsx';
import styles from '../positions/PositionsPanel.module.css';
import { marketDistanceText } from '../trading/market-distance.ts';
import { cancelOrder, updateOrder } from '../trading/orders.ts';
import { useAction } from '../trading/use-action.ts';
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
      <td data-name="Take-profit">{reduceOnly ? '–' : <TakeProfitCell order={order} instrument={instrument} />}</td>
      <td data-name="Stop-loss">{reduceOnly ? '–' : <StopCell order={order} instrument={instrument} />}</td>
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
  return quote === undefined || price === undefined ? '–' : marketDistanceText(order.side, price, quote);
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
  const cancelling = useAction('Not cancelled', () => cancelOrder(orderId));
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
