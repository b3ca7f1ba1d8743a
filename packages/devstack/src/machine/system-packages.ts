import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { promisify } from 'node:util';
import type { OnProgress } from '../dev-server.ts';

const updateLimitMs = 3 * 60_000;
const installLimitMs = 5 * 60_000;
const shortLimitMs = 20_000;

/** Waits for another installation in progress. */
const waitForOthers = ['-o', 'DPkg::Lock::Timeout=120'];

/** Whether packages can be installed: on Debian and its relatives, as root or with sudo that asks for no password. */
export async function canInstallPackages(): Promise<boolean> {
  if (process.platform !== 'linux' || !existsSync('/usr/bin/apt-get')) return false;
  if (process.getuid?.() === 0) return true;
  return succeeds('sudo', ['-n', 'true']);
}

/**
 * Installs packages of the distribution, without recommended ones.
 *
 * @throws an Error that names the reason in a few words.
 */
export async function installPackages(names: readonly string[], onProgress: OnProgress): Promise<void> {
  try {
    onProgress('apt-get update');
    await asRoot(['apt-get', ...waitForOthers, 'update'], updateLimitMs);
  } catch (error) {
    // A broken package source among many need not matter. The installation will show.
    onProgress(`apt-get update had problems: ${(error as Error).message}`);
  }
  onProgress(`apt-get install -y ${names.join(' ')}`);
  await asRoot(['apt-get', ...waitForOthers, 'install', '-y', '--no-install-recommends', ...names], installLimitMs);
}

/** Stops the service that a package has just started. Before, the machine had none of this name. */
export async function stopService(name: string): Promise<void> {
  const command = existsSync('/run/systemd/system')
    ? ['systemctl', 'disable', '--now', name]
    : [`/etc/init.d/${name}`, 'stop'];
  // In a container the service is not started, and stopping it may fail.
  await asRoot(command).catch(() => undefined);
}

/** @throws an Error that names the reason in a few words. */
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
