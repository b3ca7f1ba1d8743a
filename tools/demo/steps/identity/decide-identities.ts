import { z } from 'zod';
import { CLIENT_NAMES, CLIENTS, type ClientName, type DemoClient } from '../../people/clients.ts';
import type { People } from '../../people/people.ts';
import type { Session } from '../../product/session.ts';
import type { Outcome, Tally } from '../../product/tally.ts';

const found = z.object({
  state: z.string(),
  version: z.int(),
  documents: z.array(z.object({ id: z.string() })),
});

const DECISIONS = {
  approved: { decision: 'approve' },
  refused: {
    decision: 'refuse',
    reason: 'The name on the proof of address is not the one on the passport. Please send a bill in your own name.',
  },
} as const;

/** Lets compliance look at what clients sent, document by document, and decide. What anybody has decided is left so. */
export async function decideIdentities(compliance: Session, clients: People<ClientName>, tally: Tally): Promise<void> {
  for (const name of CLIENT_NAMES) {
    const { identity, email }: DemoClient = CLIENTS[name];
    if (identity === 'none' || identity === 'submitted') continue;
    const { userId } = clients[name];
    await tally.want(`decision about the identity of ${email}`, () => decide(compliance, userId, identity));
  }
}

async function decide(
  compliance: Session,
  userId: string,
  wanted: 'in_review' | 'approved' | 'refused',
): Promise<Outcome> {
  const { state, version, documents } = await compliance.get(`/desk/identity/${userId}`, found);
  if (state !== 'submitted') return 'there';
  for (const { id } of documents) await compliance.open(`/desk/identity/documents/${id}`);
  if (wanted === 'in_review') await compliance.post(`/desk/identity/${userId}/review`, { version });
  else await compliance.post(`/desk/identity/${userId}/decision`, { version, ...DECISIONS[wanted] });
  return 'added';
}
