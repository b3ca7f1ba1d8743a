import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { promisify } from 'node:util';
import type { OnProgress } from './dev-server.ts';

const updateLimitMs = 3 * 60_000;
const installLimitMs = 5 * 60_000;
const shortLimitMs = 20_000;

/** Somebody else may be installing something just now. */
const waitForOthers = ['-o', 'DPkg::Lock::Timeout=120'];

/** True on Debian and its relatives, for root and for those who may become root without a password. */
export async function canInstallRedis(): Promise<boolean> {
  if (process.platform !== 'linux' || !existsSync('/usr/bin/apt-get')) return false;
  if (process.getuid?.() === 0) return true;
  return succeeds('sudo', ['-n', 'true']);
}

/** Installs the distribution's redis-server, without the service that the package would start on the default port. */
export async function installRedis(onProgress: OnProgress): Promise<void> {
  onProgress('Redis is missing: installing the package redis-server with apt-get.');
  try {
    onProgress('apt-get update');
    await asRoot(['apt-get', ...waitForOthers, 'update'], updateLimitMs);
  } catch (error) {
    // One broken package source of many must not be the end: the installation itself shows whether it matters.
    onProgress(`apt-get update had problems: ${reasonOf(error)}`);
  }
  try {
    onProgress('apt-get install -y redis-server');
    await asRoot(
      ['apt-get', ...waitForOthers, 'install', '-y', '--no-install-recommends', 'redis-server'],
      installLimitMs,
    );
  } catch (error) {
    throw new Error(
      `Redis could not be installed (${reasonOf(error)}): install the package redis-server yourself, ` +
        'or set REDIS_URL to a Redis that runs already.',
    );
  }
  await stopService();
  onProgress('Redis is installed.');
}

/** There was no Redis on this machine a moment ago, so a service of this name is the package's own. */
async function stopService(): Promise<void> {
  const command = existsSync('/run/systemd/system')
    ? ['systemctl', 'disable', '--now', 'redis-server']
    : ['/etc/init.d/redis-server', 'stop'];
  // In a container the service was never started, and stopping it may fail.
  await asRoot(command, shortLimitMs).catch(() => undefined);
}

async function asRoot(command: string[], timeout: number): Promise<void> {
  const full = ['env', 'DEBIAN_FRONTEND=noninteractive', 'LC_ALL=C', ...command];
  const [program = 'env', ...args] = process.getuid?.() === 0 ? full : ['sudo', '-n', ...full];
  await promisify(execFile)(program, args, { timeout, maxBuffer: 64 * 1024 * 1024 });
}

async function succeeds(command: string, args: string[]): Promise<boolean> {
  return promisify(execFile)(command, args, { timeout: shortLimitMs }).then(
    () => true,
    () => false,
  );
}

function reasonOf(error: unknown): string {
  const { killed, stderr, message } = error as { killed?: boolean; stderr?: string; message?: string };
  if (killed) return 'it took too long';
  return stderr?.trim().split('\n').at(-1) || message || String(error);
}
