import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { applicationUrl, type DevServer, startPostgres } from '@fulcrum/devstack';
import { instrumentsFile, readInstrumentFile } from '../../instruments/instrument-file.ts';
import { prepareData } from '../../migrate/prepare-data.ts';
import { ownHome } from '../processes/processes.ts';
import type { Settings } from '../settings/settings.ts';
import { isDiskFull } from './disk.ts';
import { namedRedis, ownRedis, type Running, type StartedRedis } from './redis.ts';

/** A server that is up for this long counts as back. It is also the pause before a new attempt. */
const STEADY_MS = 1_000;

export interface Servers {
  readonly redis: StartedRedis;
  readonly postgres: DevServer;
  /** With which the processes connect. */
  readonly databaseUrl: string;
  /** Losses that were found, which must not be missed. */
  readonly loud: readonly string[];
  readonly warnings: readonly string[];
}

/**
 * Starts Redis and PostgreSQL side by side, or checks those that were named, migrates the database, and sets the
 * instruments.
 */
export async function startServers(settings: Settings, onProgress: (message: string) => void): Promise<Servers> {
  const { home, redis: named, databaseUrl, migrationUrl } = settings;
  const setting = migrationUrl === undefined ? 'DATABASE_URL' : 'MIGRATION_DATABASE_URL';
  const instruments = readInstrumentFile(instrumentsFile(process.env));
  const starting = await Promise.allSettled([
    named === undefined ? ownRedis(join(home, 'redis'), onProgress) : namedRedis(named, process.env, onProgress),
    startPostgres({ directory: join(home, 'postgres'), url: migrationUrl ?? databaseUrl, setting, onProgress }),
  ]);
  const [redis, postgres] = starting;
  try {
    if (redis.status === 'rejected') throw redis.reason;
    if (postgres.status === 'rejected') throw postgres.reason;
    const { url } = postgres.value;
    const addresses = { redis: redis.value.address, databaseUrl: url };
    const processesUrl = databaseUrl ?? applicationUrl(url);
    // All engines of this start know the newest rules. On somebody else's Redis an older engine may run as well.
    const { applied, set, loud, warnings } = await prepareData({
      ...{ addresses, applicationUrl: processesUrl === url ? undefined : processesUrl },
      ...{ instruments, ownsEngines: named === undefined },
      ...{ accepted: settings.acceptedLog, home: ownHome(settings), onProgress },
    });
    if (applied.length > 0) onProgress(`Migrated the database (${applied.join(', ')})`);
    if (set.length > 0) onProgress(`Set the instruments ${set.join(', ')}`);
    return { redis: redis.value, postgres: postgres.value, databaseUrl: processesUrl, loud, warnings };
  } catch (error) {
    if (redis.status === 'fulfilled') await redis.value.server.stop();
    if (postgres.status === 'fulfilled') await postgres.value.stop();
    throw error;
  }
}

/**
 * Starts a server again, on the same port and data, whenever it ends unasked. A repeated message is told once, because
 * on a full disk a server ends soon after each start.
 *
 * @param home the folder of its data.
 */
export async function keepAlive(
  server: Running,
  name: string,
  home: string,
  signal: AbortSignal,
  onProgress: (message: string) => void,
): Promise<void> {
  let lastTold = '';
  const tell = (message: string) => {
    if (message !== lastTold) onProgress(message);
    lastTold = message;
  };
  const tellEnd = (otherwise: string) =>
    tell(isDiskFull(home) ? `${name} ended: the disk of ${home} is full. It goes on when there is room` : otherwise);
  for (;;) {
    await server.exited;
    if (signal.aborted) return;
    tellEnd(`${name} ended; starting it again`);
    await server.restart().catch((error: Error) => tellEnd(`${name} cannot be started again: ${error.message}`));
    const hasEnded = await Promise.race([server.exited.then(() => true), sleep(STEADY_MS, false)]);
    if (hasEnded) await sleep(STEADY_MS);
    else tell(`${name} is back`);
  }
}
