import { useVirtualizer } from '@tanstack/react-virtual';
import { type ReactNode, type Ref, useRef } from 'react';
import tableStyles from '../ui/Table.module.css';
import { TableHead } from '../ui/TableHead.tsx';
import styles from './PositionsPanel.module.css';
import type { FocusHandlers } from './use-focus-in-rows.ts';
import { useIsNarrow } from './use-is-narrow.ts';

/** The height of a row before it is measured: of a line, or of a card on a phone. */
const ROW_PX = { line: 38, card: 212 };

/** A row's order, its place from 0 on, and what measures its height. */
export interface OrderRowProps {
  readonly orderId: string;
  readonly index: number;
  readonly rowRef: Ref<HTMLTableRowElement>;
}

export interface OrdersTableProps {
  readonly name: string;
  readonly columns: readonly string[];
  readonly ids: readonly string[];
  readonly isLive: boolean;
  readonly focus: FocusHandlers;
  /** The button that concerns all orders. */
  readonly forAll: ReactNode;
  /** Gives the row of an order. */
  readonly children: (row: OrderRowProps) => ReactNode;
}

/** A table of orders. Only visible rows are drawn: there may be a thousand, and each changes with the price. */
export function OrdersTable({ name, columns, ids, isLive, focus, forAll, children }: OrdersTableProps) {
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
  const space = (height: number) => <Space height={height} columns={columns.length + 1} />;
  return (
    <div ref={scroller} className={styles.scroller} data-live={isLive} {...focus}>
      <table className={`${tableStyles.table} ${styles.table}`} aria-label={name} aria-rowcount={ids.length + 1}>
        <TableHead columns={columns}>{forAll}</TableHead>
        <tbody>
          {space(seen[0]?.start ?? 0)}
          {seen.map(({ index }) => children({ orderId: ids[index] ?? '', index, rowRef: rows.measureElement }))}
          {space(rows.getTotalSize() - (seen.at(-1)?.end ?? 0))}
        </tbody>
      </table>
    </div>
  );
}

/** The space of rows that are not drawn. */
function Space({ height, columns }: { readonly height: number; readonly columns: number }) {
  if (height <= 0) return null;
  return (
    <tr>
      <td className={styles.space} style={{ height }} colSpan={columns} />
    </tr>
  );
}
