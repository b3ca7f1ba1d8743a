import { usePlace } from '../address/place.ts';
import { ClientPage } from './ClientPage.tsx';
import { ClientList } from './list/ClientList.tsx';

/** Clients: all of them, or the one that the address names. */
export default function ClientsScreen() {
  const {
    path: [userId, tab],
  } = usePlace();
  return userId === undefined ? <ClientList /> : <ClientPage key={userId} userId={userId} tab={tab} />;
}
