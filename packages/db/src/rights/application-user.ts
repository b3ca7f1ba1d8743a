import pg from 'pg';
import type { NamedUser } from './named-user.ts';
import { passwordVerifier } from './password-verifier.ts';

type Client = Pick<pg.ClientBase, 'query'>;

/**
 * Makes the application's user of the database where there is none. Whoever is there already stays as they are, with their
 * password.
 *
 * @throws when it is missing, and the owner may make no users: the message has the SQL for somebody who may.
 */
export async function ensureApplicationUser(client: Client, { name, password }: NamedUser): Promise<void> {
  const { rows } = await client.query<{ exists: boolean; mayMake: boolean; owner: string }>(
    `select exists (select from pg_roles where rolname = $1) as "exists",
      rolsuper or rolcreaterole as "mayMake", rolname as "owner" from pg_roles where rolname = current_user`,
    [name],
  );
  const { exists, mayMake, owner } = rows[0] ?? { exists: false, mayMake: false, owner: '' };
  if (exists) return;
  const user = pg.escapeIdentifier(name);
  if (!mayMake)
    throw new Error(
      `DATABASE_URL names the user ${user}, who does not exist, and the owner ${owner} may make no users. Let a superuser of that PostgreSQL run: create role ${user} login password 'the password in DATABASE_URL';`,
    );
  const secret = password === undefined ? '' : ` password ${pg.escapeLiteral(passwordVerifier(password))}`;
  await client.query(`create role ${user} login${secret}`);
}
