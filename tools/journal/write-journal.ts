import { journalLines } from '@fulcrum/journal';
import { LOG_START } from '@fulcrum/log';
import { firstAfter, follow, GapError, type Redis, ReplacedError, resumeAt } from '@fulcrum/streams';
import type { JournalOutput } from './journal-output.ts';

const LOST = 'Redis lost entries, among them the one before this';
const LOST_END = 'Redis lost entries, among them this one';
const GONE = 'what stood there is in no file, and was trimmed or lost';

/**
 * Writes the journal's files, and then the entries that are only in engine-stream, with every hole between them. While
 * the files are read, the stream may be trimmed up to newer files. The files are then read again.
 *
 * @throws an error with a sentence for people when there is no entry at all.
 */
export async function writeJournal(directory: string, redis: Redis, key: string, output: JournalOutput): Promise<void> {
  for (let hole: string | undefined; ; ) {
    const before = output.last;
    for await (const line of journalLines(directory)) await output.takeLine(line);
    try {
      // The files have nothing newer, so the missing entries are lost.
      if (hole !== undefined && output.last === before && !(await takeNext(redis, key, output, hole)))
        return await end(directory, output, GONE);
      return await end(directory, output, await takeStream(redis, key, output));
    } catch (error) {
      if (!(error instanceof GapError)) throw error;
      hole = error instanceof ReplacedError ? LOST : GONE;
    }
  }
}

/** @returns whether there is one. */
async function takeNext(redis: Redis, key: string, output: JournalOutput, hole: string): Promise<boolean> {
  const next = await firstAfter(redis, key, output.last);
  if (next !== undefined) await output.takeEntry(next, hole);
  return next !== undefined;
}

/** Takes the rest of the stream. @returns why entries after it are missing, if any are. */
async function takeStream(redis: Redis, key: string, output: JournalOutput): Promise<string | undefined> {
  const { from, gap } = await resumeAt(redis, key, output.last);
  let isBehindHole = gap === 'lost';
  const never = new AbortController().signal;
  const onError = (error: Error) => console.error(error.message);
  for await (const { entries, isCaughtUp } of follow({ redis, key, from, signal: never, onError })) {
    for (const entry of entries) {
      await output.takeEntry(entry, isBehindHole ? LOST : undefined);
      isBehindHole = false;
    }
    if (isCaughtUp) break;
  }
  return isBehindHole ? LOST_END : undefined;
}

async function end(directory: string, output: JournalOutput, hole: string | undefined): Promise<void> {
  if (output.last !== LOG_START) return output.end(hole);
  throw new Error(
    output.fault ??
      (hole === undefined
        ? `nothing was recorded yet, neither in ${directory} nor in Redis`
        : `nothing is left, neither in ${directory} nor in Redis`),
  );
}
