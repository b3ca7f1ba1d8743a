import { z } from 'zod';
import { goTo, placeHash, usePlace } from '../../address/place.ts';
import { type ClientRow, clientRow } from '../../blocks/client-row.ts';
import { Filters } from '../../blocks/forms/Filters.tsx';
import { SearchField } from '../../blocks/forms/SearchField.tsx';
import { Panel } from '../../blocks/Panel.tsx';
import { Screen } from '../../blocks/Screen.tsx';
import type { Column } from '../../blocks/tables/DataTable.tsx';
import { PagedTable } from '../../blocks/tables/PagedTable.tsx';
import { usePages } from '../../blocks/tables/use-pages.ts';
import { Badge } from '../../blocks/values/Badge.tsx';
import { ClientLink } from '../../blocks/values/ClientLink.tsx';
import { Time } from '../../blocks/values/Time.tsx';
import { RIGHTS, WordBadge } from '../../blocks/values/WordBadge.tsx';

const page = z.object({ clients: z.array(clientRow), next: z.string().optional() });

const COLUMNS: readonly Column<ClientRow>[] = [
  { name: 'Address', cell: ({ userId, email }) => <ClientLink userId={userId} email={email} />, wraps: true },
  { name: 'Name', cell: ({ name }) => name ?? '' },
  { name: 'Country', cell: ({ country }) => country ?? '' },
  {
    name: 'Rights',
    cell: ({ rights }) =>
      rights === null ? <span className="muted">no account</span> : <WordBadge looks={RIGHTS} word={rights} />,
  },
  { name: 'Since', cell: ({ createdAt }) => <Time at={createdAt} /> },
  {
    name: 'Last signed in',
    cell: ({ lastLoggedIn }) =>
      lastLoggedIn === null ? <span className="muted">never</span> : <Time at={lastLoggedIn} />,
  },
  { name: 'Shard', cell: ({ shard }) => shard, isFigure: true },
  { name: 'Role', cell: ({ role }) => role !== null && <Badge text={role} /> },
];

/** All clients, or those that were looked for. */
export function ClientList() {
  const { query } = usePlace();
  const search = query.q ?? '';
  const list = usePages({
    path: '/desk/clients',
    query: { search: search === '' ? undefined : search },
    schema: page,
    rowsOf: ({ clients }) => clients,
  });
  return (
    <Screen title="Clients" about="Found by the beginning of an address, a name or a last name, or by an id.">
      <Filters label="Find clients">
        <SearchField
          label="Search clients"
          placeholder="Address, name, or the id of a client, an order or a transfer"
          value={search}
          onSearch={(q) => goTo(placeHash('clients', [], { q }), true)}
        />
      </Filters>
      <Panel title={search === '' ? 'The newest' : 'Found'}>
        <PagedTable
          label="Clients"
          list={list}
          columns={COLUMNS}
          keyOf={({ userId }) => userId}
          empty={search === '' ? 'There are no clients yet.' : `Nobody is found by “${search}”.`}
        />
      </Panel>
    </Screen>
  );
}
