import { setTimeout as sleep } from 'node:timers/promises';
import { type CandleRow, type Database, databaseReason, mergeCandles, moveCheckpoint, readPlace } from '@fulcrum/db';
import type { Entry, LogId } from '@fulcrum/log';
import { type GapError, hasDigest, Reader, type Reading, ReplacedError, resumeAt, skipRemoved } from '@fulcrum/streams';
import { BatchWriter } from '../copying/batch-writer.ts';
import { checkpointDigest } from '../copying/checkpoint-digest.ts';
import type { ReaderParts } from '../copying/reader-parts.ts';
import { untilWritten } from '../copying/until-written.ts';
import { CandleBatch } from './candle-batch.ts';

export interface CandlesParts extends ReaderParts {
  readonly db: Database;
  readonly shard: number;
}

/** What is written, for people. */
const CANDLES = 'the candles';

/** Between two reads at the stream's end. Ticks that come one by one may share a read. */
const READ_REST_MS = 200;

/** Between two transactions: a chart is at most about a second behind, and PostgreSQL has one commit a second to do. */
const WRITE_REST_MS = 800;

/**
 * Makes candles out of price-stream, from their checkpoint on, until the signal is given. PostgreSQL and Redis may go
 * away and come back. Where ticks are gone before they were read, it says so and goes on behind them: an interval
 * without a tick has no candle.
 */
export async function recordCandles(parts: CandlesParts): Promise<void> {
  const { redis, key, signal, logger, waits } = parts;
  waits.begin(CANDLES, 'looking for the place where the candles go on');
  let replaced: LogId | undefined;
  const begin = async () => {
    const { position, entryDigest } = await readPlace(parts.db, parts.shard, 'candles');
    const { from, gap } = await resumeAt(redis, key, position);
    if (gap === 'lost')
      logger.warn(
        { checkpoint: position, from },
        'price-stream was lost, and the candles go on with what is new in it',
      );
    const start = gap === 'trimmed' ? await startBehindGap(parts, position) : { from };
    const isKnown = gap === undefined && replaced !== position ? hasDigest(entryDigest) : undefined;
    waits.end(CANDLES);
    return { ...start, isKnown, ...countTicks(parts, position) };
  };
  const onError = (error: Error) => {
    waits.begin(CANDLES, databaseReason(error));
    logger.warn({ err: error }, 'the candles have to wait');
  };
  const onGap = (gap: GapError) => {
    if (!(gap instanceof ReplacedError)) return;
    replaced = gap.position;
    logger.warn({ err: gap }, 'ticks were lost, and the candles that have them stay as they are');
  };
  const onInterrupted = (error: Error) => logger.warn({ err: error }, 'reading price-stream is interrupted');
  await new Reader({ redis, key, signal, begin, onGap, onError, onInterrupted }).run();
}

/** The cap on price-stream has taken ticks that nobody has read. */
async function startBehindGap({ redis, key, logger, metrics }: CandlesParts, checkpoint: LogId) {
  const start = await skipRemoved(redis, key, checkpoint);
  if (start.from === checkpoint) return start;
  metrics.candleGaps.inc();
  logger.warn({ from: checkpoint, to: start.from }, 'the candles have a gap: price-stream dropped ticks unread');
  return start;
}

/** Counts ticks from a checkpoint on. */
function countTicks(parts: CandlesParts, checkpoint: LogId): Pick<Reading, 'take' | 'close'> {
  const { signal, metrics } = parts;
  let last: Entry | undefined;
  const begin = () => new CandleBatch();
  const writer = new BatchWriter(checkpoint, begin, async (committed, to, batch) => {
    const digest = checkpointDigest(last, to);
    await untilWritten(parts, CANDLES, () => writeCandles(parts, committed, to, batch.rows(), digest));
    metrics.candlesPosition(to);
    await sleep(WRITE_REST_MS, undefined, { signal }).catch(() => {});
  });
  const take = async (entries: readonly Entry[], isCaughtUp: boolean) => {
    for (const entry of entries) {
      last = entry;
      if (!writer.gather(entry.id).add(entry.id, entry.fields)) metrics.malformedTicks.inc();
    }
    await writer.advance();
    if (isCaughtUp) await sleep(READ_REST_MS, undefined, { signal });
  };
  return { take, close: () => writer.close() };
}

/**
 * Counts ticks and moves the checkpoint, in one transaction.
 *
 * @param digest of the entry at the new position.
 * @throws CheckpointMovedError when the checkpoint does not stand at `from`; nothing is counted then.
 */
export async function writeCandles(
  { db, shard }: Pick<CandlesParts, 'db' | 'shard'>,
  from: LogId,
  to: LogId,
  rows: readonly CandleRow[],
  digest?: string,
): Promise<void> {
  await db.$transaction(async (tx) => {
    await moveCheckpoint(tx, shard, 'candles', from, to, digest);
    await mergeCandles(tx, shard, rows);
  });
}
