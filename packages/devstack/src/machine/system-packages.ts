import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { promisify } from 'node:util';
import type { OnProgress } from '../dev-server.ts';

const updateLimitMs = 3 * 60_000;
const installLimitMs = 5 * 60_000;
const shortLimitMs = 20_000;

/** Somebody else may be installing something just now. */
const waitForOthers = ['-o', 'DPkg::Lock::Timeout=120'];

/** True on Debian and its relatives, for root and for those who may become root without a password. */
export async function canInstallPackages(): Promise<boolean> {
  if (process.platform !== 'linux' || !existsSync('/usr/bin/apt-get')) return false;
  if (process.getuid?.() === 0) return true;
  return succeeds('sudo', ['-n', 'true']);
}

/**
 * Installs packages of the distribution, without those that it only recommends.
 *
 * @throws an Error that says in a few words why it did not work.
 */
export async function installPackages(names: readonly string[], onProgress: OnProgress): Promise<void> {
  try {
    onProgress('apt-get update');
    await asRoot(['apt-get', ...waitForOthers, 'update'], updateLimitMs);
  } catch (error) {
    // One broken package source of many must not be the end: the installation itself shows whether it matters.
    onProgress(`apt-get update had problems: ${(error as Error).message}`);
  }
  onProgress(`apt-get install -y ${names.join(' ')}`);
  await asRoot(['apt-get', ...waitForOthers, 'install', '-y', '--no-install-recommends', ...names], installLimitMs);
}

/** Stops the service that a package has just started: there was none of this name on the machine a moment ago. */
export async function stopService(name: string): Promise<void> {
  const command = existsSync('/run/systemd/system')
    ? ['systemctl', 'disable', '--now', name]
    : [`/etc/init.d/${name}`, 'stop'];
  // In a container the service was never started, and stopping it may fail.
  await asRoot(command).catch(() => undefined);
}

/** @throws an Error that says in a few words why it did not work. */
async function asRoot(command: readonly string[], timeout = shortLimitMs): Promise<void> {
  const full = ['env', 'DEBIAN_FRONTEND=noninteractive', 'LC_ALL=C', ...command];
  const [program = 'env', ...args] = process.getuid?.() === 0 ? full : ['sudo', '-n', ...full];
  try {
    await promisify(execFile)(program, args, { timeout, maxBuffer: 64 * 1024 * 1024 });
  } catch (error) {
    throw new Error(reasonOf(error), { cause: error });
  }
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
