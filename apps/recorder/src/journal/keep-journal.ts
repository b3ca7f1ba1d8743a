import { JournalLease, JournalWriter } from '@fulcrum/journal';
import type { LogEntry } from '@fulcrum/log';
import type { Logger, Waits } from '@fulcrum/service';
import {
  type Entry,
  entriesAfter,
  follow,
  OvertakenError,
  pause,
  type Redis,
  ReplacedError,
  toError,
  whenReady,
} from '@fulcrum/streams';
import type { LostEntries } from '../copying/lost-entries.ts';
import type { RecorderMetrics } from '../recorder-metrics.ts';

export interface JournalParts {
  readonly directory: string;
  readonly redis: Redis;
  readonly key: string;
  readonly signal: AbortSignal;
  readonly logger: Logger;
  readonly metrics: RecorderMetrics;
  readonly waits: Waits;
  readonly lostEntries: LostEntries;
  /** Called when it is known whether the log has the journal's last entry, or that this cannot be known now. */
  readonly onLooked: () => void;
}

const RETRY_MS = 1_000;

/** What is written, for people. */
const WHAT = 'the journal';

/** What a hole in the journal says of itself. */
const UNREAD = 'entries were lost or trimmed unread';
const REPLACED = 'Redis lost entries, among them the one before this';

/**
 * Between two batches, unless it is behind. The journal is not needed before the log is trimmed, so entries that come
 * one by one may share a write to the disk, which has the orders' own writes to do.
 */
const REST_MS = 50;

/** Copies engine-stream to files before it is trimmed, until the signal is given. One recorder does at a time. */
export async function keepJournal(parts: JournalParts): Promise<void> {
  const { signal, logger, waits, onLooked } = parts;
  while (!signal.aborted) {
    let lease: JournalLease | undefined;
    let writer: JournalWriter | undefined;
    try {
      lease = await JournalLease.acquire(parts.directory, signal, () => tellOfAnother(parts));
      writer = await JournalWriter.open(parts.directory, lease);
      waits.end(WHAT);
      await keepFrom(parts, writer);
    } catch (error) {
      onLooked();
      if (signal.aborted) return;
      waits.begin(WHAT, `${WHAT}: ${reasonOf(error, parts.directory)}`);
      logger.error({ err: toError(error) }, 'the journal has to wait');
      await pause(RETRY_MS, signal).catch(() => {});
    } finally {
      await writer?.close();
      await lease?.release();
    }
  }
}

function reasonOf(error: unknown, directory: string): string {
  const { code, message } = toError(error) as NodeJS.ErrnoException;
  const isFull = code === 'ENOSPC' || code === 'EDQUOT';
  return isFull ? `the disk of ${directory} is full, and the log is kept until there is room` : message;
}

/** One at a time writes a folder, and the next one takes over when that ends, or nothing is heard of it any more. */
function tellOfAnother({ directory, logger, waits, onLooked }: JournalParts): void {
  onLooked();
  waits.begin(WHAT, `${WHAT}: another recorder writes to ${directory}`);
  logger.warn({ directory }, 'another recorder writes this journal: waiting for its end');
}

async function keepFrom(parts: JournalParts, writer: JournalWriter): Promise<void> {
  const { redis, key, signal, logger, metrics, lostEntries, onLooked } = parts;
  const onError = (error: Error) => logger.warn({ err: error }, 'reading engine-stream is interrupted');
  metrics.journalPosition(writer.position);
  await whenReady(redis, signal);
  await lostEntries.lookFor(writer.position, WHAT);
  onLooked();
  try {
    const from = writer.position;
    const isKnown = (entry: Entry) => writer.isLast(toLogEntry(entry));
    for await (const { entries, isCaughtUp } of follow({ redis, key, from, isKnown, signal, onError })) {
      await writer.append(entries.map(toLogEntry));
      metrics.journalPosition(writer.position);
      if (isCaughtUp) await pause(REST_MS, signal);
    }
  } catch (error) {
    if (!(error instanceof OvertakenError)) throw error;
    const isReplaced = error instanceof ReplacedError;
    await lostEntries.lookFor(writer.position, WHAT, isReplaced);
    await skipHole(parts, writer, isReplaced ? REPLACED : UNREAD);
  }
}

/** Entries behind the journal's end are gone, which cannot be mended: say so, also in it, and go on with what there is. */
async function skipHole(
  { redis, key, signal, logger }: JournalParts,
  writer: JournalWriter,
  why: string,
): Promise<void> {
  await whenReady(redis, signal);
  for await (const entry of entriesAfter(redis, key, writer.position)) {
    logger.error({ from: writer.position, to: entry.id }, `THE JOURNAL HAS A HOLE: ${UNREAD}`);
    return writer.append([toLogEntry(entry)], why);
  }
  await pause(RETRY_MS, signal);
}

function toLogEntry({ id, fields }: Entry): LogEntry {
  return { id, type: fields.type ?? '', data: fields.data ?? '' };
}
