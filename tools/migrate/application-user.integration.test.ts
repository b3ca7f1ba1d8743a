import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { migrate, whyAuditUnprotected } from '@fulcrum/db';
import { applicationUrl, type DevServer, freshFolder, removeFolder, startPostgres } from '@fulcrum/devstack';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { TestDatabase } from './testing/test-database.ts';

/** The rights of the processes' own user of the database, beside an owner who is no superuser. */

let folder: string;
let server: DevServer;
let superuser: TestDatabase;
let made = 0;
/** Of a database of the test's own. */
let ownerUrl: string;
let userUrl: string;
let owner: TestDatabase;
let user: TestDatabase;
const all: TestDatabase[] = [];

beforeAll(async () => {
  folder = await freshFolder();
  server = await startPostgres({ directory: join(folder, 'postgres') });
  superuser = open(server.url);
});
afterAll(async () => {
  for (const database of all) await database.disconnect();
  await server?.stop();
  removeFolder(folder);
});

beforeEach(async () => {
  made += 1;
  for (const name of ['owner', 'user']) await superuser.query(`create role "${name} ${made}" login password 'it''s'`);
  await superuser.query(`create database made_${made} owner "owner ${made}"`);
  [ownerUrl, userUrl] = [urlOf(`owner ${made}`), urlOf(`user ${made}`)];
  [owner, user] = [open(ownerUrl), open(userUrl)];
});

function open(url: string): TestDatabase {
  const database = new TestDatabase(url);
  all.push(database);
  return database;
}

function urlOf(name: string, password = "it's"): string {
  const url = new URL(server.url);
  [url.username, url.password, url.pathname] = [
    encodeURIComponent(name),
    encodeURIComponent(password),
    `/made_${made}`,
  ];
  return url.href;
}

const migrated = (applicationUrl = userUrl) => migrate(ownerUrl, { applicationUrl });

const NOTE = `insert into "AuditEntry" ("actor", "role", "address", "act", "subject", "content") values ('a', 'b', 'c', 'd', 'e', '{}')`;

it('gives what the processes need, and nothing more', async () => {
  await migrated();
  const rows = await user.query<{ name: string; may: string }>(`
    select relname as name, string_agg(what, ',' order by what) as may
    from pg_class, unnest('{SELECT,INSERT,UPDATE,DELETE,TRUNCATE,REFERENCES,TRIGGER,MAINTAIN}'::text[]) as what
    where relnamespace = 'public'::regnamespace and relkind = 'r' and has_table_privilege(pg_class.oid, what)
    group by 1`);
  const rights = new Map(rows.map(({ name, may }) => [name, may]));
  const tables = await owner.query<{ name: string }>(
    `select tablename as name from pg_tables where schemaname = 'public'`,
  );
  expect(rights.size).toBe(tables.length);
  expect(rights.get('AuditEntry')).toBe('INSERT,SELECT');
  expect(rights.get('_prisma_migrations')).toBe('SELECT');
  rights.delete('AuditEntry');
  rights.delete('_prisma_migrations');
  expect(new Set(rights.values())).toEqual(new Set(['DELETE,INSERT,SELECT,UPDATE']));
  await user.query(NOTE);
  for (const statement of [
    'create table "Mine" ()',
    'create temporary table "AuditEntry" ()',
    'create schema mine',
    'create function mine() returns int language sql as $$ select 1 $$',
    'drop table "User"',
    'truncate "User"',
    'alter table "User" add column mine int',
    'alter table "User" disable trigger all',
    `set role "owner ${made}"`,
  ])
    await expect(user.query(statement), statement).rejects.toThrow(/permission denied|must be owner/);
});

it('finds nothing to change the next time, and takes what somebody gave beyond it', async () => {
  await migrated();
  const acls = () =>
    owner.query(
      `select relname, relacl::text, xmin::text from pg_class where relnamespace = 'public'::regnamespace order by 1`,
    );
  const before = await acls();
  await migrated();
  expect(await acls()).toEqual(before);
  await owner.query(`
    grant all on "AuditEntry", "_prisma_migrations" to public, "user ${made}";
    grant update ("content") on "AuditEntry" to "user ${made}";
    grant select on "User" to "user ${made}" with grant option;
    grant create on schema public to public;
    grant create, temporary on database made_${made} to "user ${made}";
    create table "Later" (number bigserial);
    revoke insert on "Profile" from "user ${made}"`);
  await migrated();
  for (const statement of ['truncate "AuditEntry"', `update "AuditEntry" set "content" = ''`, 'create table "Mine" ()'])
    await expect(user.query(statement)).rejects.toThrow('permission denied');
  await expect(user.query(`grant select on "User" to public`)).resolves.toEqual([]);
  const granted = await owner.query(
    `select from information_schema.role_table_grants where grantee = 'PUBLIC' and table_name = 'User'`,
  );
  expect(granted).toEqual([]);
  await user.query('insert into "Later" default values');
  await owner.query('drop table "Later"');
});

