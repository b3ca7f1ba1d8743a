import { connectDatabase, type Database } from '@fulcrum/db';
import { runningProduct } from './runtime-file.ts';

/** A database, and the URL that names it. */
export interface NamedDatabase {
  readonly db: Database;
  readonly url: string;
}

/** The URL of the database that is meant: that of DATABASE_URL, or of the product which runs from FULCRUM_HOME. */
export function namedDatabase(env: NodeJS.ProcessEnv): string | undefined {
  return env.DATABASE_URL || runningProduct(env).running?.databaseUrl;
}

/**
 * Uses that database alone, for what needs no log.
 *
 * @throws with a sentence for people when there is none.
 */
export async function withDatabase(use: (named: NamedDatabase) => Promise<void>): Promise<void> {
  const url = namedDatabase(process.env);
  if (url === undefined) throw new Error('Nothing runs here: start it with npm start, or set DATABASE_URL.');
  const db = connectDatabase(url, 1);
  try {
    await use({ db, url });
  } finally {
    await db.$disconnect();
  }
}
