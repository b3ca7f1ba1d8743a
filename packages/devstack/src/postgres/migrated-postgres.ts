import { migrate } from '@fulcrum/db';
import type { DevServer, OnProgress } from '../dev-server.ts';
import { applicationUrl } from './application-url.ts';
import { clusterTemplate } from './cluster-template.ts';
import { startPostgres } from './postgres.ts';

export interface MigratedPostgresOptions {
  readonly directory: string;
  readonly onProgress?: OnProgress;
}

/** Starts a PostgreSQL of a test's own, with its database migrated. A test run's template is migrated already. */
export async function startMigratedPostgres(options: MigratedPostgresOptions): Promise<DevServer> {
  const template = clusterTemplate();
  const postgres = await startPostgres({ ...options, template });
  if (template !== undefined) return postgres;
  try {
    await migrate(postgres.url, { applicationUrl: applicationUrl(postgres.url) });
    return postgres;
  } catch (error) {
    await postgres.stop();
    throw error;
  }
}
