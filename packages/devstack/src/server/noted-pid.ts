import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** The process id in the first line of a server's pid file; undefined when there is none. */
export function notedPid(directory: string, file: string): number | undefined {
  try {
    const pid = Number.parseInt(readFileSync(join(directory, file), 'utf8'), 10);
    return pid > 0 ? pid : undefined;
  } catch {
    return undefined;
  }
}
