import { timeMs } from '@fulcrum/protocol';
import { z } from 'zod';
import { Panel } from '../../blocks/Panel.tsx';
import type { Column } from '../../blocks/tables/DataTable.tsx';
import { PagedTable } from '../../blocks/tables/PagedTable.tsx';
import { usePages } from '../../blocks/tables/use-pages.ts';
import { Id } from '../../blocks/values/ClientLink.tsx';
import { Time } from '../../blocks/values/Time.tsx';
import { clientPath, type OfClient } from '../client.ts';

const refusal = z.object({
  ...{ id: z.string(), requestId: z.string(), orderId: z.uuid().nullable() },
  ...{ code: z.string(), message: z.string(), time: timeMs },
});

type Refusal = z.infer<typeof refusal>;

const page = z.object({ rejections: z.array(refusal), next: z.string().optional() });

const COLUMNS: readonly Column<Refusal>[] = [
  { name: 'Time', cell: ({ time }) => <Time at={time} /> },
  { name: 'Code', cell: ({ code }) => <code>{code}</code> },
  { name: 'Why', cell: ({ message }) => message, wraps: true },
  { name: 'Order', cell: ({ orderId }) => orderId !== null && <Id id={orderId} /> },
  { name: 'Request', cell: ({ requestId }) => <code>{requestId}</code>, wraps: true },
];

/** What the engine did not do that a client, or staff for them, asked for. */
export function RefusalsTab({ overview }: OfClient) {
  const list = usePages({
    path: clientPath(overview.client.userId, '/rejections'),
    schema: page,
    rowsOf: ({ rejections }) => rejections,
  });
  return (
    <Panel title="Refusals">
      <PagedTable label="Refusals" list={list} columns={COLUMNS} keyOf={({ id }) => id} empty="Nothing was refused." />
    </Panel>
  );
}
