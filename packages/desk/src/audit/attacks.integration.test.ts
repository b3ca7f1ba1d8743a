import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { connectDatabase, type Database } from '@fulcrum/db';
import { applicationUrl, type DevServer, freshFolder, removeFolder, startMigratedPostgres } from '@fulcrum/devstack';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Actor } from '../staff/actor.ts';
import { appendAudit } from './append-audit.ts';
import type { ChainFault } from './chain.ts';
import { chainHead } from './chain-rows.ts';
import { checkChain } from './check-chain.ts';

/** What somebody tries who has taken an application process over, and then what its owner does to the log. */

const ADA: Actor = { id: '7a0f3c1e-0000-4000-8000-000000000001', role: 'compliance', address: '192.0.2.1' };
const ROWS = 12;

let folder: string;
let postgres: DevServer;
let owner: Database;
/** One connection, so that what a session sets stays set. */
let application: Database;

beforeAll(async () => {
  folder = await freshFolder();
  postgres = await startMigratedPostgres({ directory: join(folder, 'data') });
  owner = connectDatabase(postgres.url, 1);
  application = connectDatabase(applicationUrl(postgres.url), 1);
  for (let row = 1; row <= ROWS; row += 1) await note(`subject ${row}`);
});
afterAll(async () => {
  await owner?.$disconnect();
  await application?.$disconnect();
  await postgres?.stop();
  removeFolder(folder);
});

const note = (subject: string) =>
  appendAudit(application, ADA, { act: 'note', subject, content: { reason: 'why\n?' } });
const check = (expected?: { number: bigint; hash: string }) => checkChain(applicationUrl(postgres.url), { expected });
const contents = () => owner.$queryRaw<object[]>`select * from "AuditEntry" order by "number"`;

const COLUMNS = '"number", "at", "actor", "role", "address", "act", "subject", "content", "previousHash", "hash"';
const FORGED = `3, '2020-01-01', 'x', 'x', 'x', 'x', 'forged', '{}', decode(repeat('00', 32), 'hex'), decode(repeat('00', 32), 'hex')`;

