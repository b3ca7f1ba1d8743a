import { migrate } from './migrate.ts';

const databaseUrl = process.env.DATABASE_URL;

if (!databaseUrl) {
  console.error('DATABASE_URL is not set: it names the database to migrate, as in postgresql://user:password@host/db.');
  process.exitCode = 1;
} else {
  try {
    const applied = await migrate(databaseUrl);
    console.log(applied.length === 0 ? 'The database is up to date.' : `Applied: ${applied.join(', ')}.`);
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    process.exitCode = 1;
  }
}
