import pg from 'pg';
import type { Migration } from './migration-files.ts';

/** PostgreSQL's codes for what a statement finds that was done before: something is there already, or gone already. */
const DONE_ALREADY = new Set(['42701', '42P07', '42710', '42704']);

/** Statements that can be done twice, so that nobody can tell whether they were done before. */
const REPEATABLE = /^(create schema if not exists|analyze)\b/i;

/**
 * Applies a migration that was begun and not ended. Prisma's command line leaves nothing of one. Earlier versions of this
 * program committed each statement by itself, so that those are missing which come behind the interruption.
 *
 * @returns what was found, for people.
 * @throws when what is done is not the beginning, so that somebody has changed the tables since.
 */
export async function applyInterrupted(client: pg.ClientBase, { name, script }: Migration): Promise<string> {
  if (await tryAll(client, script)) return `The migration ${name} was interrupted before, and nothing of it was left.`;
  const statements = statementsOf(script);
  const done: string[] = [];
  const missing: string[] = [];
  let isBeginning = true;
  for (const statement of statements) {
    if (await tryAll(client, statement)) {
      if (!REPEATABLE.test(statement)) missing.push(statement);
    } else {
      isBeginning &&= missing.length === 0;
      done.push(statement);
    }
  }
  if (!isBeginning) throw new Error(outOfOrder(done, missing));
  return `The migration ${name} was interrupted before, behind ${done.length} of its ${statements.length} statements: the others follow now.`;
}

/** @returns whether it was done now. Otherwise some of it had been done before, and nothing of it is done now. */
async function tryAll(client: pg.ClientBase, sql: string): Promise<boolean> {
  await client.query('savepoint attempt');
  try {
    await client.query(sql);
    return true;
  } catch (error) {
    if (!isDoneAlready(error)) throw error;
    await client.query('rollback to savepoint attempt');
    return false;
  }
}

function isDoneAlready(error: unknown): boolean {
  return error instanceof pg.DatabaseError && DONE_ALREADY.has(error.code ?? '');
}

/** The statements as earlier versions cut them, which knew no semicolon within one. */
function statementsOf(script: string): string[] {
  const withoutComments = script.replace(/^--.*$/gm, '');
  return withoutComments
    .split(';')
    .map((statement) => statement.trim())
    .filter((statement) => statement !== '');
}

function outOfOrder(done: readonly string[], missing: readonly string[]): string {
  const list = (statements: readonly string[]) => statements.map((statement) => `\n       ${statement};`).join('');
  return `it was interrupted, and somebody has changed the tables since, so that what is done is not its beginning.
  1. Put back a copy of the database from before, and start again.
  2. Or do by hand what is missing, and start again:${list(missing)}
     These are done:${list(done)}
`;
}