describe('as the application', () => {
  it.each([
    [`update "AuditEntry" set "content" = '{}'`],
    [`update "AuditEntry" set "actor" = 'somebody else' where "number" = 3`],
    ['delete from "AuditEntry"'],
    ['truncate "AuditEntry"'],
    ['truncate "User" cascade'],
    ['drop table "AuditEntry" cascade'],
    ['drop schema public cascade'],
    ['drop database fulcrum'],
    ['drop function chain_audit_entry cascade'],
    ['drop trigger "AuditEntry_kept" on "AuditEntry"'],
    ['alter table "AuditEntry" disable trigger all'],
    ['alter table "AuditEntry" disable trigger "AuditEntry_chain"'],
    ['alter table "AuditEntry" rename to "Old"'],
    ['alter table "AuditEntry" alter column "content" type text using \'{}\''],
    ['alter table "AuditEntry" owner to current_user'],
    ['alter table "AuditEntry" enable row level security'],
    ['alter function chain_audit_entry() reset search_path'],
    [
      `create or replace function refuse_audit_change() returns trigger language plpgsql as $$ begin return null; end $$`,
    ],
    [`create or replace function chain_audit_entry() returns trigger language plpgsql as $$ begin return new; end $$`],
    [
      `create function public.concat_ws(text, bigint, bigint, text, text, text, text, text, text) returns text language sql as $$ select '' $$`,
    ],
    [
      `create trigger mine before insert on "AuditEntry" for each row execute function suppress_redundant_updates_trigger()`,
    ],
    [`create rule mine as on insert to "AuditEntry" do instead nothing`],
    [`create view "Mine" as select * from "AuditEntry"`],
    [`create temporary view "AuditEntry" as select 1 as "number"`],
    [`create temporary table "AuditEntry" ("number" bigint, "hash" bytea)`],
    ['create schema postgres'],
    [`create index mine on "AuditEntry" ((1/0))`],
    [`create policy mine on "AuditEntry" using (false)`],
    ["set session_replication_role = 'replica'"],
    ['set role postgres'],
    ['set session authorization postgres'],
    ['set role pg_write_all_data'],
    ['grant pg_write_all_data to current_user'],
    ['alter role current_user superuser'],
    ['alter role fulcrum_app createrole'],
    ['alter system set session_replication_role = replica'],
    ['lock table "AuditEntry" in access exclusive mode'],
    ['select * from "AuditEntry" for update'],
    ['reindex table "AuditEntry"'],
    [`copy "AuditEntry" from program 'echo'`],
    [`copy "AuditEntry" from '/etc/hostname'`],
    [`copy (select 1) to program 'id'`],
    [`insert into "AuditEntry" (${COLUMNS}) values (${FORGED}) on conflict ("number") do update set "content" = 'x'`],
    [`insert into "AuditEntry" (${COLUMNS}) values (${FORGED}) on conflict ("number") do update set "number" = 99`],
    [
      `merge into "AuditEntry" as old using (select 3 as n) as new on old."number" = new.n when matched then update set "content" = 'x'`,
    ],
    [`merge into "AuditEntry" as old using (select 3 as n) as new on old."number" = new.n when matched then delete`],
    [`with gone as (delete from "AuditEntry" returning *) select count(*) from gone`],
    [`update pg_class set relacl = null`],
    [`delete from pg_trigger`],
    [`select lo_import('/etc/hostname')`],
    [`select pg_read_file('postgresql.conf')`],
    [`do $$ begin execute 'set local session_replication_role = replica'; delete from "AuditEntry"; end $$`],
    [
      `insert into "AuditEntry" ("actor", "role", "address", "act", "subject", "content") values (E'x\\ny', 'x', 'x', 'x', 'x', '{}')`,
    ],
    [
      `insert into "AuditEntry" ("actor", "role", "address", "act", "subject", "content") values ('x', 'x', 'x', 'x', 'x', null)`,
    ],
    [
      `insert into "AuditEntry" ("actor", "role", "address", "act", "subject", "content") values ('x', 'x', 'x', 'x', 'x', repeat('x', 65537))`,
    ],
  ])('%s fails, and changes nothing', async (statement) => {
    const before = await contents();
    await expect(application.$executeRawUnsafe(statement)).rejects.toThrow();
    expect(await contents()).toEqual(before);
  });

  it.each([
    ['grant all on "AuditEntry" to public'],
    ['grant update on "AuditEntry" to current_user'],
    ['vacuum full "AuditEntry"'],
    ['analyze "AuditEntry"'],
  ])('%s does nothing', async (statement) => {
    const rights = () => owner.$queryRaw`select relacl::text, relfilenode from pg_class where relname = 'AuditEntry'`;
    const before = [await contents(), await rights()];
    await application.$executeRawUnsafe(statement);
    expect([await contents(), await rights()]).toEqual(before);
  });

  it('no row gets a number, a time or a hash of somebody’s choice', async () => {
    for (const [statement, added] of [
      [`insert into "AuditEntry" (${COLUMNS}) values (${FORGED})`, 1],
      [`insert into "AuditEntry" (${COLUMNS}) values (${FORGED}), (${FORGED}), (${FORGED})`, 3],
      [`insert into "AuditEntry" (${COLUMNS}) values (${FORGED}) on conflict do nothing`, 1],
      [
        `merge into "AuditEntry" as old using (select 0 as n) as new on old."number" = new.n when not matched then insert (${COLUMNS}) values (${FORGED})`,
        1,
      ],
      [`insert into "AuditEntry" select * from "AuditEntry" where "number" = 1`, 1],
    ] as const) {
      const before = await contents();
      await application.$executeRawUnsafe(statement);
      const after = await contents();
      expect(after.slice(0, before.length)).toEqual(before);
      expect(after).toHaveLength(before.length + added);
      for (const row of after.slice(before.length) as { at: Date }[])
        expect(row.at.getTime()).toBeGreaterThan(Date.now() - 3_600_000);
    }
    expect(await check()).toMatchObject({ fault: undefined, last: { number: BigInt((await contents()).length) } });
  });

  it('an old view of the log, settings of a session and the lock of the chain lead to no second row of a number', async () => {
    const other = connectDatabase(applicationUrl(postgres.url), 3);
    try {
      for (const isolationLevel of ['RepeatableRead', 'Serializable'] as const) {
        const late = other.$transaction(
          async (tx) => {
            await tx.$queryRaw`select count(*) from "AuditEntry"`;
            await note('in between');
            await appendAudit(tx, ADA, { act: 'note', subject: 'late', content: {} });
          },
          { isolationLevel },
        );
        await expect(late).rejects.toThrow();
      }
      // Who holds the lock already adds rows as all do. Who takes it for good keeps others waiting, and changes nothing.
      await other.$transaction(async (tx) => {
        await tx.$executeRawUnsafe(`select pg_advisory_xact_lock(hashtext('AuditEntry'))`);
        for (const setting of [
          'search_path = pg_temp',
          "timezone = 'Asia/Kolkata'",
          "datestyle = 'SQL, DMY'",
          'extra_float_digits = -15',
          "bytea_output = 'escape'",
          'enable_indexscan = off',
        ])
          await tx.$executeRawUnsafe(`set local ${setting}`);
        await tx.$executeRawUnsafe(
          `insert into public."AuditEntry" ("actor", "role", "address", "act", "subject", "content") values ('x', 'x', 'x', 'x', 'odd', '{}')`,
        );
        await tx.$executeRawUnsafe(`select pg_advisory_unlock(hashtext('AuditEntry'))`);
      });
      await Promise.all(
        Array.from({ length: 20 }, (_, at) => appendAudit(other, ADA, { act: 'note', subject: `${at}`, content: {} })),
      );
    } finally {
      await other.$disconnect();
    }
    expect(await check()).toMatchObject({ fault: undefined, last: { number: BigInt((await contents()).length) } });
  });

  it('a temporary table, where somebody lets it be made, does not stand in for the log', async () => {
    await owner.$executeRawUnsafe('grant temporary on database fulcrum to fulcrum_app');
    await application.$transaction(async (tx) => {
      await tx.$executeRawUnsafe('create temporary table "AuditEntry" ("number" bigint, "hash" bytea) on commit drop');
      await tx.$executeRawUnsafe(`insert into pg_temp."AuditEntry" values (0, decode(repeat('00', 32), 'hex'))`);
      await tx.$executeRawUnsafe(
        `insert into public."AuditEntry" ("actor", "role", "address", "act", "subject", "content") values ('x', 'x', 'x', 'x', 'shadowed', '{}')`,
      );
    });
    expect(await check()).toMatchObject({ fault: undefined, last: { number: BigInt((await contents()).length) } });
  });
});

