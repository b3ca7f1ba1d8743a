import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { makeFolder } from '@fulcrum/devstack';
import { isAlive, readRuntime, removeRuntime } from '../log/runtime-file.ts';
import { StartError } from './start-error.ts';

/** How long the processes of a killed starter may take to end by themselves. */
const LEFTOVERS_MS = 10_000;

/**
 * Makes sure that nothing else runs from this folder. Processes of a killed starter end by themselves, and are waited
 * for.
 *
 * @throws StartError when another starter is running, or when processes of a killed one do not end.
 */
export async function waitForLeftovers(home: string, onProgress: (message: string) => void): Promise<void> {
  const left = readRuntime(home);
  if (left === undefined) return;
  if (left.pid !== process.pid && isAlive(left.pid, 'tools/start'))
    throw new StartError(
      `Fulcrum runs from ${home} already (process ${left.pid}): stop it, or set FULCRUM_HOME to another folder.`,
    );
  const living = () => left.children.filter((pid) => isAlive(pid, 'src/main.ts'));
  if (living().length > 0) onProgress('Waiting for the processes of the last run to end');
  for (const until = Date.now() + LEFTOVERS_MS; living().length > 0 && Date.now() < until; ) await sleep(100);
  const stuck = living();
  if (stuck.length > 0)
    throw new StartError(
      `Processes of the last run do not end (${stuck.join(', ')}): stop them with kill -9, and start again.`,
    );
  removeRuntime(home);
}

/** @throws StartError when the folder for data and logs cannot be made. */
export function makeHome(home: string): void {
  try {
    makeFolder(join(home, 'logs'));
  } catch (error) {
    const { message } = error as Error;
    throw new StartError(`The folder ${home} cannot be made (${message}): set FULCRUM_HOME to another one.`);
  }
}

/**
 * The secret behind the session tokens. It is made once, and kept so that sessions survive a restart. The file gets its
 * name when it is complete: on a full disk it may stay incomplete.
 */
export function localSecret(home: string): string {
  const path = join(home, 'secret');
  if (!existsSync(path)) {
    const unfinished = `${path}.new`;
    writeFileSync(unfinished, randomBytes(48).toString('base64url'), { mode: 0o600 });
    renameSync(unfinished, path);
  }
  return readFileSync(path, 'utf8').trim();
}
