import type { Instrument } from '@fulcrum/cfd';
import { useMemo } from 'react';
import { useIsAccountLive, usePendingIds } from '../account/use-account.ts';
import { OrdersTable } from '../positions/OrdersTable.tsx';
import { useFocusInRows } from '../positions/use-focus-in-rows.ts';
import { Message } from '../ui/Message.tsx';
import { CancelAllButton } from './CancelAllButton.tsx';
import { PendingRow } from './PendingRow.tsx';

const COLUMNS = ['Order', 'Price', 'To the market', 'Quantity', 'Take-profit', 'Stop-loss', 'Expires'];

/** The orders that wait for their price. */
export default function PendingPanel({ instruments }: { readonly instruments: readonly Instrument[] }) {
  const ids = usePendingIds();
  const isLive = useIsAccountLive();
  const focus = useFocusInRows(ids);
  const byAsset = useMemo(() => new Map(instruments.map((each) => [each.asset, each])), [instruments]);
  if (ids.length === 0) return <Message text={isLive ? 'No orders wait.' : 'Waiting for your orders …'} />;
  return (
    <OrdersTable
      name="Pending orders"
      columns={COLUMNS}
      ids={ids}
      isLive={isLive}
      focus={focus}
      forAll={<CancelAllButton count={ids.length} />}
    >
      {(row) => <PendingRow key={row.orderId} instruments={byAsset} {...row} />}
    </OrdersTable>
  );
}
