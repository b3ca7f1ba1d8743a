import type { ComponentType } from 'react';
import { placeHash } from '../address/place.ts';
import { Loaded } from '../blocks/Loaded.tsx';
import { Screen } from '../blocks/Screen.tsx';
import { TabLinks } from '../blocks/TabLinks.tsx';
import { Badge } from '../blocks/values/Badge.tsx';
import { RIGHTS, WordBadge } from '../blocks/values/WordBadge.tsx';
import { useMe } from '../me/me.ts';
import { type OfClient, useClient } from './client.ts';
import { TABS } from './tabs.ts';

export interface ClientPageProps {
  readonly userId: string;
  /** The name of the tab that is shown. */
  readonly tab: string | undefined;
}

/** All about one client. */
export function ClientPage({ userId, tab = 'overview' }: ClientPageProps) {
  const { role } = useMe();
  const fetched = useClient(userId);
  const client = fetched.data?.client;
  const tabs = TABS.filter(({ roles }) => roles.includes(role));
  return (
    <Screen
      title={client?.email ?? 'Client'}
      back={{ text: 'Clients', hash: placeHash('clients') }}
      {...(client?.name ? { about: client.name } : {})}
      actions={fetched.data && <States overview={fetched.data} />}
    >
      <Loaded of={fetched}>
        {(overview) => (
          <>
            <TabLinks
              label="Client"
              shown={tab}
              tabs={tabs.map(({ name, title }) => ({
                ...{ name, title },
                hash: placeHash('clients', [userId, ...(name === 'overview' ? [] : [name])]),
              }))}
            />
            <Content overview={overview} Shown={tabs.find(({ name }) => name === tab)?.Content} />
          </>
        )}
      </Loaded>
    </Screen>
  );
}

interface ContentProps extends OfClient {
  readonly Shown: ComponentType<OfClient> | undefined;
}

function Content({ overview, Shown }: ContentProps) {
  return Shown === undefined ? (
    <p>There is no such part of a client, or it is not for your role.</p>
  ) : (
    <Shown overview={overview} />
  );
}

/** What there is to know of an account before anything is done. */
function States({ overview: { account, client } }: OfClient) {
  return (
    <>
      {account?.rights !== undefined && <WordBadge looks={RIGHTS} word={account.rights} />}
      {account?.pausedUntil !== undefined && <Badge text="paused" tone="warn" />}
      {client.role !== null && <Badge text={`works here: ${client.role}`} tone="warn" />}
    </>
  );
}
