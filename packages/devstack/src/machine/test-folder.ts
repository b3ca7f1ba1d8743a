import { chmodSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { postgresUser } from './postgres-user.ts';
import { canBeEntered } from './reachable.ts';

/**
 * A fresh folder for the servers of a test. Their user can enter it. It is below the repository where the temporary
 * folder is closed to that user.
 */
export async function freshFolder(): Promise<string> {
  const user = await postgresUser(() => undefined);
  const repository = fileURLToPath(new URL('../../../../.tmp', import.meta.url));
  const parent = (await canBeEntered(tmpdir(), user)) ? tmpdir() : repository;
  mkdirSync(parent, { recursive: true });
  const folder = mkdtempSync(join(parent, 'fulcrum-test-'));
  chmodSync(folder, 0o755);
  return folder;
}

export function removeFolder(folder: string): void {
  rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
}
