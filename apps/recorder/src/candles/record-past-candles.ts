import { type Database, databaseReason, insertPastCandles } from '@fulcrum/db';
import { LOG_START, type LogId, logTime } from '@fulcrum/log';
import { decodePastCandles } from '@fulcrum/protocol';
import { type Entry, entriesAfter, follow, OvertakenError, pause, toError, whenReady } from '@fulcrum/streams';
import type { ReaderParts } from '../copying/reader-parts.ts';

export interface PastCandlesParts extends ReaderParts {
  readonly db: Database;
}

const RETRY_MS = 1_000;

/** Entries of it are large. */
const ENTRIES_PER_READ = 8;

/**
 * Stores the candles of before our own ticks that the poller was told, until the signal is given. There is no checkpoint:
 * the stream is short, and what is read again changes nothing. Nobody waits for it, so that the recorder is ready
 * without.
 */
export async function recordPastCandles(parts: PastCandlesParts): Promise<void> {
  const { redis, asking, key, signal, logger } = parts;
  while (!signal.aborted) {
    try {
      await whenReady(asking, signal);
      const from = await storeWhatIsThere(parts);
      const onError = (error: Error) => logger.warn({ err: error }, 'reading the past candles is interrupted');
      for await (const { entries } of follow({ redis, key, from, signal, onError, count: ENTRIES_PER_READ }))
        for (const entry of entries) await store(parts, entry);
    } catch (error) {
      if (signal.aborted) return;
      // Whoever was overtaken begins anew with what is there.
      if (!(error instanceof OvertakenError))
        logger.warn({ err: toError(error), reason: databaseReason(error) }, 'the past candles have to wait');
      await pause(RETRY_MS, signal).catch(() => {});
    }
  }
}

async function storeWhatIsThere(parts: PastCandlesParts): Promise<LogId> {
  let last = LOG_START;
  for await (const entry of entriesAfter(parts.asking, parts.key, LOG_START)) {
    await store(parts, entry);
    last = entry.id;
  }
  return last;
}

async function store({ db, logger, metrics }: PastCandlesParts, { id, fields }: Entry): Promise<void> {
  const told = decodePastCandles(fields);
  if (told === undefined) {
    metrics.malformedPastCandles.inc();
    return;
  }
  const added = await insertPastCandles(db, { ...told, toldAt: logTime(id) });
  const { asset, seconds, source } = told;
  if (added > 0) logger.info({ asset, seconds, source, added }, 'stored candles of before our own ticks');
}
