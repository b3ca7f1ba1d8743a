import type { Instrument } from '@fulcrum/cfd';
import { useVirtualizer } from '@tanstack/react-virtual';
import { useMemo, useRef } from 'react';
import { useIsAccountLive, useOrderIds } from '../account/use-account.ts';
import tableStyles from '../ui/Table.module.css';
import { TableHead } from '../ui/TableHead.tsx';
import { CloseAllButton } from './CloseAllButton.tsx';
import { PositionRow } from './PositionRow.tsx';
import styles from './PositionsPanel.module.css';
import { type FocusHandlers, useFocusInRows } from './use-focus-in-rows.ts';
import { useIsNarrow } from './use-is-narrow.ts';

const COLUMNS = ['Position', 'Quantity', 'Entry', 'Price', 'P&L', 'Margin', 'Liquidation', 'Take-profit', 'Stop-loss'];

/** The height of a row before it is measured: of a line, or of a card on a phone. */
const ROW_PX = { line: 38, card: 212 };

/** The open positions. Only visible rows are drawn: there may be a thousand, and each changes with the price. */
export function PositionsPanel({ instruments }: { readonly instruments: readonly Instrument[] }) {
  const ids = useOrderIds();
  const isLive = useIsAccountLive();
  const focus = useFocusInRows(ids);
  const byAsset = useMemo(() => new Map(instruments.map((each) => [each.asset, each])), [instruments]);
  if (ids.length === 0)
    return <p className={styles.empty}>{isLive ? 'No open positions.' : 'Waiting for your positions …'}</p>;
  return <PositionsTable ids={ids} byAsset={byAsset} isLive={isLive} focus={focus} />;
}

interface TableProps {
  readonly ids: readonly string[];
  readonly byAsset: ReadonlyMap<string, Instrument>;
  readonly isLive: boolean;
  readonly focus: FocusHandlers;
}

function PositionsTable({ ids, byAsset, isLive, focus }: TableProps) {
  const scroller = useRef<HTMLDivElement>(null);
  const isNarrow = useIsNarrow();
  const rows = useVirtualizer({
    count: ids.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => (isNarrow ? ROW_PX.card : ROW_PX.line),
    getItemKey: (index) => ids[index] ?? index,
    overscan: 6,
  });
  const seen = rows.getVirtualItems();
  const above = seen[0]?.start ?? 0;
  const below = rows.getTotalSize() - (seen.at(-1)?.end ?? 0);
  return (
    <div ref={scroller} className={styles.scroller} data-live={isLive} {...focus}>
      <table
        className={`${tableStyles.table} ${styles.table}`}
        aria-label="Open positions"
        aria-rowcount={ids.length + 1}
      >
        <TableHead columns={COLUMNS}>
          <CloseAllButton ids={ids} />
        </TableHead>
        <tbody>
          <Space height={above} />
          {seen.map(({ index, key }) => (
            <PositionRow
              key={key}
              rowRef={rows.measureElement}
              index={index}
              orderId={ids[index] ?? ''}
              instruments={byAsset}
            />
          ))}
          <Space height={below} />
        </tbody>
      </table>
    </div>
  );
}

/** The space of rows that are not drawn. */
function Space({ height }: { readonly height: number }) {
  if (height <= 0) return null;
  return (
    <tr>
      <td className={styles.space} style={{ height }} colSpan={COLUMNS.length + 1} />
    </tr>
  );
}
