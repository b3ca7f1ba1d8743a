import { z } from 'zod';
import { agreementsAnswer } from '../../../api/schemas.ts';
import { Loaded } from '../../blocks/Loaded.tsx';
import { Panel, Panels } from '../../blocks/Panel.tsx';
import { type Column, DataTable } from '../../blocks/tables/DataTable.tsx';
import { useFetched } from '../../blocks/use-fetched.ts';
import { Badge } from '../../blocks/values/Badge.tsx';
import { Time } from '../../blocks/values/Time.tsx';
import { clientPath, type OfClient } from '../client.ts';

const agreed = z.object({ document: z.string(), version: z.int(), agreedAt: z.int() });
const answer = agreementsAnswer.extend({ agreed: z.array(agreed) });

type Document = z.infer<typeof answer>['documents'][number];
type Agreed = z.infer<typeof agreed>;

const PRESENT: readonly Column<Document>[] = [
  { name: 'Text', cell: ({ title }) => title },
  { name: 'Version', cell: ({ version }) => version, isFigure: true },
  {
    name: 'Agreed to',
    cell: ({ agreedAt }) => (agreedAt === null ? <Badge text="not yet" tone="warn" /> : <Time at={agreedAt} />),
  },
];

const EVER: readonly Column<Agreed>[] = [
  { name: 'Text', cell: ({ document }) => document },
  { name: 'Version', cell: ({ version }) => version, isFigure: true },
  { name: 'Agreed to', cell: ({ agreedAt }) => <Time at={agreedAt} /> },
];

/** What a client has agreed to. */
export function AgreementsTab({ overview }: OfClient) {
  const fetched = useFetched({ path: clientPath(overview.client.userId, '/agreements'), schema: answer });
  return (
    <Loaded of={fetched}>
      {({ areRequired, documents, agreed: all }) => (
        <>
          {areRequired && <p className="muted">Orders are opened only for who has agreed to all present texts.</p>}
          <Panels>
            <Panel title="Present texts">
              <DataTable
                label="Present texts"
                columns={PRESENT}
                rows={documents}
                keyOf={(row) => row.document}
                empty="There are no texts."
              />
            </Panel>
            <Panel title="All that was ever agreed to">
              <DataTable
                label="All that was ever agreed to"
                columns={EVER}
                rows={all}
                keyOf={(row) => `${row.document} ${row.version}`}
                empty="Nothing was agreed to."
              />
            </Panel>
          </Panels>
        </>
      )}
    </Loaded>
  );
}
