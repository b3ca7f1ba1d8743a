import { commands, type DamagedShard, databaseWaysOut, shardSettings, shellWord } from '@fulcrum/db';
import { LOG_START, type LogId } from '@fulcrum/log';
import { OperatorError } from '@fulcrum/service';
import { entriesAfter, streamInfo } from '@fulcrum/streams';
import type { LogParts } from '../log/log-parts.ts';

/** The operator's word about a database that is empty beside a log that is not new. */
export interface Acceptance {
  /** The first entry of a log with which a new database is taken, by the operator's word. */
  readonly accepted: LogId | undefined;
  /** The folder of a product that keeps its servers' data there. */
  readonly home: string | undefined;
}

/**
 * Makes sure that the database belongs to the log, before anything is written to either. Users, the owners of accounts
 * and the state before the trimmed part of the log are only in the database. Rows that are written into an empty
 * database could not be joined with the real data, once that is restored.
 *
 * @returns whether a new database was accepted for a log that is not new.
 * @throws OperatorError when the database is empty, and the log is not new.
 */
export async function requireKnownDatabase(parts: LogParts, { accepted, home }: Acceptance): Promise<boolean> {
  // The log first: another start beside this one makes its database known before it appends anything.
  const beginning = await beginningOf(parts);
  if (beginning === undefined || (await hasData(parts))) return false;
  const { first, missing } = beginning;
  if (missing === undefined && first === accepted) return true;
  const log = missing ?? `it still has its first entry, ${first}`;
  const damaged = { shard: parts.keys.shard, home };
  const others = missing === undefined ? [wayOfAccepting(first, damaged)] : [];
  throw new OperatorError(`POSTGRESQL HAS NO DATA: the database is empty, and the log is not (${parts.keys.engine}: ${log}). So PostgreSQL's data was lost, is not mounted, or is elsewhere. Nothing was written or trimmed.${missing === undefined ? '' : " Nobody's orders and balances can be worked out from what the log has."}
${databaseWaysOut(damaged, others)}`);
}

/** Marks the database as that of the log, even if nothing else is written before everything ends. */
export async function makeKnown({ db, keys: { shard } }: LogParts): Promise<void> {
  await db.checkpoint.createMany({ data: { shard, reader: 'engine', position: LOG_START }, skipDuplicates: true });
}

function wayOfAccepting(first: LogId, { shard, home }: DamagedShard): string {
  const word = `ACCEPT_NEW_DATABASE=${first}`;
  const what = `Accept the new database: accounts, orders and balances are worked out anew. Users, their e-mail addresses and sign-in links are gone: nobody gets to an account of before, and who signs in gets another one with a new deposit. What is found of the old data later cannot be joined with it, so keep all that is left first`;
  if (home === undefined) return `${what}. Then let the migration step run once with SHARD=${shard} and ${word}.`;
  const copy = `cp -a ${shellWord(home)} ${shellWord(`${home}.before`)}`;
  return `${what}:${commands([copy, `${shardSettings(shard, home)} ${word} npm start`])}`;
}

/** The beginning of a log that has had entries. */
interface Beginning {
  readonly first: LogId;
  /** Why the state cannot be computed from it; undefined if it can. */
  readonly missing: string | undefined;
}

/** The entries that a first start appends before anything else. */
const FIRST_TYPES = ['set-rules', 'set-instrument'];

/** Undefined for a log that never had an entry. */
async function beginningOf({ redis, keys }: LogParts): Promise<Beginning | undefined> {
  const { length, entriesAdded, lastId } = await streamInfo(redis, keys.engine);
  if (entriesAdded === 0 && lastId === LOG_START) return undefined;
  if (entriesAdded !== length) return { first: lastId, missing: 'its first entries were trimmed' };
  let first: LogId | undefined;
  for await (const { id, fields } of entriesAfter(redis, keys.engine, LOG_START)) {
    if (fields.type === 'marker') return { first: id, missing: `Redis lost entries of it before ${id}` };
    if (first === undefined && !FIRST_TYPES.includes(fields.type ?? ''))
      return { first: id, missing: `it does not begin at the beginning, but with ${id}` };
    first ??= id;
  }
  return { first: first ?? lastId, missing: undefined };
}

/**
 * Whether anything of the shard was ever written to the database, which may not even have tables. It has not been
 * migrated yet: rows without a shard are those of shard 0.
 */
async function hasData({ db, keys: { shard } }: LogParts): Promise<boolean> {
  const [made] = await db.$queryRaw<{ is: boolean }[]>`select to_regclass('"Checkpoint"') is not null as "is"`;
  if (made?.is !== true) return false;
  const [found] = await db.$queryRaw<{ is: boolean }[]>`
    select
      exists (select from "Checkpoint" as row where coalesce((to_jsonb(row) ->> 'shard')::int, 0) = ${shard}::int)
      or exists (select from "User" as row where coalesce((to_jsonb(row) ->> 'shard')::int, 0) = ${shard}::int) as "is"`;
  return found?.is === true;
}
