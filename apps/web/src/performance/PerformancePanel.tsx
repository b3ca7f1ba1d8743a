import type { Instrument } from '@fulcrum/cfd';
import { type ReactNode, useMemo, useState } from 'react';
import type { ClosedOrders } from '../history/closed-orders.ts';
import { readMoney } from '../numbers/amounts.ts';
import { Choice } from '../ui/Choice.tsx';
import { Message } from '../ui/Message.tsx';
import { type AccountSample, useAccountSample } from './equity/account-sample.ts';
import { EquityChart } from './equity/EquityChart.tsx';
import { RANGES, type Range } from './equity/ranges.ts';
import { useEquity } from './equity/use-equity.ts';
import styles from './PerformancePanel.module.css';
import { binsOf } from './results/bins.ts';
import { figuresOf } from './results/figures.ts';
import { KeyFigures } from './results/KeyFigures.tsx';
import { ResultsChart } from './results/ResultsChart.tsx';
import { useWholeHistory } from './results/use-whole-history.ts';

/** The results of trading so far: equity, key figures, and the spread of results. */
export default function PerformancePanel({ instruments }: { readonly instruments: readonly Instrument[] }) {
  const { history, error, retry } = useWholeHistory();
  const account = useAccountSample(history);
  if (history === undefined || account === undefined)
    return error === null ? <Message text="Loading …" /> : <Message text={error.message} onRetry={retry} />;
  if (history.orders.length === 0 && account.open.length === 0) return <Message text="No trades yet." />;
  return (
    <div className={styles.panel}>
      <Results history={history} fault={error} onRetry={retry} />
      <EquityFigure account={account} instruments={instruments} />
    </div>
  );
}

interface ResultsProps {
  readonly history: ClosedOrders;
  /** The fault that keeps some of it from being shown. */
  readonly fault: Error | null;
  readonly onRetry: () => void;
}

function Results({ history, fault, onRetry }: ResultsProps) {
  const { orders, nextCursor } = history;
  const figures = useMemo(() => figuresOf(orders), [orders]);
  const bins = useMemo(() => binsOf(orders.map(({ pnl }) => readMoney(pnl))), [orders]);
  return (
    <>
      <div className={styles.figures}>
        {fault !== null && <Message text={`Older trades are missing: ${fault.message}`} onRetry={onRetry} />}
        <KeyFigures figures={figures} />
        {nextCursor !== undefined && <p className={styles.note}>Of the newest {orders.length} trades.</p>}
      </div>
      <Chart title="Results of closed trades" note="P&L of a trade in USDC" area={styles.results}>
        {orders.length === 0 ? <Message text="No closed trades yet." /> : <ResultsChart bins={bins} />}
      </Chart>
    </>
  );
}

interface EquityFigureProps {
  readonly account: AccountSample;
  readonly instruments: readonly Instrument[];
}

function EquityFigure(props: EquityFigureProps) {
  const [range, setRange] = useState<Range>('24h');
  const { equity, error, refetch } = useEquity({ ...props, range });
  return (
    <Chart
      title="Equity"
      control={<Choice name="Range of the equity curve" options={RANGES} value={range} onChange={setRange} />}
      note={
        <>
          USDC, open positions valued at the bid; the last point is live.{' '}
          <a href="https://www.tradingview.com/" target="_blank" rel="noopener">
            Charts by TradingView
          </a>
        </>
      }
      area={styles.equity}
    >
      {equity === undefined ? (
        error === null ? (
          <Message text="Loading …" />
        ) : (
          <Message text={error.message} onRetry={refetch} />
        )
      ) : (
        <EquityChart equity={equity} />
      )}
    </Chart>
  );
}

interface ChartProps {
  readonly title: string;
  readonly control?: ReactNode;
  readonly note: ReactNode;
  readonly area: string | undefined;
  readonly children: ReactNode;
}

function Chart({ title, control, note, area, children }: ChartProps) {
  return (
    <figure className={`${styles.chart} ${area}`} aria-label={title}>
      <div className={styles.head}>
        <h3>{title}</h3>
        {control}
      </div>
      {children}
      <figcaption className={styles.note}>{note}</figcaption>
    </figure>
  );
}
