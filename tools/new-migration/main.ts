import { makeMigration } from '../../packages/db/src/migrations/make-migration.ts';
import { readCommandLine, UsageError } from '../command-line.ts';

/** For developers. */
const USAGE = `Usage: DATABASE_URL=postgresql://user:password@host/db npm run -w @fulcrum/db migration -- NAME

Writes the SQL that leads from the newest migration to prisma/schema.prisma as a new migration. NAME is in
lower_case_words, as in add_nicknames. DATABASE_URL may name any PostgreSQL: nothing is changed in it.`;

const name = readCommandLine(USAGE, ([given, ...others]) => {
  if (given !== undefined && others.length === 0 && /^[a-z][a-z0-9_]*$/.test(given)) return given;
  throw new UsageError('Name the migration in lower_case_words.');
});
try {
  if (!process.env.DATABASE_URL)
    throw new Error('DATABASE_URL is not set: any PostgreSQL will do, nothing is changed in it.');
  console.log(await makeMigration(name, process.env.DATABASE_URL));
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
