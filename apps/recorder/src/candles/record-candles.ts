import { type CandleRow, type Database, databaseReason, mergeCandles, moveCheckpoint, readPlace } from '@fulcrum/db';
import type { LogId } from '@fulcrum/log';
import {
  type Entry,
  entriesAfter,
  type FollowOptions,
  follow,
  OvertakenError,
  pause,
  ReplacedError,
  resumeAt,
  toError,
  whenReady,
} from '@fulcrum/streams';
import { BatchWriter } from '../copying/batch-writer.ts';
import { digestOf, isTheOneOf } from '../copying/known-entry.ts';
import type { ReaderParts } from '../copying/reader-parts.ts';
import { untilWritten } from '../copying/until-written.ts';
import { CandleBatch } from './candle-batch.ts';

export interface CandlesParts extends ReaderParts {
  readonly db: Database;
}

const RETRY_MS = 1_000;

/** What is written, for people. */
const WHAT = 'the candles';

/** Between two reads at the stream's end. Ticks that come one by one may share a read. */
const READ_REST_MS = 200;

/** Between two transactions: a chart is at most about a second behind, and PostgreSQL has one commit a second to do. */
const WRITE_REST_MS = 800;

/**
 * Makes candles out of price-stream, from their checkpoint on, until the signal is given. PostgreSQL and Redis may go
 * away and come back. Where ticks are gone that it has not seen, it says so and goes on with what there is: an interval
 * in which it saw none has no candle.
 */
export async function recordCandles(parts: CandlesParts): Promise<void> {
  const { signal, logger, waits } = parts;
  waits.begin(WHAT, 'looking for the place where the candles go on');
  let gap: LogId | undefined;
  let replaced: LogId | undefined;
  while (!signal.aborted) {
    try {
      const place = await readPlace(parts.db, 'candles');
      const checkpoint = place.position;
      await whenReady(parts.asking, signal);
      const { from, isLost } = await resumeAt(parts.asking, parts.key, checkpoint);
      if (isLost)
        logger.warn({ checkpoint, from }, 'price-stream was lost, and the candles go on with what is new in it');
      const first = gap === checkpoint && !isLost ? await firstBehindGap(parts, checkpoint) : undefined;
      waits.end(WHAT);
      const isKnown = from === checkpoint && replaced !== checkpoint ? isTheOneOf(place.entryDigest) : undefined;
      await recordFrom(parts, checkpoint, { from, first, isKnown });
    } catch (error) {
      if (signal.aborted) return;
      if (error instanceof ReplacedError) {
        replaced = error.position;
        logger.warn({ err: error }, 'ticks were lost, and the candles that have them stay as they are');
        continue;
      }
      if (error instanceof OvertakenError) {
        // The next round finds out whether the stream was lost, or went on without its reader.
        gap = error.position;
        continue;
      }
      waits.begin(WHAT, databaseReason(error));
      logger.warn({ err: toError(error) }, 'the candles have to wait');
      await pause(RETRY_MS, signal).catch(() => {});
    }
  }
}

/** The cap on price-stream has taken ticks that nobody has seen. */
async function firstBehindGap({ asking, key, logger, metrics }: CandlesParts, checkpoint: LogId) {
  for await (const entry of entriesAfter(asking, key, checkpoint)) {
    metrics.candleGaps.inc();
    logger.warn({ from: checkpoint, to: entry.id }, 'the candles have a gap: price-stream dropped ticks unread');
    return entry;
  }
  return undefined;
}

/** Where the candles go on. */
interface Beginning {
  readonly from: LogId;
  readonly isKnown: FollowOptions['isKnown'];
  /** It has to be counted before what stands behind `from`. */
  readonly first: Entry | undefined;
}

async function recordFrom(parts: CandlesParts, checkpoint: LogId, { from, isKnown, first }: Beginning): Promise<void> {
  const { redis, key, signal, logger, metrics, db } = parts;
  const onError = (error: Error) => logger.warn({ err: error }, 'reading price-stream is interrupted');
  let last: Entry | undefined;
  const begin = () => new CandleBatch();
  const writer = new BatchWriter(checkpoint, begin, async (committed, to, batch) => {
    const digest = digestOf(last, to);
    await untilWritten(parts, WHAT, () => writeCandles(db, committed, to, batch.rows(), digest));
    metrics.candlesPosition(to);
    await pause(WRITE_REST_MS, signal).catch(() => {});
  });
  const add = (entry: Entry) => {
    last = entry;
    if (!writer.gather(entry.id).add(entry.id, entry.fields)) metrics.malformedTicks.inc();
  };
  try {
    if (first !== undefined) {
      add(first);
      await writer.advance();
    }
    for await (const { entries, isCaughtUp } of follow({
      redis,
      key,
      ...(first ? { from: first.id } : { from, isKnown }),
      signal,
      onError,
    })) {
      for (const entry of entries) add(entry);
      await writer.advance();
      if (isCaughtUp) await pause(READ_REST_MS, signal);
    }
  } finally {
    await writer.close();
  }
}

/**
 * Counts ticks and moves the checkpoint, in one transaction.
 *
 * @param digest of the entry at the new position.
 * @throws CheckpointMovedError when the checkpoint does not stand at `from`; nothing is counted then.
 */
export async function writeCandles(
  db: Database,
  from: LogId,
  to: LogId,
  rows: readonly CandleRow[],
  digest?: string,
): Promise<void> {
  await db.$transaction(async (tx) => {
    await moveCheckpoint(tx, 'candles', from, to, digest);
    await mergeCandles(tx, rows);
  });
}
