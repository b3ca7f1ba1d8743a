import { join, resolve } from 'node:path';
import { type DevServer, type StartOptions, serverOfOthers } from '../dev-server.ts';
import { postgresUser } from '../machine/postgres-user.ts';
import { startLocalServer } from '../server/local-server.ts';
import { notedPid } from '../server/noted-pid.ts';
import type { ServerKind } from '../server/server-kind.ts';
import { askPostgres, checkPostgres, ensureDatabase } from './postgres-client.ts';
import { type Cluster, clusterPaths, ensureCluster, removeStalePidFile } from './postgres-cluster.ts';
import { postgresPrograms, postgresVersion } from './postgres-programs.ts';

const database = 'fulcrum';

/**
 * Starts a PostgreSQL from the binaries of the dependencies, for this machine only, with a database named fulcrum.
 *
 * @param options with the setting that has the URL, where one was given.
 */
export async function startPostgres(options: StartOptions & { readonly setting?: string }): Promise<DevServer> {
  const { url, setting = 'DATABASE_URL' } = options;
  if (url) return serverOfOthers(url, await checkPostgres(url, setting));
  return startLocalServer(postgresKind(resolve(options.directory), options.template), options);
}

function postgresKind(directory: string, template: string | undefined): ServerKind {
  const stopSignal = 'SIGINT';
  const { data } = clusterPaths(directory);
  const place = { directory: data, programs: ['postgres'], noted: () => [notedPid(data, 'postmaster.pid')] };
  let cluster: Cluster | undefined;
  const ready = () => {
    if (!cluster) throw new Error('The PostgreSQL folder was used before it was prepared.');
    return cluster;
  };
  const url = (port: number, name: string) => `postgresql://postgres:${ready().password}@127.0.0.1:${port}/${name}`;
  return {
    place,
    stopSignal,
    async prepare(onProgress) {
      const user = await postgresUser(onProgress);
      const programs = await postgresPrograms(directory, user, onProgress);
      cluster = await ensureCluster({ directory, template, programs, user }, onProgress);
    },
    program(port) {
      removeStalePidFile(place);
      const { programs, user } = ready();
      return {
        command: join(programs, 'postgres'),
        args: settings(data, port),
        directory: data,
        ...user,
        stopSignals: [
          { signal: stopSignal, waitMs: 5_000 },
          { signal: 'SIGQUIT', waitMs: 1_500 },
        ],
      };
    },
    ask: (port) => askPostgres(url(port, 'postgres')),
    finish: (port) => ensureDatabase(url(port, 'postgres'), database),
    url: (port) => url(port, database),
    description: (port) => `PostgreSQL ${postgresVersion()} on 127.0.0.1:${port}`,
  };
}

/** Acknowledged writes are on the disk, and no other machine can connect. */
function settings(data: string, port: number): string[] {
  const values = {
    listen_addresses: '127.0.0.1',
    // A relative path, because a full one could be too long for a socket's name.
    unix_socket_directories: '.',
    fsync: 'on',
    synchronous_commit: 'on',
    max_connections: '200',
  };
  const named = Object.entries(values).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
  return ['-D', data, '-p', String(port), ...named];
}
