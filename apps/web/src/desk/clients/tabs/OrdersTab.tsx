import { pendingOrderSchema, valuedOrderSchema } from '@fulcrum/protocol';
import { z } from 'zod';
import { assetText, grouped, orderKindText } from '../../../numbers/amounts.ts';
import { Button } from '../../../ui/Button.tsx';
import { Message } from '../../../ui/Message.tsx';
import { useAct } from '../../acts/who-may.ts';
import { Panel } from '../../blocks/Panel.tsx';
import { type Column, DataTable } from '../../blocks/tables/DataTable.tsx';
import { usePages } from '../../blocks/tables/use-pages.ts';
import { Amount } from '../../blocks/values/Amount.tsx';
import { Id } from '../../blocks/values/ClientLink.tsx';
import { Side } from '../../blocks/values/Side.tsx';
import { Time } from '../../blocks/values/Time.tsx';
import { useMe } from '../../me/me.ts';
import { EndAll } from '../acts/EndAll.tsx';
import { CancelOrder, ClosePosition } from '../acts/OrderActs.tsx';
import { clientPath, type OfClient } from '../client.ts';
import { stopText } from './stop-text.ts';

const page = z.object({
  orders: z.array(valuedOrderSchema),
  pendingOrders: z.array(pendingOrderSchema),
  next: z.string().optional(),
});

type Position = z.infer<typeof valuedOrderSchema>;
type WaitingOrder = z.infer<typeof pendingOrderSchema>;

const LOOK_EVERY_MS = 5_000;

const price = (text: string | null) => (text === null ? <span className="muted">none</span> : grouped(text));

const POSITIONS: readonly Column<Position>[] = [
  { name: 'Instrument', cell: ({ asset }) => assetText(asset) },
  { name: 'Side', cell: ({ side, leverage }) => <Side side={side} leverage={leverage} /> },
  { name: 'Quantity', cell: ({ quantity }) => grouped(quantity), isFigure: true },
  { name: 'Entry', cell: ({ openPrice }) => grouped(openPrice), isFigure: true },
  { name: 'Now', cell: ({ currentPrice }) => grouped(currentPrice), isFigure: true },
  { name: 'P&L', cell: ({ unrealizedPnl }) => <Amount amount={unrealizedPnl} isChange />, isFigure: true },
  { name: 'Margin', cell: ({ margin }) => <Amount amount={margin} />, isFigure: true },
  { name: 'Liquidation', cell: ({ liquidationPrice }) => grouped(liquidationPrice), isFigure: true },
  { name: 'Take-profit', cell: ({ takeProfit }) => price(takeProfit), isFigure: true },
  { name: 'Stop', cell: (order) => stopText(order) ?? price(null), isFigure: true },
  { name: 'Opened', cell: ({ openedAt }) => <Time at={openedAt} /> },
  { name: 'Id', cell: ({ orderId }) => <Id id={orderId} /> },
];

const WAITING: readonly Column<WaitingOrder>[] = [
  { name: 'Instrument', cell: ({ asset }) => assetText(asset) },
  { name: 'Order', cell: ({ side, orderType, leverage }) => `${orderKindText(side, orderType)} ${leverage}×` },
  { name: 'Quantity', cell: ({ quantity }) => grouped(quantity), isFigure: true },
  { name: 'At', cell: (order) => grouped(order.price), isFigure: true },
  { name: 'Take-profit', cell: ({ takeProfit }) => price(takeProfit), isFigure: true },
  { name: 'Stop', cell: (order) => stopText(order) ?? price(null), isFigure: true },
  { name: 'Only reduces', cell: ({ reduceOnly }) => (reduceOnly ? 'yes' : 'no') },
  { name: 'Placed', cell: ({ placedAt }) => <Time at={placedAt} /> },
  { name: 'Until', cell: ({ expiresAt }) => (expiresAt === null ? 'it is cancelled' : <Time at={expiresAt} />) },
  { name: 'Id', cell: ({ orderId }) => <Id id={orderId} /> },
];

const CLOSE: Column<Position> = { name: 'Close', cell: (position) => <ClosePosition position={position} /> };
const CANCEL: Column<WaitingOrder> = { name: 'Cancel', cell: (order) => <CancelOrder order={order} /> };

/** What a client has open, and what waits. */
export function OrdersTab({ overview }: OfClient) {
  const { userId } = overview.client;
  const isOther = useMe().userId !== userId;
  const mayClose = useAct('close-order') !== undefined && isOther;
  const mayCancel = useAct('cancel-order') !== undefined && isOther;
  const list = usePages({
    path: clientPath(userId, '/orders'),
    schema: page,
    rowsOf: ({ orders, pendingOrders }) => [...orders, ...pendingOrders],
    everyMs: LOOK_EVERY_MS,
  });
  if (list.rows === undefined)
    return list.error === null ? (
      <Message text="Loading …" />
    ) : (
      <Message text={list.error.message} onRetry={list.askAgain} />
    );
  const positions = list.rows.filter((row) => 'openPrice' in row);
  const waiting = list.rows.filter((row) => 'orderType' in row);
  return (
    <>
      {list.error !== null && (
        <p className="down" role="alert">
          {list.error.message} What is shown is older.
        </p>
      )}
      <Panel
        title="Positions"
        actions={
          isOther && positions.length > 0 && <EndAll kind="close-all" {...{ userId }} assets={assetsOf(positions)} />
        }
      >
        <DataTable
          label="Positions"
          columns={mayClose ? [...POSITIONS, CLOSE] : POSITIONS}
          rows={positions}
          keyOf={({ orderId }) => orderId}
          empty="Nothing is open."
        />
      </Panel>
      <Panel
        title="Orders that wait"
        actions={
          isOther && waiting.length > 0 && <EndAll kind="cancel-all" {...{ userId }} assets={assetsOf(waiting)} />
        }
      >
        <DataTable
          label="Orders that wait"
          columns={mayCancel ? [...WAITING, CANCEL] : WAITING}
          rows={waiting}
          keyOf={({ orderId }) => orderId}
          empty="No order waits."
        />
      </Panel>
      {list.hasMore && (
        <Button disabled={list.isAskingMore} focusableWhenDisabled onClick={list.askMore}>
          {list.isAskingMore ? 'Loading …' : 'Show more positions and orders'}
        </Button>
      )}
    </>
  );
}

function assetsOf(orders: readonly { readonly asset: string }[]): string[] {
  return orders.map(({ asset }) => asset);
}
