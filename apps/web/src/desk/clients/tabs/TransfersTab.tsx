import { decimal, timeMs, uuid } from '@fulcrum/protocol';
import { z } from 'zod';
import { Panel } from '../../blocks/Panel.tsx';
import type { Column } from '../../blocks/tables/DataTable.tsx';
import { PagedTable } from '../../blocks/tables/PagedTable.tsx';
import { usePages } from '../../blocks/tables/use-pages.ts';
import { Amount } from '../../blocks/values/Amount.tsx';
import { Id } from '../../blocks/values/ClientLink.tsx';
import { Time } from '../../blocks/values/Time.tsx';
import { type Looks, WordBadge } from '../../blocks/values/WordBadge.tsx';
import { clientPath, type OfClient } from '../client.ts';

const STEPS: Looks<'deposit' | 'adjustment' | 'held' | 'paid' | 'released'> = {
  deposit: ['deposit'],
  adjustment: ['adjustment'],
  held: ['withdrawal asked for', 'warn'],
  paid: ['withdrawal paid', 'good'],
  released: ['withdrawal refused', 'bad'],
};

const step = z.object({
  ...{ id: z.string(), transferId: uuid, amount: decimal, note: z.string().nullable(), time: timeMs },
  step: z.enum(['deposit', 'adjustment', 'held', 'paid', 'released']),
});

type Step = z.infer<typeof step>;

const page = z.object({ transfers: z.array(step), next: z.string().optional() });

const COLUMNS: readonly Column<Step>[] = [
  { name: 'Time', cell: ({ time }) => <Time at={time} /> },
  { name: 'Step', cell: (row) => <WordBadge looks={STEPS} word={row.step} /> },
  { name: 'Amount', cell: ({ amount }) => <Amount amount={amount} />, isFigure: true },
  { name: 'Note', cell: ({ note }) => note ?? '', wraps: true },
  { name: 'Transfer', cell: ({ transferId }) => <Id id={transferId} /> },
];

/** Each step of money that came and went. */
export function TransfersTab({ overview }: OfClient) {
  const list = usePages({
    path: clientPath(overview.client.userId, '/transfers'),
    schema: page,
    rowsOf: ({ transfers }) => transfers,
  });
  return (
    <Panel title="Transfers">
      <PagedTable
        label="Transfers"
        list={list}
        columns={COLUMNS}
        keyOf={({ id }) => id}
        empty="No money came or went."
      />
    </Panel>
  );
}
