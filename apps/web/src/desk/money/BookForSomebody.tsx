import { useState } from 'react';
import { z } from 'zod';
import { Button } from '../../ui/Button.tsx';
import { ActDialog, type OpenAct } from '../acts/ActDialog.tsx';
import { type ClientRow, clientRow } from '../blocks/client-row.ts';
import { SearchField } from '../blocks/forms/SearchField.tsx';
import { useFetched } from '../blocks/use-fetched.ts';
import { DepositForm } from '../clients/acts/BookDeposit.tsx';
import { useMe } from '../me/me.ts';
import styles from './Money.module.css';

/** Books money that has arrived for a client who has to be found first. */
export function BookForSomebody() {
  return (
    <ActDialog kind="book-deposit" button="Book a deposit" isSmall={false} title="Book money that has arrived">
      {(open) => <FindAndBook {...open} />}
    </ActDialog>
  );
}

function FindAndBook(open: OpenAct) {
  const [client, setClient] = useState<ClientRow>();
  if (client === undefined) return <FindClient onFound={setClient} />;
  return (
    <>
      <p>
        For <strong>{client.email}</strong>
        {client.name !== null && ` (${client.name})`}
      </p>
      <DepositForm userId={client.userId} {...open} />
    </>
  );
}

const answer = z.object({ clients: z.array(clientRow) });

/** So many are named: who is not among them is looked for by more of their address. */
const MOST_NAMED = 6;

function FindClient({ onFound }: { readonly onFound: (client: ClientRow) => void }) {
  const me = useMe();
  const [search, setSearch] = useState('');
  const { data, error } = useFetched({
    ...{ path: '/desk/clients', query: { search, limit: MOST_NAMED }, schema: answer },
    isWanted: search !== '',
  });
  const clients = search === '' ? undefined : data?.clients.filter(({ userId }) => userId !== me.userId);
  return (
    <>
      <SearchField
        label="For whom"
        placeholder="Address, name or id of the client"
        value={search}
        onSearch={setSearch}
      />
      {error !== null && <p className="down">{error.message}</p>}
      <div role="status">{clients?.length === 0 && <p>Nobody is found.</p>}</div>
      <ul className={styles.found} aria-label="Clients">
        {clients?.map((client) => (
          <li key={client.userId}>
            <span>
              {client.email} {client.name !== null && <span className="muted">{client.name}</span>}
            </span>
            <Button isSmall aria-label={`Choose ${client.email}`} onClick={() => onFound(client)}>
              Choose
            </Button>
          </li>
        ))}
      </ul>
    </>
  );
}