it('makes a user who is missing, whatever the name, where the owner may', async () => {
  await superuser.query(`alter role "owner ${made}" createrole`);
  const url = urlOf(`Ö "x" ${made}`, 'pâss\\wörd');
  await migrated(url);
  expect(await open(url).query('select current_user')).toEqual([{ current_user: `Ö "x" ${made}` }]);
});

it('says what to run where the owner may not, and migrates nonetheless', async () => {
  const url = urlOf('missing', 'secret');
  const told = await migrated(url).catch((error: Error) => error.message);
  expect(told).toMatch(/names the user "missing", who does not exist, .* may make no users/);
  expect(told).toContain(`create role "missing" login password`);
  expect(told).not.toContain('secret');
  expect(await migrate(ownerUrl)).toEqual([]);
});

it('says so when the user’s password is another one', async () => {
  await expect(migrated(urlOf(`user ${made}`, 'other'))).rejects.toThrow(
    /the user "user \d+" of DATABASE_URL cannot connect \(password authentication failed.*alter role "user \d+" login password/,
  );
});

it.each<[string, (who: string) => string, RegExp]>([
  ['a superuser', (who) => `alter role ${who} superuser`, /is a superuser, or may become one/],
  [
    'somebody who may become the owner',
    (who) => `grant "owner ${made}" to ${who} with inherit false`,
    /owns the table/,
  ],
  ['the owner of the table', (who) => `alter table "AuditEntry" owner to ${who}`, /owns the table/],
  ['the owner of a function', (who) => `alter function chain_audit_entry owner to ${who}`, /owns the functions/],
  ['the owner of the schema', (who) => `alter schema public owner to ${who}`, /owns the schema/],
  ['somebody who may write all', (who) => `grant pg_write_all_data to ${who}`, /delete, update on "AuditEntry"/],
  [
    'somebody who may run programs',
    (who) => `grant pg_execute_server_program to ${who}`,
    /act as pg_execute_server_program/,
  ],
])('refuses %s as the processes’ user', async (_what, statement, why) => {
  await migrated();
  const admin = open(server.url.replace(/[^/]*$/, `made_${made}`));
  await admin.query(statement(`"user ${made}"`));
  await expect(migrate(admin.url, { applicationUrl: userUrl })).rejects.toThrow(why);
});

it('tells when the log is not kept, and the next migration keeps its triggers from looking elsewhere', async () => {
  await migrated();
  const ask = async <Row>(text: string, values: unknown[]) => (await user.query(text, values)) as Row[];
  const why = () => whyAuditUnprotected(ask);
  expect(await why()).toBeUndefined();
  await owner.query(`
    alter function chain_audit_entry() reset search_path; grant temporary on database made_${made} to public`);
  expect(await why()).toMatch(/temporary tables/);
  await migrated();
  expect(await why()).toBeUndefined();
  await owner.query('alter table "AuditEntry" disable trigger "AuditEntry_chain"');
  expect(await why()).toMatch(/triggers of "AuditEntry" are not all on/);
  await expect(migrated()).rejects.toThrow('not all on');
});

it('upgrades a database that one user owned and worked with', async () => {
  await migrate(ownerUrl);
  await owner.query(`insert into "User" (id, email) values ('${randomUUID()}', 'a@example.com')`);
  await migrated();
  expect(await user.query('select count(*)::int from "User"')).toEqual([{ count: 1 }]);
});

it('of a server that was started here the processes’ user is made from the owner’s password', async () => {
  const url = applicationUrl(server.url);
  await migrate(server.url, { applicationUrl: url });
  expect(await open(url).query('select current_user')).toEqual([{ current_user: 'fulcrum_app' }]);
  expect(applicationUrl(server.url)).toBe(url);
});
