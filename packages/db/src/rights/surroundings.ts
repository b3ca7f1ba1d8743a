import pg from 'pg';

type Client = Pick<pg.ClientBase, 'query'>;

/** What the triggers of the audit log call. */
export const AUDIT_FUNCTIONS = ['chain_audit_entry', 'refuse_audit_change'];

const FUNCTIONS = `
  select proname as "name",
    coalesce(proconfig @> array[format('search_path=%I, pg_temp', $1::text)], false) as "isPinned",
    proacl is not null and not exists (select from aclexplode(proacl) where grantee = 0) as "isClosed"
  from pg_proc
  where pronamespace = quote_ident($1::text)::regnamespace and proname = any ($2) and pg_has_role(proowner, 'USAGE')`;

/**
 * Lets the audit log's triggers look for tables in the schema of the log alone, and anybody else attach them to nothing: a
 * temporary table of the same name would otherwise stand in for the log, and say what the next row is hashed onto.
 */
export async function pinAuditFunctions(client: Client, schema: string): Promise<void> {
  const { rows } = await client.query<{ name: string; isPinned: boolean; isClosed: boolean }>(FUNCTIONS, [
    schema,
    AUDIT_FUNCTIONS,
  ]);
  for (const { name, isPinned, isClosed } of rows) {
    const called = `function ${pg.escapeIdentifier(schema)}.${pg.escapeIdentifier(name)}()`;
    if (!isPinned) await client.query(`alter ${called} set search_path = ${pg.escapeIdentifier(schema)}, pg_temp`);
    if (!isClosed) await client.query(`revoke execute on ${called} from public`);
  }
}

const PLACES = `
  select current_database() as "database",
    has_database_privilege($1, current_database(), 'CONNECT') as "connects",
    has_database_privilege($1, current_database(), 'TEMPORARY') as "makesTemporary",
    has_database_privilege($1, current_database(), 'CREATE') as "makesSchemas",
    (select pg_has_role(datdba, 'USAGE') from pg_database where datname = current_database()) as "isOwnDatabase",
    has_schema_privilege($1, quote_ident($2::text), 'USAGE') as "uses",
    has_schema_privilege($1, quote_ident($2::text), 'CREATE') as "creates"`;

interface Places {
  readonly database: string;
  readonly connects: boolean;
  readonly makesTemporary: boolean;
  readonly makesSchemas: boolean;
  /** Whether who migrates may say who may do what with the database. */
  readonly isOwnDatabase: boolean;
  readonly uses: boolean;
  readonly creates: boolean;
}

/** Lets a user connect and use the schema, and make nothing there. */
export async function setPlaceRights(client: Client, user: string, schema: string): Promise<void> {
  const { rows } = await client.query<Places>(PLACES, [user, schema]);
  const [places] = rows;
  if (places === undefined) return;
  const whom = pg.escapeIdentifier(user);
  const [database, inSchema] = [places.database, schema].map(pg.escapeIdentifier);
  const of = (is: boolean, statement: string) => (is ? [statement] : []);
  const statements = [
    ...of(!places.uses, `grant usage on schema ${inSchema} to ${whom}`),
    ...of(places.creates, `revoke create on schema ${inSchema} from public, ${whom}`),
    ...of(!places.connects, `grant connect on database ${database} to ${whom}`),
    ...of(places.isOwnDatabase && places.makesSchemas, `revoke create on database ${database} from public, ${whom}`),
    ...of(
      places.isOwnDatabase && places.makesTemporary,
      `revoke temporary on database ${database} from public, ${whom}`,
    ),
  ];
  for (const statement of statements) await client.query(statement);
}
