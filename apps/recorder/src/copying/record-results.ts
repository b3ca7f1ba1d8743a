import {
  type BulkTable,
  checkpointTable,
  databaseReason,
  type Place,
  placeOf,
  type Reader as ReaderName,
  type Tables,
} from '@fulcrum/db';
import { causeOf, LOG_START, type LogId } from '@fulcrum/log';
import {
  CALLBACKS_PER_READ,
  type Connection,
  hasDigest,
  Reader,
  type Reading,
  ReplacedError,
  resumeAt,
  skipRemoved,
} from '@fulcrum/streams';
import type { LostResults } from './copy-results.ts';
import { keptAfterLoss } from './kept-after-loss.ts';
import type { ReaderParts } from './reader-parts.ts';

/** What it takes to copy the results of a core. */
export interface ResultsParts extends ReaderParts {
  /** Another connection: the first one is held up by blocking reads. */
  readonly asking: Connection;
  readonly tables: Tables;
}

/** Which results are copied, and how. */
export interface ResultsCopy {
  /** What is written, for people. */
  readonly what: string;
  /** Whose checkpoint says how far the copy has come. */
  readonly reader: ReaderName;
  /** Whose snapshot the core goes on from. */
  readonly keeper: ReaderName;
  /** The key of the core's log, and what that has lost. */
  readonly log: string;
  readonly losses: BulkTable;
  /** The stream, for people. */
  readonly stream: string;
  /** Is waited for before anything is written. */
  readonly ready?: Promise<void>;
  /** Is told that results are lost behind the copy's last one. */
  readonly onLost?: (cause: LogId, isReplaced: boolean) => Promise<void>;
  /** What people can do about a hole. */
  readonly advice: string;
  readonly copy: (checkpoint: LogId, lost: LostResults | undefined) => Pick<Reading, 'take' | 'close'>;
}

/**
 * Copies a core's results into tables, from their checkpoint on, until the signal is given. PostgreSQL and Redis may go
 * away and come back.
 *
 * - Where results were trimmed before it has read them, it says so and goes on behind them.
 * - Where Redis has lost results that it has read, others may stand under their ids and before them. It then reads the
 *   whole stream again, and deletes what it has of other results, except for those in the snapshot from which the core
 *   went on.
 */
export async function recordResults(parts: ResultsParts, results: ResultsCopy): Promise<void> {
  const { redis, key, signal, logger, waits, tables } = parts;
  const { what, stream, log, keeper, losses } = results;
  const kept = (known: LogId, isReplaced: boolean) =>
    keptAfterLoss({ tables, redis: parts.asking, key, log, keeper, losses }, known, isReplaced);
  waits.begin(what, `looking for the place where ${what} goes on`);
  let isReplaced = false;
  /** The checkpoint at which a loss was found. The whole stream is read again until it moves. */
  let loss: { readonly at: LogId; readonly isReplaced: boolean } | undefined;
  const begin = async () => {
    const checkpoint = placeOf((await tables.find(checkpointTable, [results.reader]))[0]);
    const { position } = checkpoint;
    await results.ready;
    const { gap } = await resumeAt(redis, key, position);
    if (gap === 'lost') tellLost(parts, position);
    if (gap === 'lost' || isReplaced) {
      await results.onLost?.(causeOf(position), isReplaced);
      loss = { at: position, isReplaced };
    }
    isReplaced = false;
    const lost = loss?.at === position ? await kept(causeOf(position), loss.isReplaced) : undefined;
    const start = lost ? await startAnew(parts) : await goOn(parts, results, checkpoint, gap === 'trimmed');
    waits.end(what);
    return { ...start, ...results.copy(position, lost) };
  };
  const onError = (error: Error) => {
    waits.begin(what, databaseReason(error));
    logger.warn({ err: error }, `${what} has to wait`);
  };
  const onGap = (gap: Error) => {
    if (gap instanceof ReplacedError) {
      isReplaced = true;
      tellReplaced(parts, what, gap);
    }
    onError(gap);
  };
  const onInterrupted = (error: Error) => logger.warn({ err: error }, `reading ${stream} is interrupted`);
  await new Reader({ redis, key, signal, count: CALLBACKS_PER_READ, begin, onGap, onError, onInterrupted }).run();
}

type Start = Pick<Reading, 'from' | 'first' | 'isKnown'>;

/** Reads the whole stream again. A result that was read before is written as the same row. */
async function startAnew({ redis, key }: ResultsParts): Promise<Start> {
  return skipRemoved(redis, key, LOG_START);
}

async function goOn(
  parts: ResultsParts,
  { what, advice }: ResultsCopy,
  { position, entryDigest }: Place,
  isTrimmed: boolean,
): Promise<Start> {
  const next = isTrimmed ? await skipRemoved(parts.redis, parts.key, position) : undefined;
  if (next === undefined || next.from === position) return { from: position, isKnown: hasDigest(entryDigest) };
  parts.metrics.holes.inc();
  parts.logger.error(
    { from: position, to: next.from },
    `${what.toUpperCase()} HAS A HOLE: results behind ${position} were lost or trimmed unread. ${advice}`,
  );
  return next;
}

function tellLost({ key, logger }: ResultsParts, checkpoint: LogId): void {
  logger.error(
    { checkpoint },
    `RESULTS WERE LOST: ${key} has no entry ${checkpoint} any more, although nothing was trimmed there. Going on with ` +
      'what stands in it now.',
  );
}

function tellReplaced({ logger, metrics }: ResultsParts, what: string, gap: Error): void {
  metrics.holes.inc();
  logger.error(
    { err: gap },
    `RESULTS WERE LOST: others have taken their place, and ${what} is written again with what stands there now`,
  );
}
