import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import {
  chmodSync,
  chownSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { OnProgress } from '../dev-server.ts';
import type { PostgresUser } from '../machine/postgres-user.ts';
import { canBeEntered, folderAdvice } from '../machine/reachable.ts';
import { notedPid } from '../server/noted-pid.ts';
import { isAlive, type ServerPlace, serverProcesses } from '../server/server-processes.ts';

const initLimitMs = 120_000;
const halfMade = 'postgresql.half-';

/** A PostgreSQL data folder that can be started. */
export interface Cluster {
  readonly programs: string;
  readonly user: PostgresUser;
  readonly password: string;
}

export interface ClusterOptions extends Omit<Cluster, 'password'> {
  readonly directory: string;
  /** A new data folder is a copy of this one. */
  readonly template: string | undefined;
}

/** The data and the password are in one folder, so that they appear and are deleted together. */
export function clusterPaths(directory: string): { whole: string; data: string; password: string } {
  const whole = join(directory, 'postgresql');
  return { whole, data: join(whole, 'data'), password: join(whole, 'password') };
}

/**
 * Makes the data folder at the first start. It gets its name only when it is complete. An interrupted first start
 * leaves a folder of another name, which is removed.
 */
export async function ensureCluster(
  { directory, template, programs, user }: ClusterOptions,
  onProgress: OnProgress,
): Promise<Cluster> {
  if (!(await canBeEntered(directory, user))) throw new Error(folderAdvice(directory));
  const { whole, data, password } = clusterPaths(directory);
  removeHalfMade(directory);
  if (!existsSync(data)) {
    onProgress('Creating the PostgreSQL data folder.');
    const half = mkdtempSync(join(directory, halfMade));
    if (template === undefined) await initialise(half, programs, user);
    else await copy(template, half);
    // Everybody may pass through this folder. The data folder and the password are closed themselves.
    chmodSync(half, 0o755);
    renameSync(half, whole);
  }
  return { programs, user, password: readPassword(password, directory) };
}

function readPassword(file: string, directory: string): string {
  try {
    return readFileSync(file, 'utf8').trim();
  } catch (error) {
    throw new Error(
      `The PostgreSQL data in ${directory} cannot be used (${(error as Error).message}). If another user made it, ` +
        'start as that user, or set FULCRUM_HOME to another folder.',
    );
  }
}

/**
 * Removes the pid file that a crashed server left behind. PostgreSQL does so itself, unless the number in it now
 * belongs to another program, or to an ended one whose parent has not noticed. The folder is locked, and no server runs
 * in it, so the file can be removed.
 */
export function removeStalePidFile(place: ServerPlace): void {
  const pid = notedPid(place.directory, 'postmaster.pid');
  if (pid === undefined || !existsSync(place.directory)) return;
  const isServer = serverProcesses(place).some((found) => found.pid === pid);
  if (!isServer && (process.platform === 'linux' || !isAlive(pid)))
    rmSync(join(place.directory, 'postmaster.pid'), { force: true });
}

/** Copies a folder with its owner and rights, without which PostgreSQL does not start. */
async function copy(template: string, half: string): Promise<void> {
  await promisify(execFile)('cp', ['-a', `${template}/.`, half]);
}

async function initialise(half: string, programs: string, user: PostgresUser): Promise<void> {
  const passwordFile = join(half, 'password');
  writeFileSync(passwordFile, `${randomBytes(24).toString('hex')}\n`, { mode: 0o600 });
  if (user.uid !== undefined) {
    chownSync(half, user.uid, user.gid);
    chownSync(passwordFile, user.uid, user.gid);
  }
  chmodSync(half, 0o755);
  await initdb(join(half, 'data'), passwordFile, programs, user);
}

async function initdb(data: string, passwordFile: string, programs: string, user: PostgresUser): Promise<void> {
  const args = [
    ...['--pgdata', data, '--username', 'postgres', '--pwfile', passwordFile],
    ...['--auth', 'scram-sha-256', '--encoding', 'UTF8', '--locale', 'C', '--no-instructions'],
  ];
  try {
    const env = { PATH: process.env.PATH ?? '/usr/bin:/bin', LC_ALL: 'C' };
    await promisify(execFile)(join(programs, 'initdb'), args, { cwd: '/', env, timeout: initLimitMs, ...user });
  } catch (error) {
    const { stderr, message } = error as { stderr?: string; message?: string };
    throw new Error(`The PostgreSQL data folder could not be created: ${stderr?.trim() || message}`);
  }
}

function removeHalfMade(directory: string): void {
  for (const name of readdirSync(directory)) {
    if (!name.startsWith(halfMade)) continue;
    // A program of a killed first start may still be writing. The folder is then removed at the next start.
    try {
      rmSync(join(directory, name), { recursive: true, force: true, maxRetries: 3 });
    } catch {}
  }
}
