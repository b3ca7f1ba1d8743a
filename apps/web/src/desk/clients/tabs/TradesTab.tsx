import { z } from 'zod';
import { type CancelledOrder, type ClosedOrder, cancelledOrder, closedOrder } from '../../../api/schemas.ts';
import { assetText, grouped, orderKindText } from '../../../numbers/amounts.ts';
import { Panel } from '../../blocks/Panel.tsx';
import type { Column } from '../../blocks/tables/DataTable.tsx';
import { PagedTable } from '../../blocks/tables/PagedTable.tsx';
import { usePages } from '../../blocks/tables/use-pages.ts';
import { Amount } from '../../blocks/values/Amount.tsx';
import { Id } from '../../blocks/values/ClientLink.tsx';
import { Side } from '../../blocks/values/Side.tsx';
import { Time } from '../../blocks/values/Time.tsx';
import { clientPath, type OfClient } from '../client.ts';

const page = z.object({ orders: z.array(z.union([closedOrder, cancelledOrder])), next: z.string().optional() });

type Ended = ClosedOrder | CancelledOrder;

/** Why an order was closed, as staff say it. */
const REASONS: Readonly<Record<ClosedOrder['reason'], string>> = {
  manual: 'by the client or staff',
  take_profit: 'take-profit',
  stop_loss: 'stop-loss',
  liquidation: 'liquidation',
  trailing_stop: 'trailing stop',
  guaranteed_stop: 'guaranteed stop',
  netting: 'netted',
};

const isClosing = (order: Ended): order is ClosedOrder => 'closedAt' in order;

const NONE = <span className="muted">–</span>;

const COLUMNS: readonly Column<Ended>[] = [
  { name: 'Ended', cell: (order) => <Time at={isClosing(order) ? order.closedAt : order.cancelledAt} /> },
  { name: 'Instrument', cell: ({ asset }) => assetText(asset) },
  {
    name: 'Side',
    cell: (order) =>
      isClosing(order) ? (
        <Side side={order.side} leverage={order.leverage} />
      ) : (
        `${orderKindText(order.side, order.orderType)} ${order.leverage}×`
      ),
  },
  { name: 'Quantity', cell: ({ quantity }) => grouped(quantity), isFigure: true },
  { name: 'Entry', cell: (order) => grouped(isClosing(order) ? order.openPrice : order.price), isFigure: true },
  { name: 'Close', cell: (order) => (isClosing(order) ? grouped(order.closePrice) : NONE), isFigure: true },
  { name: 'P&L', cell: (order) => (isClosing(order) ? <Amount amount={order.pnl} isChange /> : NONE), isFigure: true },
  { name: 'Why', cell: (order) => (isClosing(order) ? REASONS[order.reason] : `did not open: ${order.code}`) },
  { name: 'Left open', cell: (order) => leftOpen(order) ?? NONE, isFigure: true },
  { name: 'Id', cell: ({ orderId }) => <Id id={orderId} /> },
];

/** What a client has closed, and what ended without opening. */
export function TradesTab({ overview }: OfClient) {
  const list = usePages({
    path: clientPath(overview.client.userId, '/trades'),
    schema: page,
    rowsOf: ({ orders }) => orders,
  });
  return (
    <Panel title="Trades">
      <PagedTable label="Trades" list={list} columns={COLUMNS} keyOf={keyOf} empty="Nothing was closed yet." />
    </Panel>
  );
}

/** An order may be closed in parts: each is known by the entry that closed it. */
function keyOf(order: Ended): string {
  return `${order.orderId} ${isClosing(order) ? order.closedBy : order.cancelledBy}`;
}

function leftOpen(order: Ended): string | undefined {
  return isClosing(order) && order.remaining !== undefined ? grouped(order.remaining) : undefined;
}
