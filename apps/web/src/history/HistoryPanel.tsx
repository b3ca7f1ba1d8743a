import type { Instrument } from '@fulcrum/cfd';
import { useMemo, useState } from 'react';
import type { EndedOrder } from '../api/schemas.ts';
import { moneyText, signedMoneyText } from '../numbers/amounts.ts';
import { toneOf } from '../numbers/tone.ts';
import { Button } from '../ui/Button.tsx';
import { Message } from '../ui/Message.tsx';
import { type History, isClosing, PAGE, useHistory } from './closed-orders.ts';
import { ExportButton } from './export/ExportButton.tsx';
import { TradeFilterBar } from './filter/TradeFilterBar.tsx';
import { ANY_TRADE, isMatch, totalsOf } from './filter/trade-filter.ts';
import styles from './HistoryPanel.module.css';
import { TradeTable } from './TradeTable.tsx';
import { WhyDialog } from './why/WhyDialog.tsx';

/** How positions were closed, and why orders did not open. */
export default function HistoryPanel({ instruments }: { readonly instruments: readonly Instrument[] }) {
  const { query, older } = useHistory();
  const { data: known, error, refetch } = query;
  const { nextCursor } = known ?? {};
  if (known === undefined)
    return error === null ? <Message text="Loading …" /> : <Message text={error.message} onRetry={refetch} />;
  if (known.orders.length === 0) return <Message text="No closed trades yet." />;
  return (
    <KnownTrades
      known={known}
      instruments={instruments}
      isLoading={older.isPending}
      fault={older.error?.message}
      onLoadOlder={nextCursor === undefined ? undefined : () => older.mutate(nextCursor)}
    />
  );
}

interface KnownTradesProps {
  readonly known: History;
  readonly instruments: readonly Instrument[];
  readonly isLoading: boolean;
  /** Why loading older ones failed. */
  readonly fault: string | undefined;
  /** Undefined when there are no older ones. */
  readonly onLoadOlder: (() => void) | undefined;
}

function KnownTrades({ known, instruments, isLoading, fault, onLoadOlder }: KnownTradesProps) {
  const [filter, setFilter] = useState(ANY_TRADE);
  const [mostShown, setMostShown] = useState(PAGE);
  const [explained, setExplained] = useState<EndedOrder>();
  const [isExplaining, setIsExplaining] = useState(false);
  const matching = useMemo(() => known.orders.filter((order) => isMatch(order, filter)), [known, filter]);
  const shown = useMemo(() => matching.slice(0, mostShown), [matching, mostShown]);
  const explain = useMemo(
    () => (order: EndedOrder) => {
      setExplained(order);
      setIsExplaining(true);
    },
    [],
  );
  const showMore = () => {
    setMostShown(mostShown + PAGE);
    if (matching.length < mostShown + PAGE) onLoadOlder?.();
  };
  const hasMore = matching.length > shown.length || onLoadOlder !== undefined;
  return (
    <div className={styles.panel}>
      <div className={styles.bar}>
        <TradeFilterBar filter={filter} orders={known.orders} onChange={setFilter} />
        <Totals matching={matching} known={known} />
        <ExportButton known={known} filter={filter} />
      </div>
      <div className={styles.scroller}>
        {shown.length === 0 ? (
          <Message text="None of these matches." />
        ) : (
          <TradeTable orders={shown} onExplain={explain} />
        )}
        {hasMore && (
          <div className={styles.more}>
            <Button isSmall disabled={isLoading} onClick={showMore}>
              {isLoading ? 'Loading …' : 'Load older'}
            </Button>
            {fault !== undefined && (
              <span className="down" role="alert">
                {fault}
              </span>
            )}
          </div>
        )}
      </div>
      <WhyDialog
        order={explained}
        instrument={instruments.find(({ asset }) => asset === explained?.asset)}
        isOpen={isExplaining}
        onOpenChange={setIsExplaining}
      />
    </div>
  );
}

interface TotalsProps {
  readonly matching: readonly EndedOrder[];
  readonly known: History;
}

/** The number of matching trades, and their total result. Orders that did not open are counted apart. */
function Totals({ matching, known }: TotalsProps) {
  const trades = useMemo(() => matching.filter(isClosing), [matching]);
  const { pnl, carriedByHouse } = useMemo(() => totalsOf(trades), [trades]);
  const notOpened = matching.length - trades.length;
  return (
    <p className={styles.totals} aria-live="polite">
      {countText(trades.length, known)}
      {notOpened > 0 && `, ${notOpened} not opened`}, P&L{' '}
      <strong className={toneOf(pnl)}>{signedMoneyText(pnl)}</strong>
      {carriedByHouse > 0n && (
        <span title="What was lost beyond the margins: clients never owe it.">
          {' '}
          (house bore {moneyText(carriedByHouse)})
        </span>
      )}
    </p>
  );
}

/** Only loaded orders are counted, and the text says so. */
function countText(count: number, { orders, nextCursor }: History): string {
  const trades = orders.filter(isClosing).length;
  const all = `${trades} ${trades === 1 ? 'trade' : 'trades'}`;
  const isWhole = nextCursor === undefined;
  if (count === trades) return isWhole ? all : `Newest ${all}`;
  return `${count} of ${isWhole ? '' : 'newest '}${all}`;
}
