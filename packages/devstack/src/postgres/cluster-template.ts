import { migrate } from '@fulcrum/db';
import { freshFolder, removeFolder } from '../machine/test-folder.ts';
import { startPostgres } from './postgres.ts';
import { clusterPaths } from './postgres-cluster.ts';

/** Tells the processes of a test run where the template is. */
const VARIABLE = 'FULCRUM_TEST_CLUSTER';

/** What the servers of this test run begin as; undefined outside of one, and on systems that cannot copy it. */
export function clusterTemplate(): string | undefined {
  return process.env[VARIABLE];
}

/**
 * Makes a migrated PostgreSQL for a test run, of which each test's own server is a copy: to make one takes seconds of a
 * processor, and dozens are needed.
 *
 * @returns removes it again.
 */
export async function makeClusterTemplate(): Promise<() => void> {
  if (process.platform === 'win32') return () => undefined;
  const directory = await freshFolder();
  const postgres = await startPostgres({ directory });
  try {
    await migrate(postgres.url);
  } finally {
    await postgres.stop();
  }
  const { whole } = clusterPaths(directory);
  process.env[VARIABLE] = whole;
  return () => removeFolder(directory);
}
