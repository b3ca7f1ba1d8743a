import { writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { DevServer, OnProgress, StartOptions } from '../dev-server.ts';
import { postgresUser } from '../machine/postgres-user.ts';
import { programsNamed } from '../machine/programs.ts';
import { canInstallPackages, installPackages, stopService } from '../machine/system-packages.ts';
import { startLocalServer } from '../server/local-server.ts';
import { notedPid } from '../server/noted-pid.ts';
import { askPostgres } from './postgres-client.ts';

/** When a server connection is given to another client: after a client's session, or after each transaction. */
export type PoolMode = 'session' | 'transaction';

const name = 'pgbouncer';
const pidFile = 'pgbouncer.pid';

/** Starts a PgBouncer in front of a PostgreSQL, for this machine only. */
export async function startPgBouncer(
  options: StartOptions & {
    readonly postgresUrl: string;
    /** Who may connect besides the user of that URL. */
    readonly otherUrls?: readonly string[];
    readonly poolMode: PoolMode;
    readonly path: string;
  },
): Promise<DevServer> {
  const directory = resolve(options.directory);
  const { username, password, pathname, host } = new URL(options.postgresUrl);
  const user = await postgresUser(options.onProgress ?? (() => undefined));
  const stopSignal = 'SIGTERM';
  const url = (port: number) => `postgresql://${username}:${password}@127.0.0.1:${port}${pathname}`;
  const kind = {
    place: { directory, programs: [name], noted: () => [notedPid(directory, pidFile)] },
    stopSignal,
    prepare: async () => undefined,
    program: (port: number) => {
      // The folder of a test contains no other secret.
      const file = (of: string, lines: string[]) =>
        writeFileSync(join(directory, of), `${lines.join('\n')}\n`, { mode: 0o644 });
      file('users.txt', [options.postgresUrl, ...(options.otherUrls ?? [])].map(userLine));
      file('pgbouncer.ini', settings(host, port, options.poolMode));
      const stopSignals = [{ signal: stopSignal, waitMs: 2_000 } as const];
      return { command: options.path, args: ['pgbouncer.ini'], directory, ...user, stopSignals };
    },
    ask: (port: number) => askPostgres(url(port)),
    finish: async () => undefined,
    url,
    description: (port: number) => `PgBouncer on 127.0.0.1:${port}`,
  } as const;
  return startLocalServer(kind, options);
}

function userLine(url: string): string {
  const { username, password } = new URL(url);
  return `"${username}" "${password}"`;
}

/** The package's own settings, except for the addresses. */
function settings(server: string, port: number, poolMode: PoolMode): string[] {
  const [host, serverPort] = server.split(':');
  return [
    '[databases]',
    `* = host=${host} port=${serverPort}`,
    '[pgbouncer]',
    'listen_addr = 127.0.0.1',
    `listen_port = ${port}`,
    'unix_socket_dir =',
    'auth_type = scram-sha-256',
    'auth_file = users.txt',
    `pool_mode = ${poolMode}`,
    'default_pool_size = 40',
    'max_client_conn = 200',
  ];
}

/** The program. It is installed where the system makes that easy; undefined where there is none. */
export async function pgBouncerProgram(onProgress: OnProgress): Promise<string | undefined> {
  const [found] = installed();
  if (found !== undefined || !(await canInstallPackages())) return found;
  onProgress(`PgBouncer is missing: installing the package ${name} with apt-get.`);
  try {
    await installPackages([name], onProgress);
    await stopService(name);
  } catch (error) {
    onProgress(`PgBouncer could not be installed: ${(error as Error).message}`);
  }
  return installed()[0];
}

function installed(): string[] {
  return programsNamed([name]);
}
