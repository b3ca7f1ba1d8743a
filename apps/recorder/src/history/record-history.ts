import { checkpointTable, databaseReason, type Place, placeOf } from '@fulcrum/db';
import { causeOf, LOG_START, type LogId } from '@fulcrum/log';
import {
  CALLBACKS_PER_READ,
  hasDigest,
  Reader,
  type Reading,
  ReplacedError,
  resumeAt,
  skipRemoved,
} from '@fulcrum/streams';

import { copyResults } from './copy-results.ts';
import { HISTORY, type HistoryParts } from './history-parts.ts';

/**
 * Copies callback-stream into the history tables, from its checkpoint on, until the signal is given. PostgreSQL and
 * Redis may go away and come back.
 *
 * - Where results were trimmed before it has read them, it says so and goes on behind them.
 * - Where Redis has lost results that it has read, others may stand under their ids and before them. It then reads the
 *   whole stream again, and deletes what it has of other results, except for those in the engine's snapshot.
 */
export async function recordHistory(parts: HistoryParts): Promise<void> {
  const { redis, key, signal, logger, waits, tables } = parts;
  waits.begin(HISTORY, 'looking for the place where the history goes on');
  let isReplaced = false;
  /** The checkpoint at which a loss was found. The whole stream is read again until it moves. */
  let lostAt: LogId | undefined;
  const begin = async () => {
    const checkpoint = placeOf((await tables.find(checkpointTable, ['recorder']))[0]);
    const { position } = checkpoint;
    await parts.journalLooked;
    const { gap } = await resumeAt(redis, key, position);
    if (gap === 'lost') tellLost(parts, position);
    if (gap === 'lost' || isReplaced) {
      await parts.lostEntries.lookFor(causeOf(position), HISTORY, isReplaced);
      lostAt = position;
    }
    isReplaced = false;
    const isAnew = lostAt === position;
    const start = isAnew ? await startAnew(parts) : await goOn(parts, checkpoint, gap === 'trimmed');
    const keptUpTo = isAnew ? await tables.checkpoint('engine') : undefined;
    waits.end(HISTORY);
    return { ...start, ...copyResults(parts, position, keptUpTo) };
  };
  const onError = (error: Error) => {
    waits.begin(HISTORY, databaseReason(error));
    logger.warn({ err: error }, 'the history has to wait');
  };
  const onGap = (gap: Error) => {
    if (gap instanceof ReplacedError) {
      isReplaced = true;
      tellReplaced(parts, gap);
    }
    onError(gap);
  };
  const onInterrupted = (error: Error) => logger.warn({ err: error }, 'reading callback-stream is interrupted');
  await new Reader({ redis, key, signal, count: CALLBACKS_PER_READ, begin, onGap, onError, onInterrupted }).run();
}

type Start = Pick<Reading, 'from' | 'first' | 'isKnown'>;

/** Reads the whole stream again. A result that was read before is written as the same row. */
async function startAnew({ redis, key }: HistoryParts): Promise<Start> {
  return skipRemoved(redis, key, LOG_START);
}

async function goOn(parts: HistoryParts, { position, entryDigest }: Place, isTrimmed: boolean): Promise<Start> {
  const next = isTrimmed ? await skipRemoved(parts.redis, parts.key, position) : undefined;
  if (next === undefined || next.from === position) return { from: position, isKnown: hasDigest(entryDigest) };
  parts.metrics.holes.inc();
  parts.logger.error(
    { from: position, to: next.from },
    `THE HISTORY HAS A HOLE: results behind ${position} were lost or trimmed unread. Replay the journal to see them.`,
  );
  return next;
}

function tellLost({ key, logger }: HistoryParts, checkpoint: LogId): void {
  logger.error(
    { checkpoint },
    `RESULTS WERE LOST: ${key} has no entry ${checkpoint} any more, although nothing was trimmed there. Going on with ` +
      'what stands in it now.',
  );
}

function tellReplaced({ logger, metrics }: HistoryParts, gap: Error): void {
  metrics.holes.inc();
  logger.error(
    { err: gap },
    'RESULTS WERE LOST: others have taken their place, and the history is written again with what stands there now',
  );
}
