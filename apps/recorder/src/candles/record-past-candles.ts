import { type Database, databaseReason, insertPastCandles } from '@fulcrum/db';
import { type Entry, LOG_START, logTime } from '@fulcrum/log';
import { decodePastCandles } from '@fulcrum/protocol';
import { Reader, skipRemoved } from '@fulcrum/streams';
import type { ReaderParts } from '../copying/reader-parts.ts';

export interface PastCandlesParts extends ReaderParts {
  readonly db: Database;
  readonly shard: number;
}

/** Entries of it are large. */
const ENTRIES_PER_READ = 8;

/**
 * Stores candles from before our own first tick, which the poller has got from a venue, until the signal is given. There
 * is no checkpoint: the stream is short, and an entry that is stored again changes nothing. The recorder is ready
 * without them, because nothing waits for them.
 */
export async function recordPastCandles(parts: PastCandlesParts): Promise<void> {
  const { redis, key, signal, logger } = parts;
  const take = async (entries: readonly Entry[]) => {
    for (const entry of entries) await store(parts, entry);
  };
  const begin = async () => ({ ...(await skipRemoved(redis, key, LOG_START)), take });
  const onError = (error: Error) =>
    logger.warn({ err: error, reason: databaseReason(error) }, 'the past candles have to wait');
  // Behind a gap it begins with the first entry that is left.
  await new Reader({ redis, key, signal, count: ENTRIES_PER_READ, begin, onGap: () => {}, onError }).run();
}

async function store({ db, shard, logger, metrics }: PastCandlesParts, { id, fields }: Entry): Promise<void> {
  const told = decodePastCandles(fields);
  if (told === undefined) {
    metrics.malformedPastCandles.inc();
    return;
  }
  const added = await insertPastCandles(db, shard, { ...told, toldAt: logTime(id) });
  const { asset, seconds, source } = told;
  if (added > 0) logger.info({ asset, seconds, source, added }, 'stored candles of before our own ticks');
}
