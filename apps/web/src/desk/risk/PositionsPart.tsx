import { decimal, timeMs, uuid } from '@fulcrum/protocol';
import { z } from 'zod';
import { assetText, grouped } from '../../numbers/amounts.ts';
import { placeHash } from '../address/place.ts';
import { clientRow } from '../blocks/client-row.ts';
import { Loaded } from '../blocks/Loaded.tsx';
import { Panel } from '../blocks/Panel.tsx';
import { type Column, DataTable } from '../blocks/tables/DataTable.tsx';
import { useFetched } from '../blocks/use-fetched.ts';
import { Amount } from '../blocks/values/Amount.tsx';
import { Id } from '../blocks/values/ClientLink.tsx';
import { Side } from '../blocks/values/Side.tsx';
import { Time } from '../blocks/values/Time.tsx';
import { AsOf } from './AsOf.tsx';

const position = z.object({
  ...{ orderId: uuid, userId: uuid, client: clientRow.nullable(), asset: z.string(), side: z.enum(['buy', 'sell']) },
  ...{ quantity: decimal, leverage: z.int(), openPrice: decimal, margin: decimal, openedAt: timeMs },
  ...{ liquidationPrice: decimal, price: decimal, notional: decimal, unrealizedPnl: decimal, distancePercent: decimal },
});

type Position = z.infer<typeof position>;

const answer = z.object({ asOf: timeMs, positions: z.array(position) });

const LOOK_EVERY_MS = 5_000;

/** So many are shown. */
const MOST = 50;

/** As close as a price may come in a moment. */
const NEAR_PERCENT = 1;

const COLUMNS: readonly Column<Position>[] = [
  {
    name: 'Client',
    cell: ({ userId, client }) => (
      <a href={placeHash('clients', [userId, 'orders'])}>{client?.email ?? <Id id={userId} />}</a>
    ),
    wraps: true,
  },
  { name: 'Instrument', cell: ({ asset }) => assetText(asset) },
  { name: 'Side', cell: ({ side, leverage }) => <Side side={side} leverage={leverage} /> },
  { name: 'Quantity', cell: ({ quantity }) => grouped(quantity), isFigure: true },
  { name: 'Worth', cell: ({ notional }) => <Amount amount={notional} />, isFigure: true },
  { name: 'P&L', cell: ({ unrealizedPnl }) => <Amount amount={unrealizedPnl} isChange />, isFigure: true },
  { name: 'Distance', cell: ({ distancePercent }) => <Distance percent={distancePercent} />, isFigure: true },
  { name: 'Liquidation', cell: ({ liquidationPrice }) => grouped(liquidationPrice), isFigure: true },
  { name: 'Now', cell: ({ price }) => grouped(price), isFigure: true },
  { name: 'Entry', cell: ({ openPrice }) => grouped(openPrice), isFigure: true },
  { name: 'Margin', cell: ({ margin }) => <Amount amount={margin} />, isFigure: true },
  { name: 'Opened', cell: ({ openedAt }) => <Time at={openedAt} /> },
  { name: 'Id', cell: ({ orderId }) => <Id id={orderId} /> },
];

export function LargestPositions() {
  return <Positions which="largest" title="Largest positions" />;
}

export function NearestPositions() {
  return <Positions which="nearest" title="Nearest to liquidation" />;
}

function Positions({ which, title }: { readonly which: 'largest' | 'nearest'; readonly title: string }) {
  const fetched = useFetched({
    ...{ path: `/desk/risk/${which}`, query: { limit: MOST }, schema: answer, everyMs: LOOK_EVERY_MS },
  });
  return (
    <Panel title={title} actions={fetched.data && <AsOf positionsAt={fetched.data.asOf} pricesAt={fetched.at} />}>
      <Loaded of={fetched}>
        {({ positions }) => (
          <DataTable
            label={title}
            columns={COLUMNS}
            rows={positions}
            keyOf={({ orderId }) => orderId}
            empty="Nothing is open, or there is no price."
          />
        )}
      </Loaded>
    </Panel>
  );
}

/** How far the price is from where the position is liquidated. */
function Distance({ percent }: { readonly percent: string }) {
  return <span className={Number(percent) < NEAR_PERCENT ? 'down' : undefined}>{grouped(percent)} %</span>;
}
