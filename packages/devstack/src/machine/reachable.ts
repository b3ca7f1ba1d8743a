import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import type { PostgresUser } from './postgres-user.ts';

const timeout = 10_000;

/** Whether the user can start this program. It is tried, because the rights of the parent folders count as well. */
export function canBeRun(program: string, user: PostgresUser): Promise<boolean> {
  return succeeds('"$0" --version', program, user);
}

/** Whether the user can enter this folder. */
export function canBeEntered(directory: string, user: PostgresUser): Promise<boolean> {
  return succeeds('cd "$0"', directory, user);
}

export function folderAdvice(directory: string): string {
  return (
    `PostgreSQL runs as the user postgres, because it refuses to run as root, and that user may not enter ${directory}: ` +
    'set FULCRUM_HOME to a folder that everyone may enter, such as /var/lib/fulcrum.'
  );
}

async function succeeds(script: string, argument: string, user: PostgresUser): Promise<boolean> {
  try {
    await promisify(execFile)('/bin/sh', ['-c', script, argument], { cwd: '/', timeout, ...user });
    return true;
  } catch {
    return false;
  }
}
