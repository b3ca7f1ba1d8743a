import { timeMs, uuid } from '@fulcrum/protocol';
import { z } from 'zod';
import { Panel } from '../blocks/Panel.tsx';
import { Screen } from '../blocks/Screen.tsx';
import type { Column } from '../blocks/tables/DataTable.tsx';
import { PagedTable } from '../blocks/tables/PagedTable.tsx';
import { usePages } from '../blocks/tables/use-pages.ts';
import { ClientLink } from '../blocks/values/ClientLink.tsx';
import { Time } from '../blocks/values/Time.tsx';
import { IdentityTabs } from './IdentityTabs.tsx';

const erasure = z.object({ userId: uuid, email: z.string(), askedAt: timeMs });

type Erasure = z.infer<typeof erasure>;

const page = z.object({ erasures: z.array(erasure), next: z.string().optional() });

const COLUMNS: readonly Column<Erasure>[] = [
  { name: 'Client', cell: ({ userId, email }) => <ClientLink userId={userId} email={email} />, wraps: true },
  { name: 'Asked', cell: ({ askedAt }) => <Time at={askedAt} /> },
];

/** Clients who want their personal data erased. That is done on a client's page. */
export function Erasures() {
  const list = usePages({ path: '/desk/erasures', schema: page, rowsOf: ({ erasures }) => erasures });
  return (
    <Screen title="Identity" about="Clients who want their personal data erased. Each is erased on their own page.">
      <IdentityTabs shown="erasures" />
      <Panel title="Erasures asked for">
        <PagedTable
          label="Erasures asked for"
          list={list}
          columns={COLUMNS}
          keyOf={({ userId }) => userId}
          empty="Nobody asked for it."
        />
      </Panel>
    </Screen>
  );
}
