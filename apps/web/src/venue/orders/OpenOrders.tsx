import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useMemo } from 'react';
import { useIsOnline } from '../../api/online.ts';
import { dayAndTime } from '../../clock/times.ts';
import { assetText, grouped } from '../../numbers/amounts.ts';
import { useFocusInRows } from '../../positions/use-focus-in-rows.ts';
import { Button } from '../../ui/Button.tsx';
import { Message } from '../../ui/Message.tsx';
import tableStyles from '../../ui/Table.module.css';
import { TableHead } from '../../ui/TableHead.tsx';
import type { VenueOrder } from '../api/venue-schemas.ts';
import type { VenueMarket } from '../markets/venue-market.ts';
import styles from '../own-table/OwnTable.module.css';
import { CancelAllButton } from './CancelAllButton.tsx';
import { sayCancelFailure } from './cancel-failure.ts';
import { lookAgain, useOpenOrders } from './own-orders.ts';
import { cancelOrder } from './send-orders.ts';

const COLUMNS = ['Order', 'Price', 'Quantity', 'Filled', 'Placed'];

export interface OpenOrdersProps {
  readonly market: VenueMarket;
  readonly userId: string;
}

/** The user's open orders in all markets. */
export function OpenOrders({ market, userId }: OpenOrdersProps) {
  const { data: orders, error, refetch } = useOpenOrders(userId);
  const keys = useMemo(() => (orders ?? []).map(({ id }) => id), [orders]);
  const focus = useFocusInRows(keys);
  if (orders === undefined)
    return error === null ? (
      <Message text="Waiting for your orders …" />
    ) : (
      <Message text="Your orders cannot be had from the venue at the moment." onRetry={refetch} />
    );
  if (orders.length === 0) return <Message text="No open orders." />;
  return (
    <div {...focus}>
      <OrderTable orders={orders} market={market} />
    </div>
  );
}

interface TableProps {
  readonly orders: readonly VenueOrder[];
  readonly market: VenueMarket;
}

function OrderTable({ orders, market }: TableProps) {
  const inMarket = orders.filter(({ symbol }) => symbol === market.asset).length;
  return (
    <table className={`${tableStyles.table} ${styles.table}`} aria-label="Open orders">
      <TableHead columns={COLUMNS}>
        <CancelAllButton market={market} count={inMarket} />
      </TableHead>
      <tbody>
        {orders.map((order) => (
          <OrderRow key={order.id} order={order} />
        ))}
      </tbody>
    </table>
  );
}

function OrderRow({ order }: { readonly order: VenueOrder }) {
  const { id, symbol, side, price, quantity, executedQuantity, createdAt } = order;
  return (
    <tr className={`${tableStyles.row} ${styles.row}`} data-order-id={id}>
      <th scope="row" className={styles.name}>
        <span className={styles.asset}>{assetText(symbol)}</span>{' '}
        <span className={side === 'Bid' ? 'up' : 'down'}>{side === 'Bid' ? 'Buy' : 'Sell'}</span>
      </th>
      <td data-name="Price">{grouped(price ?? '')}</td>
      <td data-name="Quantity">{grouped(quantity ?? '')}</td>
      <td data-name="Filled">{grouped(executedQuantity)}</td>
      <td data-name="Placed">
        <time dateTime={new Date(createdAt).toISOString()}>{dayAndTime(createdAt)}</time>
      </td>
      <td className={styles.action}>
        <CancelButton order={order} />
      </td>
    </tr>
  );
}

function CancelButton({ order }: { readonly order: VenueOrder }) {
  const client = useQueryClient();
  const isOnline = useIsOnline();
  const cancelling = useMutation({
    mutationFn: cancelOrder,
    // The row goes when the list is there, so that the button says what happens until then.
    onSuccess: async (outcome) => {
      sayCancelFailure(outcome);
      await lookAgain(client);
    },
  });
  const name = `Cancel: ${order.side === 'Bid' ? 'buy' : 'sell'} ${grouped(order.quantity ?? '')} ${assetText(order.symbol)} at ${grouped(order.price ?? '')}`;
  return (
    <Button
      isSmall
      data-close
      disabled={cancelling.isPending || !isOnline}
      focusableWhenDisabled
      aria-label={name}
      onClick={() => cancelling.mutate(order)}
    >
      {cancelling.isPending ? 'Cancelling …' : isOnline ? 'Cancel' : 'Offline'}
    </Button>
  );
}
