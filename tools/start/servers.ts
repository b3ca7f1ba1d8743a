import { join } from 'node:path';
import { migrate } from '@fulcrum/db';
import { type DevServer, startPostgres, startRedis } from '@fulcrum/devstack';
import { connectRedis, durabilityFaults, whenReady } from '@fulcrum/streams';
import { instrumentsFile, readInstrumentFile } from '../instruments/instrument-file.ts';
import { prepareLog } from '../migrate/prepare-log.ts';
import type { Settings } from './settings.ts';

const CONNECT_LIMIT_MS = 5_000;

export interface Servers {
  readonly redis: DevServer;
  readonly postgres: DevServer;
}

/** Starts Redis and PostgreSQL side by side, or checks those that were named, migrates the database, and sets the instruments. */
export async function startServers(settings: Settings, onProgress: (message: string) => void): Promise<Servers> {
  const { home, redisUrl, databaseUrl } = settings;
  const instruments = readInstrumentFile(instrumentsFile(process.env));
  const starting = await Promise.allSettled([
    startRedis({ directory: join(home, 'redis'), url: redisUrl, onProgress }),
    startPostgres({ directory: join(home, 'postgres'), url: databaseUrl, onProgress }),
  ]);
  const [redis, postgres] = starting;
  try {
    if (redis.status === 'rejected') throw redis.reason;
    if (postgres.status === 'rejected') throw postgres.reason;
    if (redisUrl !== undefined) await warnAbout(redisUrl, onProgress);
    const applied = await migrate(postgres.value.url);
    if (applied.length > 0) onProgress(`Migrated the database (${applied.join(', ')})`);
    const addresses = { redis: redis.value.url, databaseUrl: postgres.value.url };
    // All engines that a start brings up know the newest rules. On somebody else's Redis an older one may run beside.
    const set = await prepareLog({ addresses, instruments, ownsEngines: redisUrl === undefined });
    if (set.length > 0) onProgress(`Set the instruments ${set.join(', ')}`);
    return { redis: redis.value, postgres: postgres.value };
  } catch (error) {
    await Promise.all(starting.map((result) => (result.status === 'fulfilled' ? result.value.stop() : undefined)));
    throw error;
  }
}

/** Somebody else's Redis is used as it is, but whoever starts the product is told what can be lost with it. */
async function warnAbout(redisUrl: string, onProgress: (message: string) => void): Promise<void> {
  const redis = connectRedis(redisUrl, () => {});
  try {
    await whenReady(redis, AbortSignal.timeout(CONNECT_LIMIT_MS));
    for (const fault of await durabilityFaults(redis)) onProgress(`WARNING: ${fault}`);
  } finally {
    redis.disconnect();
  }
}

/** Starts a server again, on the same port and data, whenever it ends unasked. */
export async function keepAlive(
  server: DevServer,
  name: string,
  signal: AbortSignal,
  onProgress: (message: string) => void,
) {
  for (;;) {
    await server.exited;
    if (signal.aborted) return;
    onProgress(`${name} ended; starting it again`);
    await server.restart().then(
      () => onProgress(`${name} is back`),
      (error: Error) => onProgress(`${name} cannot be started again: ${error.message}`),
    );
    await new Promise((resolve) => setTimeout(resolve, 1_000));
  }
}
