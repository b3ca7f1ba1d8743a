import type pg from 'pg';
import { ensureApplicationUser } from './application-user.ts';
import { whyAuditUnprotected } from './audit-protection.ts';
import type { NamedUser } from './named-user.ts';
import { setRelationRights } from './relation-rights.ts';
import { setPlaceRights } from './surroundings.ts';

/**
 * Gives the processes' own user of the database what they need, and nothing more: they add to the audit log and read it,
 * change the rows of all other tables, and make, alter or drop nothing.
 *
 * @throws when that user could change the audit log all the same.
 */
export async function giveApplicationRights(
  client: Pick<pg.ClientBase, 'query'>,
  user: NamedUser,
  schema: string,
): Promise<void> {
  await ensureApplicationUser(client, user);
  await setPlaceRights(client, user.name, schema);
  await setRelationRights(client, user.name, schema);
  const ask = async <Row>(text: string, values: unknown[]) => (await client.query(text, values)).rows as Row[];
  const why = await whyAuditUnprotected(ask, user.name);
  if (why !== undefined)
    throw new Error(
      `${why}. Take that away from it, or let DATABASE_URL name another user than MIGRATION_DATABASE_URL.`,
    );
}
