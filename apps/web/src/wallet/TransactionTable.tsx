import { useState } from 'react';
import type { Transaction } from '../api/schemas.ts';
import { dayAndTime } from '../clock/times.ts';
import { grouped, moneyText, readMoney, signedMoneyText } from '../numbers/amounts.ts';
import { toneOf } from '../numbers/tone.ts';
import { Message } from '../ui/Message.tsx';
import tableStyles from '../ui/Table.module.css';
import { TableHead } from '../ui/TableHead.tsx';
import { KINDS } from './kinds.ts';
import { LedgerFilters } from './LedgerFilters.tsx';
import styles from './Wallet.module.css';
import { type LedgerFilter, useTransactions } from './wallet.ts';

/** The newest changes of the cash, each with the cash behind it. */
export function TransactionTable() {
  const [filter, setFilter] = useState<LedgerFilter>({});
  return (
    <>
      <LedgerFilters filter={filter} onChange={setFilter} />
      <Transactions filter={filter} />
    </>
  );
}

function Transactions({ filter }: { readonly filter: LedgerFilter }) {
  const { data, error, refetch } = useTransactions(filter);
  if (data === undefined)
    return error === null ? (
      <Message text="Waiting for the transactions …" />
    ) : (
      <Message text={error.message} onRetry={refetch} />
    );
  if (data.rows.length === 0) return <Message text="Nothing like this has changed your cash." />;
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls has to be reached with the keyboard.
    <section className={styles.transactions} aria-label="Transactions" tabIndex={0}>
      <table className={tableStyles.table} aria-label="Transactions">
        <TableHead columns={['Time', 'What', 'Amount', 'Cash']} />
        <tbody>
          {data.rows.map((row) => (
            <TransactionRow key={row.id} row={row} />
          ))}
        </tbody>
      </table>
      {data.hasMore && <p className="muted">These are the newest. The file has all of them.</p>}
    </section>
  );
}

function TransactionRow({ row: { time, kind, amount, cash, note } }: { readonly row: Transaction }) {
  const change = readMoney(amount);
  return (
    <tr className={tableStyles.row}>
      <td>
        <time dateTime={new Date(time).toISOString()}>{dayAndTime(time)}</time>
      </td>
      <td>
        {KINDS[kind]}
        {note !== undefined && <small className={styles.note}>{note}</small>}
      </td>
      <td className={toneOf(change)} title={grouped(amount)}>
        {signedMoneyText(change)}
      </td>
      <td title={grouped(cash)}>{moneyText(readMoney(cash))}</td>
    </tr>
  );
}
