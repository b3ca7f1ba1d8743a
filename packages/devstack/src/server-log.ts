import { closeSync, mkdirSync, openSync, readFileSync, statSync, truncateSync } from 'node:fs';
import { join } from 'node:path';

const maxBytes = 10 * 1024 * 1024;
const quotedLines = 12;

/** What a server prints, in `<directory>/server.log`. */
export interface ServerLog {
  readonly path: string;
  /** Runs `use` with the open file, and closes our copy afterwards. */
  withDescriptor<T>(use: (descriptor: number) => T): T;
  /** The last lines written since this log was opened, for an error message. */
  tail(): string;
}

/** Opens the log for appending; a log that has grown over 10 MB starts anew. */
export function openServerLog(directory: string): ServerLog {
  mkdirSync(directory, { recursive: true });
  const path = join(directory, 'server.log');
  let start = statSync(path, { throwIfNoEntry: false })?.size ?? 0;
  if (start > maxBytes) {
    truncateSync(path);
    start = 0;
  }
  return {
    path,
    withDescriptor(use) {
      const descriptor = openSync(path, 'a', 0o644);
      try {
        return use(descriptor);
      } finally {
        closeSync(descriptor);
      }
    },
    tail: () => readFileSync(path).subarray(start).toString('utf8').trim().split('\n').slice(-quotedLines).join('\n'),
  };
}
