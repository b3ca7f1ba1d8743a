import { z } from 'zod';
import { CLIENT_NAMES, CLIENTS, type ClientName } from '../people/clients.ts';
import type { People } from '../people/people.ts';
import type { Session } from '../product/session.ts';
import type { Outcome, Tally } from '../product/tally.ts';

const profile = z.object({ name: z.string().nullable() });
const agreements = z.object({
  documents: z.array(z.object({ document: z.string(), version: z.int(), agreedAt: z.number().nullable() })),
});

/** Lets the clients say who they are, and agree to the terms. Who has a name by now keeps what they said. */
export async function fillProfiles(clients: People<ClientName>, tally: Tally): Promise<void> {
  for (const client of CLIENT_NAMES) {
    const [session, { name, country, language, email }] = [clients[client], CLIENTS[client]];
    await tally.want(`profile of ${email}`, async () => {
      if ((await session.get('/account/profile', profile)).name !== null) return 'there';
      await session.patch('/account/profile', { name, country, language });
      return 'added';
    });
    await tally.want(`agreements of ${email}`, () => agree(session));
  }
}

async function agree(session: Session): Promise<Outcome> {
  const { documents } = await session.get('/account/agreements', agreements);
  const open = documents.filter(({ agreedAt }) => agreedAt === null);
  for (const { document, version } of open) await session.post('/account/agreements', { document, version });
  return open.length > 0 ? 'added' : 'there';
}
