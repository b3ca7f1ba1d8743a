import { timeMs } from '@fulcrum/protocol';
import { z } from 'zod';
import { Panel } from '../../blocks/Panel.tsx';
import type { Column } from '../../blocks/tables/DataTable.tsx';
import { PagedTable } from '../../blocks/tables/PagedTable.tsx';
import { usePages } from '../../blocks/tables/use-pages.ts';
import { ClientLink } from '../../blocks/values/ClientLink.tsx';
import { Time } from '../../blocks/values/Time.tsx';
import { useMe } from '../../me/me.ts';
import { NoteForm } from '../acts/NoteForm.tsx';
import { clientPath, type OfClient } from '../client.ts';

const note = z.object({
  ...{ id: z.uuid(), author: z.uuid(), authorEmail: z.string().nullable(), text: z.string(), time: timeMs },
});

type Note = z.infer<typeof note>;

const page = z.object({ notes: z.array(note), next: z.string().optional() });

const COLUMNS: readonly Column<Note>[] = [
  { name: 'Time', cell: ({ time }) => <Time at={time} /> },
  { name: 'Note', cell: ({ text }) => text, wraps: true },
  { name: 'By', cell: ({ author, authorEmail }) => <ClientLink userId={author} email={authorEmail} />, wraps: true },
];

/** What staff wrote about a client. */
export function NotesTab({ overview }: OfClient) {
  const list = usePages({
    path: clientPath(overview.client.userId, '/notes'),
    schema: page,
    rowsOf: ({ notes }) => notes,
  });
  const isOther = useMe().userId !== overview.client.userId;
  return (
    <>
      {isOther && <NoteForm userId={overview.client.userId} />}
      <Panel title="Notes">
        <PagedTable
          label="Notes"
          list={list}
          columns={COLUMNS}
          keyOf={({ id }) => id}
          empty="Nobody wrote anything yet."
        />
      </Panel>
    </>
  );
}
