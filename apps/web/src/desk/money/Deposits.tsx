import { decimal, timeMs, uuid } from '@fulcrum/protocol';
import { z } from 'zod';
import { clientRow } from '../blocks/client-row.ts';
import { Panel } from '../blocks/Panel.tsx';
import type { Column } from '../blocks/tables/DataTable.tsx';
import { PagedTable } from '../blocks/tables/PagedTable.tsx';
import { usePages } from '../blocks/tables/use-pages.ts';
import { Amount } from '../blocks/values/Amount.tsx';
import { Id } from '../blocks/values/ClientLink.tsx';
import { MaybeClient } from '../blocks/values/MaybeClient.tsx';
import { Time } from '../blocks/values/Time.tsx';

const deposit = z.object({
  ...{ transferId: uuid, client: clientRow.nullable(), amount: decimal, note: z.string().nullable(), time: timeMs },
});

type Deposit = z.infer<typeof deposit>;

const page = z.object({ deposits: z.array(deposit), next: z.string().optional() });

const COLUMNS: readonly Column<Deposit>[] = [
  { name: 'Client', cell: ({ client }) => <MaybeClient client={client} />, wraps: true },
  { name: 'Amount', cell: ({ amount }) => <Amount amount={amount} />, isFigure: true },
  { name: 'Booked', cell: ({ time }) => <Time at={time} /> },
  { name: 'Note', cell: ({ note }) => note ?? '', wraps: true },
  { name: 'Transfer', cell: ({ transferId }) => <Id id={transferId} /> },
];

const LOOK_EVERY_MS = 10_000;

/** Money that came, the newest first. */
export function Deposits() {
  const list = usePages({
    path: '/desk/deposits',
    schema: page,
    rowsOf: ({ deposits }) => deposits,
    everyMs: LOOK_EVERY_MS,
  });
  return (
    <Panel title="Deposits">
      <PagedTable
        label="Deposits"
        list={list}
        columns={COLUMNS}
        keyOf={({ transferId }) => transferId}
        empty="No money came yet."
      />
    </Panel>
  );
}
