import { dayAndTime } from '../../clock/times.ts';
import { assetText, grouped } from '../../numbers/amounts.ts';
import { Message } from '../../ui/Message.tsx';
import tableStyles from '../../ui/Table.module.css';
import { TableHead } from '../../ui/TableHead.tsx';
import styles from '../own-table/OwnTable.module.css';
import { type Fill, useFills } from './fills.ts';
import { LoadOlder } from './LoadOlder.tsx';
import { usePastFills } from './past-fills.ts';

const COLUMNS = ['Fill', 'Price', 'Quantity', 'Fee', 'Time'];
const NONE: readonly Fill[] = [];

/** The user's fills: what is recorded, and what has come since. */
export function FillTable({ userId }: { readonly userId: string }) {
  const past = usePastFills(userId);
  const { rows = NONE, hasOlder = false } = past.pages ?? {};
  const fills = useFills(rows, hasOlder);
  if (fills.length > 0)
    return (
      <>
        <Table fills={fills} />
        <LoadOlder past={past} />
      </>
    );
  if (past.error !== null)
    return <Message text="Your fills cannot be had from the venue at the moment." onRetry={past.refetch} />;
  return <Message text={past.isPending ? 'Waiting for your fills …' : 'None of your orders has been filled yet.'} />;
}

function Table({ fills }: { readonly fills: readonly Fill[] }) {
  return (
    <table className={`${tableStyles.table} ${styles.table}`} aria-label="Fills">
      <TableHead columns={COLUMNS} />
      <tbody>
        {fills.map((fill) => (
          <FillRow key={fill.key} fill={fill} />
        ))}
      </tbody>
    </table>
  );
}

function FillRow({ fill: { symbol, side, price, quantity, fee, feeAsset, isMaker, time } }: { readonly fill: Fill }) {
  return (
    <tr className={`${tableStyles.row} ${styles.row}`}>
      <th scope="row" className={styles.name}>
        <span className={styles.asset}>{assetText(symbol)}</span>{' '}
        {side !== undefined && (
          <span className={side === 'buy' ? 'up' : 'down'}>{side === 'buy' ? 'Buy' : 'Sell'}</span>
        )}{' '}
        <span className="muted">{isMaker ? 'maker' : 'taker'}</span>
      </th>
      <td data-name="Price">{grouped(price)}</td>
      <td data-name="Quantity">{grouped(quantity)}</td>
      <td data-name="Fee">
        {grouped(fee)} {feeAsset}
      </td>
      <td data-name="Time">
        <time dateTime={new Date(time).toISOString()}>{dayAndTime(time)}</time>
      </td>
    </tr>
  );
}
