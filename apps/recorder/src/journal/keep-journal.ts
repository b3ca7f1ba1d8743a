import { setTimeout as sleep } from 'node:timers/promises';
import { JournalLease, JournalWriter } from '@fulcrum/journal';
import type { Entry, LogEntry, LogId } from '@fulcrum/log';
import type { Logger, Waits } from '@fulcrum/service';
import { Reader, type Redis, ReplacedError, resumeAt, skipRemoved } from '@fulcrum/streams';
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
  /** Called when it is known whether the log has the journal's last entry, or that this cannot be known now, and at the end. */
  readonly onLooked: () => void;
}

/** What is written, for people. */
const JOURNAL = 'the journal';

/** What a hole in the journal says of itself. */
const UNREAD = 'entries were lost or trimmed unread';
const REPLACED = 'Redis lost entries, among them the one before this';

/**
 * Between two batches, unless it is behind. The journal is not needed before the log is trimmed, so entries that come
 * one by one may share a write to the disk, which has the orders' own writes to do.
 */
const REST_MS = 50;

/**
 * Copies engine-stream to files before it is trimmed, until the signal is given. One recorder does at a time. Entries
 * that are gone before they were copied cannot be had any more: it says so, also in the journal, and goes on behind them.
 */
export async function keepJournal(parts: JournalParts): Promise<void> {
  const { directory, redis, key, signal, logger, metrics, waits, lostEntries, onLooked } = parts;
  let isReplaced = false;
  const begin = async () => {
    await using opened = new AsyncDisposableStack();
    const tell = () => tellOfAnother(parts);
    const lease = opened.adopt(await JournalLease.acquire(directory, signal, tell), (lease) => lease.release());
    const writer = opened.adopt(await JournalWriter.open(directory, lease), (writer) => writer.close());
    waits.end(JOURNAL);
    const { position } = writer;
    metrics.journalPosition(position);
    await lostEntries.lookFor(position, JOURNAL, isReplaced);
    onLooked();
    const hasHole = isReplaced || (await resumeAt(redis, key, position)).gap !== undefined;
    const start = hasHole ? await startBehindHole(parts, position) : { from: position };
    const skips = start.from !== position;
    const take = async (entries: readonly Entry[], isCaughtUp: boolean) => {
      const isBehindHole = skips && writer.position === position;
      const hole = isReplaced ? REPLACED : UNREAD;
      await writer.append(entries.map(toLogEntry), isBehindHole ? hole : undefined);
      isReplaced = false;
      metrics.journalPosition(writer.position);
      if (isCaughtUp) await sleep(REST_MS, undefined, { signal });
    };
    const isKnown = skips ? undefined : (entry: Entry) => writer.isLast(toLogEntry(entry));
    const kept = opened.move();
    return { ...start, isKnown, take, close: () => kept.disposeAsync() };
  };
  const onGap = (gap: Error) => {
    isReplaced = gap instanceof ReplacedError;
  };
  const onError = (error: Error) => {
    onLooked();
    waits.begin(JOURNAL, `${JOURNAL}: ${reasonOf(error, directory)}`);
    logger.error({ err: error }, 'the journal has to wait');
  };
  const onInterrupted = (error: Error) => logger.warn({ err: error }, 'reading engine-stream is interrupted');
  try {
    await new Reader({ redis, key, signal, begin, onGap, onError, onInterrupted }).run();
  } finally {
    // A recorder that is stopped before it has looked keeps nobody waiting for that.
    onLooked();
  }
}

function reasonOf({ code, message }: NodeJS.ErrnoException, directory: string): string {
  const isFull = code === 'ENOSPC' || code === 'EDQUOT';
  return isFull ? `the disk of ${directory} is full, and the log is kept until there is room` : message;
}

/** One at a time writes a folder, and the next one takes over when that ends, or nothing is heard of it any more. */
function tellOfAnother({ directory, logger, waits, onLooked }: JournalParts): void {
  onLooked();
  waits.begin(JOURNAL, `${JOURNAL}: another recorder writes to ${directory}`);
  logger.warn({ directory }, 'another recorder writes this journal: waiting for its end');
}

async function startBehindHole({ redis, key, logger }: JournalParts, end: LogId) {
  const start = await skipRemoved(redis, key, end);
  if (start.from !== end) logger.error({ from: end, to: start.from }, `THE JOURNAL HAS A HOLE: ${UNREAD}`);
  return start;
}

function toLogEntry({ id, fields }: Entry): LogEntry {
  return { id, type: fields.type ?? '', data: fields.data ?? '' };
}
