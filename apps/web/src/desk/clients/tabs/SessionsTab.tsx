import { Loaded } from '../../blocks/Loaded.tsx';
import { Panel } from '../../blocks/Panel.tsx';
import { type Column, DataTable } from '../../blocks/tables/DataTable.tsx';
import { Time } from '../../blocks/values/Time.tsx';
import { useMe } from '../../me/me.ts';
import type { OfClient } from '../client.ts';
import { EndSessions } from '../sessions/EndSessions.tsx';
import { type ClientSession, useClientSessions } from '../sessions/sessions.ts';

const COLUMNS: readonly Column<ClientSession>[] = [
  { name: 'Device', cell: ({ device }) => device, wraps: true },
  { name: 'From', cell: ({ address }) => address },
  { name: 'Signed in', cell: ({ startedAt }) => <Time at={startedAt} /> },
  { name: 'With', cell: ({ isByLink }) => (isByLink ? 'a link' : 'a password') },
  { name: 'Last used', cell: ({ lastUsedAt }) => <Time at={lastUsedAt} /> },
];

/** Where a client is signed in. */
export function SessionsTab({ overview: { client } }: OfClient) {
  const { userId: ownId, role } = useMe();
  const { userId } = client;
  const fetched = useClientSessions(userId);
  const mayEnd = userId !== ownId && !(role === 'support' && client.role !== null);
  const end: Column<ClientSession> = {
    name: 'End',
    cell: (session) => <EndSessions userId={userId} session={session} />,
  };
  return (
    <Panel
      title="Sessions that go on"
      actions={mayEnd && (fetched.data?.sessions.length ?? 0) > 1 && <EndSessions userId={userId} />}
    >
      {!mayEnd && <p className="muted">{userId === ownId ? OWN : OF_STAFF}</p>}
      <Loaded of={fetched}>
        {({ sessions }) => (
          <DataTable
            label="Sessions"
            columns={mayEnd ? [...COLUMNS, end] : COLUMNS}
            rows={sessions}
            keyOf={({ sessionId }) => sessionId}
            empty="They are signed in nowhere."
          />
        )}
      </Loaded>
    </Panel>
  );
}

const OWN = 'These are your own: end them under “Security” of the trading screen.';
const OF_STAFF = 'Sessions of staff are ended by compliance and admin.';
