import type { Queryable } from '../client/client.ts';
import { AUDIT_FUNCTIONS } from './surroundings.ts';

/** Those that number and hash a row, and keep all rows, one by one and together. */
const TRIGGERS = 3;

/** Asks PostgreSQL: what a pool, a client of it or a transaction can do. */
export type Ask = <Row>(text: string, values: unknown[]) => Promise<Row[]>;

/**
 * What somebody could do to the audit log, by themselves or as somebody whose part they may take. A superuser may take that
 * of all.
 */
const ASK = `
  with who as (select oid, rolname, rolsuper from pg_roles where rolname = coalesce($1::text, current_user)),
  log as (
    select pg_class.oid, relowner, nspname, pg_namespace.oid as namespace, nspowner
    from pg_class join pg_namespace on pg_namespace.oid = relnamespace where pg_class.oid = to_regclass('"AuditEntry"')),
  part as (select pg_roles.* from pg_roles, who where pg_has_role(who.oid, pg_roles.oid, 'MEMBER'))
  select who.rolname as "user",
    who.rolsuper or exists (select from part where rolsuper) as "isSuperuser",
    exists (select from part where oid = relowner) as "ownsTable",
    exists (
      select from part join pg_proc on proowner = part.oid where pronamespace = namespace and proname = any ($2)
    ) as "ownsFunctions",
    exists (
      select from part where oid = nspowner or oid = (select datdba from pg_database where datname = current_database())
    ) as "ownsPlace",
    array(
      select lower(privilege) from unnest('{UPDATE,DELETE,TRUNCATE,TRIGGER}'::text[]) as privilege
      where exists (
        select from part where has_table_privilege(part.oid, log.oid, privilege)
          or privilege = 'UPDATE' and has_any_column_privilege(part.oid, log.oid, privilege))
      order by 1
    ) as "privileges",
    exists (select from part where has_schema_privilege(oid, namespace, 'CREATE')) as "creates",
    exists (select from part where has_database_privilege(oid, current_database(), 'TEMPORARY')) and exists (
      select from pg_proc where pronamespace = namespace and proname = any ($2)
        and not coalesce(proconfig @> array[format('search_path=%I, pg_temp', nspname)], false)
    ) as "mayShadow",
    (select count(*) from pg_trigger where tgrelid = log.oid and tgname like 'AuditEntry\\_%' and tgenabled in ('O', 'A'))::int
      as "triggers",
    array(
      select rolname::text from part
      where rolname in ('pg_execute_server_program', 'pg_write_server_files', 'pg_write_all_data') order by 1
    ) as "parts"
  from who, log`;

interface Could {
  readonly user: string;
  readonly isSuperuser: boolean;
  readonly ownsTable: boolean;
  readonly ownsFunctions: boolean;
  readonly ownsPlace: boolean;
  readonly privileges: readonly string[];
  readonly creates: boolean;
  /** Whether a temporary table of theirs could stand in for the log. */
  readonly mayShadow: boolean;
  /** How many of its triggers are on. */
  readonly triggers: number;
  readonly parts: readonly string[];
}

/**
 * Why a user of the database could change the audit log, in plain words.
 *
 * @param user who is asking, where none is named.
 * @returns undefined if they could not.
 * @throws when there is no audit log: the database is not migrated, or there is no such user.
 */
export async function whyAuditUnprotected(ask: Ask, user?: string): Promise<string | undefined> {
  const [could] = await ask<Could>(ASK, [user ?? null, AUDIT_FUNCTIONS]);
  if (could === undefined) throw new Error('the table "AuditEntry" is not there: the database is not migrated');
  const reasons = reasonsOf(could);
  return reasons.length === 0
    ? undefined
    : `the user "${could.user}" of the database could change the audit log: ${reasons.join(', ')}`;
}

/** Asks over a database's own pool. */
export function askThrough(db: Queryable): Ask {
  return (text, values) => db.$queryRawUnsafe(text, ...values);
}

function reasonsOf(could: Could): string[] {
  const { isSuperuser, ownsTable, ownsFunctions, ownsPlace, privileges, creates, mayShadow, triggers, parts } = could;
  if (isSuperuser) return ['it is a superuser, or may become one'];
  return [
    ...(ownsTable ? ['it owns the table "AuditEntry", or may become its owner'] : []),
    ...(ownsFunctions ? ['it owns the functions of the table’s triggers, or may become their owner'] : []),
    ...(ownsPlace ? ['it owns the schema or the database, or may become their owner'] : []),
    ...(privileges.length > 0 ? [`it has ${privileges.join(', ')} on "AuditEntry"`] : []),
    ...(creates ? ['it may make functions in the schema of "AuditEntry"'] : []),
    ...(mayShadow ? ['it may make temporary tables, which would stand in for "AuditEntry": migrate again'] : []),
    ...(triggers < TRIGGERS ? ['the triggers of "AuditEntry" are not all on'] : []),
    ...(parts.length > 0 ? [`it may act as ${parts.join(', ')}`] : []),
  ];
}
