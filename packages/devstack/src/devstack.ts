import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { DevServer, OnProgress } from './dev-server.ts';
import { applicationUrl } from './postgres/application-url.ts';
import { startMigratedPostgres } from './postgres/migrated-postgres.ts';
import { startRedis } from './redis/redis.ts';

/** Both servers, with the database migrated. */
export interface Devstack {
  readonly redis: DevServer;
  /** With the owner's URL. */
  readonly postgres: DevServer;
  /** The URL of the same database for the processes, who own nothing there. */
  readonly applicationUrl: string;
  stop(): Promise<void>;
}

/** Starts both servers for a test. If one fails, the other is stopped before the error is thrown. */
export async function startDevstack(options: { directory: string; onProgress?: OnProgress }): Promise<Devstack> {
  const { directory, ...rest } = options;
  mkdirSync(directory, { recursive: true });
  const started = await Promise.allSettled([
    startRedis({ directory: join(directory, 'redis'), ...rest }),
    startMigratedPostgres({ directory: join(directory, 'postgres'), ...rest }),
  ]);
  const stop = async () => {
    await Promise.all(started.map((result) => (result.status === 'fulfilled' ? result.value.stop() : undefined)));
  };
  const [redis, postgres] = started;
  try {
    if (redis.status === 'rejected') throw redis.reason;
    if (postgres.status === 'rejected') throw postgres.reason;
    return {
      ...{ redis: redis.value, postgres: postgres.value, stop },
      applicationUrl: applicationUrl(postgres.value.url),
    };
  } catch (error) {
    await stop();
    throw error;
  }
}
