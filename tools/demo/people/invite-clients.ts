import type { Database } from '@fulcrum/db';
import type { Api } from '../product/api.ts';
import type { Session } from '../product/session.ts';
import type { Tally } from '../product/tally.ts';
import { CLIENT_NAMES, CLIENTS, type ClientName } from './clients.ts';
import type { People } from './people.ts';
import { signIn } from './sign-in.ts';

/** Signs the clients up, or in. */
export async function inviteClients(api: Api, db: Database, tally: Tally): Promise<People<ClientName>> {
  const invited: Partial<Record<ClientName, Session>> = {};
  for (const name of CLIENT_NAMES) {
    const { session, outcome } = await signIn(api, db, CLIENTS[name].email);
    tally[outcome] += 1;
    invited[name] = session;
  }
  return invited as Record<ClientName, Session>;
}
