import type pg from 'pg';

/** Those who hold what somebody else waits for. */
export interface LockHolders {
  /** In words for people. */
  readonly who: string;
  /** The statement that ends them. */
  readonly ending: string;
}

interface Holder {
  /** 0 for a prepared transaction, which belongs to no process. */
  readonly pid: number;
  readonly program: string | null;
  readonly user: string | null;
  readonly state: string | null;
  readonly seconds: number | null;
}

/** What a user without rights may not see of another's process is null. */
const HOLDERS = `
  select pid, nullif(application_name, '') as "program", usename as "user", state,
    extract(epoch from clock_timestamp() - xact_start)::float8 as "seconds"
  from unnest($1::int[]) as holders (pid) left join pg_stat_activity using (pid)`;

const WITH_ADVISORY_LOCK = `
  select array_agg(pid) as pids from pg_locks join pg_database on pg_database.oid = database
  where datname = current_database() and locktype = 'advisory' and classid = 0 and objid = $1 and granted`;

/** Whom a process of PostgreSQL waits for; undefined when it waits for nobody. */
export function holdersBefore(client: pg.ClientBase, pid: number): Promise<LockHolders | undefined> {
  return holders(client, 'select pg_blocking_pids($1) as pids', pid);
}

/** Who has an advisory lock of this database; undefined when nobody has. */
export function holdersOfAdvisoryLock(client: pg.ClientBase, lock: number): Promise<LockHolders | undefined> {
  return holders(client, WITH_ADVISORY_LOCK, lock);
}

async function holders(client: pg.ClientBase, query: string, value: number): Promise<LockHolders | undefined> {
  const { rows } = await client.query<{ pids: number[] | null }>(query, [value]);
  const pids = [...new Set(rows[0]?.pids)];
  if (pids.length === 0) return undefined;
  // A transaction goes on seeing the processes as they were at its first look.
  await client.query('select pg_stat_clear_snapshot()');
  const found = await client.query<Holder>(HOLDERS, [pids]);
  return {
    who: found.rows.map(inWords).join(' and '),
    ending: pids
      .map((pid) => (pid === 0 ? 'rollback prepared NAME' : `select pg_terminate_backend(${pid})`))
      .join('; '),
  };
}

function inWords({ pid, program, user, state, seconds }: Holder): string {
  if (pid === 0) return 'a prepared transaction (see pg_prepared_xacts)';
  const facts = [program, user && `user ${user}`, state, seconds !== null && `for ${Math.round(seconds)} s`];
  const known = facts.filter(Boolean).join(', ');
  return `PostgreSQL's process ${pid}${known === '' ? '' : ` (${known})`}`;
}
