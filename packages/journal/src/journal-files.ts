import { createReadStream } from 'node:fs';
import { open, readdir } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { compareLogIds, LOG_START, type LogId } from '@fulcrum/log';
import { type JournalEntry, JournalLineError, parseJournalLine } from './journal-line.ts';
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

/** A line of a journal's files: an entry of the log, or what should be one. */
export type FileLine =
  | { readonly text: string; readonly entry: JournalEntry }
  /** Names the line and its file, and says why it is no entry. */
  | { readonly text: string; readonly entry?: undefined; readonly fault: string };

/**
 * The whole lines of all files, in the order of the log. A last line that is still being written is left out. Entries that
 * stand in the next file as well are left out, too: a writer that had lost its lease may have written them late.
 */
export async function* journalLines(directory: string): AsyncGenerator<FileLine> {
  const files = await journalFiles(directory);
  for (const [index, path] of files.entries()) {
    const { wholeLength } = await findEnd(path);
    if (wholeLength === 0) continue;
    const next = files[index + 1];
    for await (const line of linesIn(path, wholeLength)) {
      const isInNext =
        next !== undefined && line.entry !== undefined && compareLogIds(line.entry.id, firstIdOf(next)) >= 0;
      if (isInNext) break;
      yield line;
    }
  }
}

async function* linesIn(path: string, wholeLength: number): AsyncGenerator<FileLine> {
  let number = 0;
  for await (const text of linesOf(createReadStream(path, { end: wholeLength - 1 }))) {
    number += 1;
    if (text.trim() === '') continue;
    const entry = readLine(text);
    if (!(entry instanceof JournalLineError)) yield { text, entry };
    else yield { text, fault: `line ${number} of ${basename(path)} is no entry of the log (${entry.message})` };
  }
}

function readLine(text: string): JournalEntry | JournalLineError {
  try {
    return parseJournalLine(text);
  } catch (error) {
    if (error instanceof JournalLineError) return error;
    throw error;
  }
}

export interface FileEnd {
  /** How far its whole lines reach. */
  readonly wholeLength: number;
  /** The entry of the last whole line that is one; absent in a file without entries. */
  readonly last?: JournalEntry;
  /** Lines that are no entries stand behind it. */
  readonly isBroken?: boolean;
}

export async function findEnd(path: string): Promise<FileEnd> {
  const file = await open(path, 'r');
  try {
    const { size } = await file.stat();
    for (let span = 64 * 1024; ; span *= 4) {
      const start = Math.max(0, size - span);
      const tail = Buffer.alloc(size - start);
      await file.read(tail, 0, tail.length, start);
      const lines = tail.toString('latin1').split('\n');
      const unfinished = lines.pop()?.length ?? 0;
      // The first one of a part of the file may have begun before it.
      const known = start === 0 ? 0 : 1;
      const at = lines.findLastIndex(
        (_, index) => index >= known && !(entryOf(lines, index) instanceof JournalLineError),
      );
      if (at < 0 && start > 0) continue;
      const wholeLength = lines.length === 0 ? 0 : size - unfinished;
      if (at < 0) return { wholeLength, isBroken: wholeLength > 0 };
      return { wholeLength, last: entryOf(lines, at) as JournalEntry, isBroken: at < lines.length - 1 };
    }
  } finally {
    await file.close();
  }
}

/** Of lines whose characters stand for their bytes: a part of a file may begin within a character. */
function entryOf(lines: readonly string[], index: number): JournalEntry | JournalLineError {
  return readLine(Buffer.from(lines[index] ?? '', 'latin1').toString('utf8'));
}
