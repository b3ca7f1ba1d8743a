import { dayAndTime } from '../../clock/times.ts';
import { assetText, grouped } from '../../numbers/amounts.ts';
import { Message } from '../../ui/Message.tsx';
import tableStyles from '../../ui/Table.module.css';
import { type Fill, useFills } from './fills.ts';
import styles from './OwnPanels.module.css';

const COLUMNS = ['Fill', 'Price', 'Quantity', 'Fee', 'Time'];

/** The fills since the view was opened, as they come. */
export function FillTable() {
  const fills = useFills();
  if (fills.length === 0) return <Message text="None of your orders has been filled since you opened this view." />;
  return (
    <table className={`${tableStyles.table} ${styles.table}`} aria-label="Fills">
      <thead>
        <tr>
          {COLUMNS.map((name) => (
            <th key={name} scope="col">
              {name}
            </th>
          ))}
        </tr>
      </thead>
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
