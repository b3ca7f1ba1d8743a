import { migrate } from '@fulcrum/db';
import { freshFolder, removeFolder, removeLeftovers } from '../machine/test-folder.ts';
import { applicationUrl } from './application-url.ts';
import { startPostgres } from './postgres.ts';
import { clusterPaths } from './postgres-cluster.ts';

/** The environment variable with the template's folder, for the processes of a test run. */
const VARIABLE = 'FULCRUM_TEST_CLUSTER';

/** The folder that this test run's servers are copies of; undefined outside of a run, and where it cannot be copied. */
export function clusterTemplate(): string | undefined {
  return process.env[VARIABLE];
}

/**
 * Makes a migrated PostgreSQL for a test run. Each test's own server begins as a copy of it: making one takes seconds
 * of processor time, and a run needs dozens.
 *
 * @returns a function that removes it.
 */
export async function makeClusterTemplate(): Promise<() => void> {
  if (process.platform === 'win32') return () => undefined;
  removeLeftovers();
  const directory = await freshFolder();
  const postgres = await startPostgres({ directory });
  try {
    await migrate(postgres.url, { applicationUrl: applicationUrl(postgres.url) });
  } finally {
    await postgres.stop();
  }
  const { whole } = clusterPaths(directory);
  process.env[VARIABLE] = whole;
  return () => removeFolder(directory);
}
