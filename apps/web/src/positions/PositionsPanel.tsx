import type { Instrument } from '@fulcrum/cfd';
import { useMemo } from 'react';
import { useIsAccountLive, useOrderIds } from '../account/use-account.ts';
import { CloseAllButton } from './closing/CloseAllButton.tsx';
import { OrdersTable } from './OrdersTable.tsx';
import { PositionRow } from './PositionRow.tsx';
import styles from './PositionsPanel.module.css';
import { useFocusInRows } from './use-focus-in-rows.ts';

const COLUMNS = ['Position', 'Quantity', 'Entry', 'Price', 'P&L', 'Margin', 'Liquidation', 'Take-profit', 'Stop-loss'];

/** The open positions. */
export function PositionsPanel({ instruments }: { readonly instruments: readonly Instrument[] }) {
  const ids = useOrderIds();
  const isLive = useIsAccountLive();
  const focus = useFocusInRows(ids);
  const byAsset = useMemo(() => new Map(instruments.map((each) => [each.asset, each])), [instruments]);
  if (ids.length === 0)
    return <p className={styles.empty}>{isLive ? 'No open positions.' : 'Waiting for your positions …'}</p>;
  return (
    <OrdersTable
      name="Open positions"
      columns={COLUMNS}
      ids={ids}
      isLive={isLive}
      focus={focus}
      forAll={<CloseAllButton ids={ids} />}
    >
      {(row) => <PositionRow key={row.orderId} instruments={byAsset} {...row} />}
    </OrdersTable>
  );
}
