import { chmodSync, mkdirSync, mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { memoryDisk } from './memory-disk.ts';
import { postgresUser } from './postgres-user.ts';
import { canBeEntered } from './reachable.ts';

const PREFIX = 'fulcrum-test-';

/** No test lasts that long: an older folder was left behind by a run that was killed. */
const LEFTOVER_MS = 24 * 60 * 60_000;

/**
 * A fresh folder for the servers of a test. Their user can enter it. It is in memory where there is room for that, and
 * below the repository where the temporary folder is closed to that user.
 */
export async function freshFolder(): Promise<string> {
  const parent = await parentFolder();
  mkdirSync(parent, { recursive: true });
  const folder = mkdtempSync(join(parent, PREFIX));
  chmodSync(folder, 0o755);
  return folder;
}

export function removeFolder(folder: string): void {
  rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
}

/** Removes what killed runs have left in memory. Nothing else would do so before the next boot. */
export function removeLeftovers(parent = memoryDisk()): void {
  if (parent === undefined) return;
  for (const name of readdirSync(parent)) {
    const folder = join(parent, name);
    const age = Date.now() - (statSync(folder, { throwIfNoEntry: false })?.mtimeMs ?? Number.POSITIVE_INFINITY);
    if (name.startsWith(PREFIX) && age > LEFTOVER_MS) removeFolder(folder);
  }
}

async function parentFolder(): Promise<string> {
  const user = await postgresUser(() => undefined);
  for (const parent of [memoryDisk(), tmpdir()])
    if (parent !== undefined && (await canBeEntered(parent, user))) return parent;
  return fileURLToPath(new URL('../../../../.tmp', import.meta.url));
}
