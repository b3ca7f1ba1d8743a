import { grouped } from '../../numbers/amounts.ts';
import { Message } from '../../ui/Message.tsx';
import tableStyles from '../../ui/Table.module.css';
import { TableHead } from '../../ui/TableHead.tsx';
import styles from '../own-table/OwnTable.module.css';
import { useCapital } from './own-orders.ts';

/** What the user has at the venue: what is free, and what open orders hold. */
export function Balances({ userId }: { readonly userId: string }) {
  const { data: capital, error, refetch } = useCapital(userId);
  if (capital === undefined)
    return error === null ? (
      <Message text="Waiting for your balances …" />
    ) : (
      <Message text="Your balances cannot be had from the venue at the moment." onRetry={refetch} />
    );
  return (
    <table className={`${tableStyles.table} ${styles.balances}`} aria-label="Balances">
      <TableHead columns={['Asset', 'Available', 'Locked in orders']} />
      <tbody>
        {Object.entries(capital).map(([asset, { available, locked }]) => (
          <tr key={asset} className={tableStyles.row}>
            <th scope="row">
              <span className={styles.asset}>{asset}</span>
            </th>
            <td>{grouped(available)}</td>
            <td>{grouped(locked)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
