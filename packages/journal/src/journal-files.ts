import { createReadStream } from 'node:fs';
import { open, readdir } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { compareLogIds, LOG_START, type LogId } from '@fulcrum/log';
import { type JournalEntry, parseJournalLine } from './journal-line.ts';
import { linesOf } from './lines.ts';

/** A journal's files are named after their first entry: `journal-1732000000000-0.ndjson`. */
const NAME = /^journal-(\d+-\d+)\.ndjson$/;

export function journalFileName(firstId: LogId): string {
  return `journal-${firstId}.ndjson`;
}

/** The id of the first entry of a file, which its name tells. */
export function firstIdOf(path: string): LogId {
  return NAME.exec(basename(path))?.[1] ?? LOG_START;
}

/** The paths of a folder's journal files in the order of the log; none when there is no such folder. */
export async function journalFiles(directory: string): Promise<string[]> {
  const names = await readdir(directory).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return [];
    throw error;
  });
  const firstIds = names.flatMap((name) => NAME.exec(name)?.[1] ?? []);
  return firstIds.sort(compareLogIds).map((id) => join(directory, journalFileName(id)));
}

/**
 * The whole lines of all files, in the order of the log. A last line that is still being written is left out. So is what
 * stands in the next file as well: a writer that was held still wrote it when that one had been begun.
 */
export async function* journalLines(directory: string): AsyncGenerator<string> {
  const files = await journalFiles(directory);
  for (const [index, path] of files.entries()) {
    const { wholeLength, last } = await findEnd(path);
    if (wholeLength === 0 || last === undefined) continue;
    const lines = linesOf(createReadStream(path, { end: wholeLength - 1 }));
    const next = files[index + 1];
    if (next === undefined || compareLogIds(last.id, firstIdOf(next)) < 0) yield* lines;
    else yield* linesBefore(lines, firstIdOf(next));
  }
}

async function* linesBefore(lines: AsyncIterable<string>, id: LogId): AsyncGenerator<string> {
  for await (const line of lines) {
    if (compareLogIds(parseJournalLine(line).id, id) >= 0) return;
    yield line;
  }
}

export interface FileEnd {
  /** How far its whole lines reach. */
  readonly wholeLength: number;
  /** That of its last whole line; absent in a file without one. */
  readonly last?: JournalEntry;
}

export async function findEnd(path: string): Promise<FileEnd> {
  const file = await open(path, 'r');
  try {
    const { size } = await file.stat();
    for (let span = 64 * 1024; ; span *= 4) {
      const start = Math.max(0, size - span);
      const tail = Buffer.alloc(size - start);
      await file.read(tail, 0, tail.length, start);
      const lineEnd = tail.lastIndexOf('\n');
      const lineStart = lineEnd <= 0 ? -1 : tail.lastIndexOf('\n', lineEnd - 1);
      if (start > 0 && lineStart < 0) continue;
      if (lineEnd < 0) return { wholeLength: 0 };
      const line = tail.subarray(lineStart + 1, lineEnd).toString('utf8');
      return { wholeLength: start + lineEnd + 1, last: parseJournalLine(line) };
    }
  } finally {
    await file.close();
  }
}
