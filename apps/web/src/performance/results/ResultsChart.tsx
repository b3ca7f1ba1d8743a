import { formatDecimal, MONEY_DECIMALS, type Money } from '@fulcrum/cfd';
import { grouped } from '../../numbers/amounts.ts';
import { TableHead } from '../../ui/TableHead.tsx';
import type { Bin } from './bins.ts';
import styles from './ResultsChart.module.css';

/** A histogram of the results: losses on the left of zero, gains on its right. */
export function ResultsChart({ bins }: { readonly bins: readonly Bin[] }) {
  return (
    <>
      <div className={styles.chart} aria-hidden="true">
        <Bars bins={bins} />
        <Axis bins={bins} />
      </div>
      <ResultsTable bins={bins} />
    </>
  );
}

/** The start of a bin, in percent of the width. */
function placeOf(index: number, bins: readonly Bin[]): number {
  return (100 * index) / bins.length;
}

function Bars({ bins }: { readonly bins: readonly Bin[] }) {
  const most = Math.max(...bins.map(({ count }) => count));
  const zero = `${placeOf(zeroOf(bins), bins)}%`;
  return (
    <svg className={styles.bars}>
      <title>Results of closed trades</title>
      <line className={styles.most} x2="100%" />
      {bins.map(({ from, to, count }, index) => (
        <rect
          key={from}
          className={from < 0n ? styles.loss : styles.gain}
          x={`${placeOf(index + 0.05, bins)}%`}
          width={`${placeOf(0.9, bins)}%`}
          y={`${100 - (100 * count) / most}%`}
          height={`${(100 * count) / most}%`}
        >
          <title>{`${countText(count)}, ${amountText(from)} to ${amountText(to)} USDC`}</title>
        </rect>
      ))}
      <line className={styles.ground} x2="100%" y1="100%" y2="100%" />
      <line className={styles.ground} x1={zero} x2={zero} y2="100%" />
      <text className={styles.count} y="-6">
        {countText(most)}
      </text>
    </svg>
  );
}

const MOST_LABELS = 5;

/** Labels below some of the boundaries, and always below zero. */
function Axis({ bins }: { readonly bins: readonly Bin[] }) {
  const zero = zeroOf(bins);
  const every = Math.ceil((bins.length + 1) / MOST_LABELS);
  const bounds = [...bins.map(({ from }) => from), bins.at(-1)?.to ?? 0n];
  return (
    <div className={styles.axis}>
      {bounds.map(
        (bound, index) =>
          (index - zero) % every === 0 && (
            <span key={bound} className={styles.label} style={{ left: `${placeOf(index, bins)}%` }}>
              {amountText(bound)}
            </span>
          ),
      )}
    </div>
  );
}

function zeroOf(bins: readonly Bin[]): number {
  return bins.filter(({ from }) => from < 0n).length;
}

function ResultsTable({ bins }: { readonly bins: readonly Bin[] }) {
  return (
    <div className="visually-hidden">
      <table>
        <caption>Results of closed trades, in USDC</caption>
        <TableHead columns={['From', 'To below', 'Trades']} />
        <tbody>
          {bins.map(({ from, to, count }) => (
            <tr key={from}>
              <td>{amountText(from)}</td>
              <td>{amountText(to)}</td>
              <td>{count}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function countText(count: number): string {
  return `${count} ${count === 1 ? 'trade' : 'trades'}`;
}

/** An amount without the zeros of a round number. */
function amountText(amount: Money): string {
  return grouped(formatDecimal(amount, MONEY_DECIMALS).replace(/\.?0+$/, ''));
}
