import { decimal, timeMs, uuid } from '@fulcrum/protocol';
import { z } from 'zod';
import { goTo, placeHash, usePlace } from '../../address/place.ts';
import { SelectField } from '../../blocks/forms/Filters.tsx';
import { Panel } from '../../blocks/Panel.tsx';
import type { Column } from '../../blocks/tables/DataTable.tsx';
import { PagedTable } from '../../blocks/tables/PagedTable.tsx';
import { usePages } from '../../blocks/tables/use-pages.ts';
import { Amount } from '../../blocks/values/Amount.tsx';
import { Id } from '../../blocks/values/ClientLink.tsx';
import { Time } from '../../blocks/values/Time.tsx';
import { clientPath, type OfClient } from '../client.ts';

const KINDS = [
  ['deposit', 'Deposit'],
  ['withdrawal', 'Withdrawal'],
  ['adjustment', 'Adjustment'],
  ['pnl', 'Closed trade'],
  ['guaranteed_stop', 'Guarantee of a stop-loss'],
  ['negative_balance_protection', 'Loss beyond the margin, forgiven'],
] as const;

type Kind = (typeof KINDS)[number][0];

const kind = z.enum(KINDS.map(([name]) => name) as [Kind, ...Kind[]]);

const entry = z.object({
  ...{ id: z.string(), time: timeMs, kind, amount: decimal, cash: decimal },
  ...{ orderId: uuid.optional(), transferId: uuid.optional(), note: z.string().optional() },
});

type Entry = z.infer<typeof entry>;

const page = z.object({ entries: z.array(entry), next: z.string().optional() });

const COLUMNS: readonly Column<Entry>[] = [
  { name: 'Time', cell: ({ time }) => <Time at={time} /> },
  { name: 'What', cell: (row) => KINDS.find(([name]) => name === row.kind)?.[1] },
  { name: 'Amount', cell: ({ amount }) => <Amount amount={amount} isChange />, isFigure: true },
  { name: 'Cash behind it', cell: ({ cash }) => <Amount amount={cash} />, isFigure: true },
  { name: 'Note', cell: ({ note }) => note ?? '', wraps: true },
  { name: 'Order or transfer', cell: ({ orderId, transferId }) => <Origin id={orderId ?? transferId} /> },
];

/** Every change of a client's cash. */
export function LedgerTab({ overview }: OfClient) {
  const { userId } = overview.client;
  const { query } = usePlace();
  const wanted = kind.safeParse(query.kind).data;
  const list = usePages({
    path: clientPath(userId, '/ledger'),
    query: { kind: wanted },
    schema: page,
    rowsOf: ({ entries }) => entries,
  });
  return (
    <Panel
      title="Ledger"
      actions={
        <SelectField
          label="Kind"
          options={[['', 'All'], ...KINDS]}
          value={wanted ?? ''}
          onChange={(chosen) => goTo(placeHash('clients', [userId, 'ledger'], { kind: chosen }), true)}
        />
      }
    >
      <PagedTable
        label="Ledger"
        list={list}
        columns={COLUMNS}
        keyOf={({ id }) => id}
        empty="There are no such entries."
      />
    </Panel>
  );
}

function Origin({ id }: { readonly id: string | undefined }) {
  return id === undefined ? null : <Id id={id} />;
}
