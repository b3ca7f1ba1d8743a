import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import type { OnProgress } from '../dev-server.ts';

const name = 'postgres';
const timeout = 20_000;

/** The user of the server; empty for the caller's own. */
export type PostgresUser =
  | { readonly uid: number; readonly gid: number }
  | { readonly uid?: never; readonly gid?: never };

/** PostgreSQL refuses to run as root. For root the user is postgres, who is created when missing. */
export async function postgresUser(onProgress: OnProgress): Promise<PostgresUser> {
  if (process.getuid?.() !== 0) return {};
  const found = await lookUp();
  if (found) return found;
  onProgress(`PostgreSQL does not run as root: creating the system user ${name}.`);
  try {
    await run('groupadd', ['--system', '--force', name]);
    await run('useradd', ['--system', '--no-create-home', '--gid', name, '--shell', '/usr/sbin/nologin', name]);
  } catch (error) {
    // Another start may have created it in the same moment.
    const other = await lookUp();
    if (other) return other;
    throw new Error(
      `The system user ${name} could not be created (${(error as Error).message}): create it, or do not run as root.`,
    );
  }
  const created = await lookUp();
  if (!created) throw new Error(`The system user ${name} was created but cannot be found.`);
  return created;
}

async function lookUp(): Promise<PostgresUser | undefined> {
  try {
    return { uid: Number(await run('id', ['-u', name])), gid: Number(await run('id', ['-g', name])) };
  } catch {
    return undefined;
  }
}

async function run(command: string, args: string[]): Promise<string> {
  const { stdout } = await promisify(execFile)(command, args, { timeout });
  return stdout.trim();
}
