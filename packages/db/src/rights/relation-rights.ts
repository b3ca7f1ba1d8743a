import type pg from 'pg';

type Client = Pick<pg.ClientBase, 'query'>;

/**
 * The statements that give a user the rights upon tables and sequences which it lacks, and take those that it has beyond
 * them, by itself or as anybody. What is as it should be is left alone: a start changes nothing then.
 *
 * The audit log is added to and read, and so is the record of migrations read. Reading is nobody's harm, so it is not taken
 * from others.
 */
const STATEMENTS = `
  with who as (select oid, rolname from pg_roles where rolname = $1),
  relation as (
    select oid, relname, relkind, relacl,
      case
        when relkind = 'S' then '{USAGE,SELECT}'::text[]
        when relname = 'AuditEntry' then '{SELECT,INSERT}'
        when relkind not in ('r', 'p') or relname = '_prisma_migrations' then '{SELECT}'
        else '{SELECT,INSERT,UPDATE,DELETE}'
      end as wanted,
      case when relkind = 'S' then 'sequence ' else 'table ' end || format('%I.%I', $2::text, relname) as what
    from pg_class
    where relnamespace = quote_ident($2::text)::regnamespace and relkind in ('r', 'p', 'v', 'm', 'f', 'S')
      and not exists (select from pg_depend where classid = 'pg_class'::regclass and objid = pg_class.oid and deptype = 'e')),
  granted as (
    select relation.oid, upper(privilege_type) as privilege, grantee, is_grantable, null::name as attname
    from relation, who, aclexplode(relacl) where grantee in (who.oid, 0)
    union all
    select relation.oid, upper(privilege_type), grantee, is_grantable, pg_attribute.attname
    from relation join pg_attribute on attrelid = relation.oid and not attisdropped, who, aclexplode(attacl)
    where grantee in (who.oid, 0))
  select format('revoke %s%s on %s from %s', privilege, ' (' || quote_ident(attname) || ')', what,
      case grantee when 0 then 'public' else quote_ident(rolname) end) as text
  from granted join relation using (oid), who
  where privilege <> all (wanted) and (grantee <> 0 or privilege <> 'SELECT')
  union all
  select format('revoke grant option for %s on %s from %I', privilege, what, rolname)
  from granted join relation using (oid), who where is_grantable and attname is null and privilege = any (wanted)
  union all
  select format('grant %s on %s to %I', string_agg(missing, ', ' order by missing), what, rolname)
  from relation, who, unnest(wanted) as missing
  where not exists (
    select from granted
    where granted.oid = relation.oid and grantee = who.oid and privilege = missing and attname is null)
  group by what, rolname`;

/** Gives a user exactly the rights upon tables and sequences that the processes need. */
export async function setRelationRights(client: Client, user: string, schema: string): Promise<void> {
  const { rows } = await client.query<{ text: string }>(STATEMENTS, [user, schema]);
  for (const { text } of rows) await client.query(text);
}