describe('as the owner, with the triggers off', () => {
  /** The hash that a row has to have, worked out with nothing of what is tested. */
  const rehashed = (row: Record<string, unknown>, previous: Buffer) => {
    const { number, at, actor, role, address, act, subject, content } = row;
    const text = [number, (at as Date).getTime(), actor, role, address, act, subject, content].join('\n');
    return createHash('sha256').update(previous).update(text).digest();
  };

  /** What is found while it stands; everything is put back. */
  async function found(tamper: () => Promise<unknown>, expected?: { number: bigint; hash: string }) {
    await owner.$executeRawUnsafe('create table "Kept" as select * from "AuditEntry"');
    await owner.$executeRawUnsafe('alter table "AuditEntry" disable trigger all');
    try {
      await tamper();
      return (await check(expected)).fault;
    } finally {
      await owner.$executeRawUnsafe('truncate "AuditEntry"');
      await owner.$executeRawUnsafe('insert into "AuditEntry" select * from "Kept"');
      await owner.$executeRawUnsafe('drop table "Kept"');
      await owner.$executeRawUnsafe('alter table "AuditEntry" enable trigger all');
      expect((await check()).fault).toBeUndefined();
    }
  }
  const run = (statement: string) => () => owner.$executeRawUnsafe(statement);

  it.each<[string, string, ChainFault['kind'], bigint]>([
    ['a changed content', `update "AuditEntry" set "content" = '{}' where "number" = 5`, 'hash', 5n],
    ['a changed time', `update "AuditEntry" set "at" = "at" + interval '1 ms' where "number" = 5`, 'hash', 5n],
    ['a time that is none', `update "AuditEntry" set "at" = 'infinity' where "number" = 5`, 'hash', 5n],
    [
      'parts that were moved',
      `update "AuditEntry" set "actor" = "actor" || E'\\n' || "role", "role" = "address", "address" = "act", "act" = "subject", "subject" = split_part("content", E'\\n', 1), "content" = '' where "number" = 5`,
      'hash',
      5n,
    ],
    ['a changed hash', `update "AuditEntry" set "hash" = sha256('x') where "number" = 5`, 'hash', 5n],
    ['a deleted row', `delete from "AuditEntry" where "number" = 5`, 'gap', 5n],
    ['a deleted beginning', `delete from "AuditEntry" where "number" <= 5`, 'gap', 1n],
    [
      'a row that was put before all',
      `insert into "AuditEntry" select 0, "at", 'x', "role", "address", "act", "subject", "content", "previousHash", "hash" from "AuditEntry" where "number" = 1`,
      'gap',
      0n,
    ],
    [
      'a row that was added at the end',
      `insert into "AuditEntry" select max("number") + 1, now(), 'x', 'x', 'x', 'x', 'x', '{}', sha256('x'), sha256('y') from "AuditEntry"`,
      'previous-hash',
      0n,
    ],
    [
      'two rows that changed places',
      `do $$ begin
        update "AuditEntry" set "number" = 1005 where "number" = 5;
        update "AuditEntry" set "number" = 5 where "number" = 6;
        update "AuditEntry" set "number" = 6 where "number" = 1005;
      end $$`,
      'previous-hash',
      5n,
    ],
  ])('%s is found', async (what, statement, kind, number) => {
    const end = BigInt((await contents()).length) + 1n;
    const fault = await found(run(statement));
    expect(fault).toMatchObject({ kind, number: what.endsWith('at the end') ? end : number });
  });

  it('a row that was changed and hashed again is found at the next one', async () => {
    const rows = (await contents()) as Record<string, unknown>[];
    const [before, row] = [rows[3], rows[4]];
    const hash = rehashed({ ...row, content: '{}' }, before?.hash as Buffer);
    const fault = await found(
      () => owner.$executeRaw`update "AuditEntry" set "content" = '{}', "hash" = ${hash} where "number" = 5`,
    );
    expect(fault).toMatchObject({ kind: 'previous-hash', number: 6n });
  });

  it('a tail that was cut off, and a chain that was made anew, are found by what was kept of them', async () => {
    const head = await chainHead(application);
    const end = head?.number ?? 0n;
    expect(await found(run(`delete from "AuditEntry" where "number" > 8`))).toBeUndefined();
    expect(await found(run(`delete from "AuditEntry" where "number" > 8`), head)).toMatchObject({
      kind: 'cut-off',
      number: 9n,
    });
    expect(await found(run('delete from "AuditEntry"'), head)).toMatchObject({ kind: 'cut-off', number: 1n });
    expect(await found(async () => undefined, head)).toBeUndefined();
    const anew = async () => {
      let previous: Buffer = Buffer.alloc(32);
      for (const row of (await contents()) as Record<string, unknown>[]) {
        const hash = rehashed({ ...row, content: '{}' }, previous);
        await owner.$executeRaw`
          update "AuditEntry" set "content" = '{}', "previousHash" = ${previous}, "hash" = ${hash} where "number" = ${row.number}`;
        previous = hash;
      }
    };
    expect(await found(anew)).toBeUndefined();
    expect(await found(anew, head)).toMatchObject({ kind: 'not-as-expected', number: end });
  });

  it('a row that stands there twice is found, also where a page ends', async () => {
    await owner.$executeRawUnsafe('alter table "AuditEntry" drop constraint "AuditEntry_pkey"');
    const end = BigInt((await contents()).length);
    const twice = (number: bigint) =>
      run(`insert into "AuditEntry" select * from "AuditEntry" where "number" = ${number}`);
    expect(await found(twice(5n))).toMatchObject({ kind: 'gap', number: 5n });
    expect(await found(twice(end))).toMatchObject({ kind: 'gap', number: end });
    await owner.$executeRawUnsafe('alter table "AuditEntry" add primary key ("number")');
  });
});
