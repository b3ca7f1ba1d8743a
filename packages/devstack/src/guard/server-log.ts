import {
  closeSync,
  fstatSync,
  mkdirSync,
  openSync,
  readFileSync,
  readSync,
  statSync,
  truncateSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';

const maxBytes = 10 * 1024 * 1024;
const quotedLines = 12;

/** The output of a server, in `<directory>/server.log`. */
export interface ServerLog {
  readonly path: string;
  /** Runs `use` with the open file, and closes our copy afterwards. */
  withDescriptor<T>(use: (descriptor: number) => T): T;
  /** Ends a line that an earlier server left unfinished, which happens when it is killed on a full disk. */
  endLine(): void;
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
    endLine: () => endLine(path),
    tail: () => readFileSync(path).subarray(start).toString('utf8').trim().split('\n').slice(-quotedLines).join('\n'),
  };
}

function endLine(path: string): void {
  const file = openSync(path, 'r+');
  try {
    const { size } = fstatSync(file);
    const last = Buffer.alloc(1);
    if (size === 0 || readSync(file, last, 0, 1, size - 1) === 0 || last.toString() === '\n') return;
    try {
      writeSync(file, '\n', size);
    } catch {
      // If the disk is still full, the line break replaces the line's last character.
      writeSync(file, '\n', size - 1);
    }
  } finally {
    closeSync(file);
  }
}
