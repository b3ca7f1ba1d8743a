import { migrate } from '@fulcrum/db';
import { readCommandLine, takesNoArguments } from '../command-line.ts';

const USAGE = `Usage: DATABASE_URL=postgresql://user:password@host/db npm run -w @fulcrum/db migrate

Migrates the database alone. Where MIGRATION_DATABASE_URL is set, it names the owner, and DATABASE_URL the
processes' own user. npm start, and the migration step of a deployment, do so themselves.`;

readCommandLine(USAGE, takesNoArguments);
try {
  const databaseUrl = process.env.DATABASE_URL;
  if (!databaseUrl)
    throw new Error(
      'DATABASE_URL is not set: it names the database to migrate, as in postgresql://user:password@host/db.',
    );
  const ownerUrl = process.env.MIGRATION_DATABASE_URL || undefined;
  const options = { onProgress: console.log, applicationUrl: ownerUrl && databaseUrl };
  const applied = await migrate(ownerUrl ?? databaseUrl, options);
  console.log(applied.length === 0 ? 'The database is up to date.' : `Applied: ${applied.join(', ')}.`);
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
