import { useMemo } from 'react';
import { dayAndTime } from '../../clock/times.ts';
import { assetText, grouped } from '../../numbers/amounts.ts';
import { Message } from '../../ui/Message.tsx';
import tableStyles from '../../ui/Table.module.css';
import { TableHead } from '../../ui/TableHead.tsx';
import type { PastVenueOrder } from '../api/venue-schemas.ts';
import styles from '../own-table/OwnTable.module.css';
import { endedOrders, endOf } from './ended-orders.ts';
import { LoadOlder } from './LoadOlder.tsx';
import { usePastOrders } from './past-orders.ts';

const COLUMNS = ['Order', 'Price', 'Quantity', 'Filled', 'Ended', 'Placed'];

/** The user's orders that are over, and how each ended. */
export function PastOrders({ userId }: { readonly userId: string }) {
  const past = usePastOrders(userId);
  const { pages, error, refetch } = past;
  const orders = useMemo(() => endedOrders(pages?.rows ?? []), [pages]);
  if (pages === undefined)
    return error === null ? (
      <Message text="Waiting for your past orders …" />
    ) : (
      <Message text="Your past orders cannot be had from the venue at the moment." onRetry={refetch} />
    );
  return (
    <>
      {orders.length === 0 ? <Message text="None of your orders is over yet." /> : <Table orders={orders} />}
      <LoadOlder past={past} />
    </>
  );
}

function Table({ orders }: { readonly orders: readonly PastVenueOrder[] }) {
  return (
    <table className={`${tableStyles.table} ${styles.table}`} aria-label="Past orders">
      <TableHead columns={COLUMNS} />
      <tbody>
        {orders.map((order) => (
          <OrderRow key={order.id} order={order} />
        ))}
      </tbody>
    </table>
  );
}

function OrderRow({ order }: { readonly order: PastVenueOrder }) {
  const { symbol, side, orderType, price, quantity, quoteQuantity, executedQuantity, createdAt } = order;
  const end = endOf(order);
  const quote = symbol.slice(symbol.lastIndexOf('_') + 1);
  return (
    <tr className={`${tableStyles.row} ${styles.row}`}>
      <th scope="row" className={styles.name}>
        <span className={styles.asset}>{assetText(symbol)}</span>{' '}
        <span className={side === 'Bid' ? 'up' : 'down'}>{side === 'Bid' ? 'Buy' : 'Sell'}</span>
      </th>
      <td data-name="Price">{orderType === 'Market' ? 'Market' : grouped(price ?? '')}</td>
      <td data-name="Quantity">{quantity === null ? `${grouped(quoteQuantity ?? '')} ${quote}` : grouped(quantity)}</td>
      <td data-name="Filled">{grouped(executedQuantity)}</td>
      <td data-name="Ended" title={end.why}>
        {end.text}
      </td>
      <td data-name="Placed">
        <time dateTime={new Date(createdAt).toISOString()}>{dayAndTime(createdAt)}</time>
      </td>
    </tr>
  );
}
