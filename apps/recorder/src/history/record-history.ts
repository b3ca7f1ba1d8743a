import { checkpointTable, databaseReason, type Place, placeOf, type Tables } from '@fulcrum/db';
import { callbackId, causeOf, compareLogIds, idAfter, LOG_START, type LogId } from '@fulcrum/log';
import { decodeEvents } from '@fulcrum/protocol';
import {
  CALLBACKS_PER_READ,
  type Entry,
  entriesAfter,
  follow,
  OvertakenError,
  pause,
  ReplacedError,
  resumeAt,
  streamInfo,
  toError,
  whenReady,
} from '@fulcrum/streams';
import { digestOf, isTheOneOf } from '../copying/known-entry.ts';
import type { LostEntries } from '../copying/lost-entries.ts';
import type { ReaderParts } from '../copying/reader-parts.ts';
import { untilWritten } from '../copying/until-written.ts';
import { HistoryWriter } from './history-writer.ts';
import { MakeWay } from './make-way.ts';
import { writeHistory } from './write-history.ts';

export interface HistoryParts extends ReaderParts {
  readonly tables: Tables;
  readonly lostEntries: LostEntries;
  /** Nothing is written before: who reads the history takes it for all that can be known. */
  readonly journalLooked: Promise<void>;
}

const RETRY_MS = 1_000;

/** What is written, for people. */
const WHAT = 'the history';

/**
 * Between two transactions. Nobody notices it, and what comes meanwhile shares one commit: with thousands of orders a
 * second that halves the work of PostgreSQL, and leaves the disk to Redis.
 */
const REST_MS = 25;

/**
 * Copies callback-stream into the history tables, from its checkpoint on, until the signal is given. PostgreSQL and
 * Redis may go away and come back. Where results are gone that it has not got, it says so and goes on behind them. Where
 * Redis has lost results that it has got, others may stand under their ids and before them: it reads all that stands
 * there again, and lets go of the rest of what it has, but for what is in the engine's snapshot.
 */
export async function recordHistory(parts: HistoryParts): Promise<void> {
  const { signal, logger, waits } = parts;
  waits.begin(WHAT, 'looking for the place where the history goes on');
  let overtakenAt: LogId | undefined;
  let hole: LogId | undefined;
  let isReplaced = false;
  let lostAt: LogId | undefined;
  while (!signal.aborted) {
    try {
      const place = placeOf((await parts.tables.find(checkpointTable, ['recorder']))[0]);
      const checkpoint = place.position;
      await whenReady(parts.asking, signal);
      await parts.journalLooked;
      if ((await isLost(parts, checkpoint)) || isReplaced) {
        await parts.lostEntries.lookFor(causeOf(checkpoint), WHAT, isReplaced);
        lostAt = checkpoint;
      }
      isReplaced = false;
      const isAnew = lostAt === checkpoint;
      const isBehindHole = hole === checkpoint && !isAnew;
      const first = isAnew
        ? await firstOfAll(parts)
        : isBehindHole
          ? await firstBehindHole(parts, checkpoint)
          : undefined;
      const keptUpTo = isAnew ? await parts.tables.checkpoint('engine') : undefined;
      waits.end(WHAT);
      await recordFrom(parts, place, { from: first?.id ?? (isAnew ? LOG_START : checkpoint), first, keptUpTo });
    } catch (error) {
      if (signal.aborted) return;
      if (error instanceof ReplacedError) {
        isReplaced = true;
        parts.metrics.holes.inc();
        parts.logger.error(
          { err: error },
          'RESULTS WERE LOST: others have taken their place, and the history is written again with what stands there now',
        );
      } else if (error instanceof OvertakenError) {
        // Once may be a stream that was lost, which the next round finds out. Twice is a hole.
        if (overtakenAt === error.position) hole = error.position;
        overtakenAt = error.position;
      }
      waits.begin(WHAT, databaseReason(error));
      logger.warn({ err: toError(error) }, 'the history has to wait');
      await pause(RETRY_MS, signal).catch(() => {});
    }
  }
}

/** Whether the result at the checkpoint was lost. */
async function isLost({ asking, key, logger }: HistoryParts, checkpoint: LogId): Promise<boolean> {
  const { isLost } = await resumeAt(asking, key, checkpoint);
  if (isLost)
    logger.error(
      { checkpoint },
      `RESULTS WERE LOST: ${key} has no entry ${checkpoint} any more, although nothing was trimmed there. Going on with ` +
        'what stands in it now.',
    );
  return isLost;
}

/** Nobody knows which of the results that are there were read before. What is written again has the same rows. */
async function firstOfAll({ asking, key }: HistoryParts): Promise<Entry | undefined> {
  for await (const entry of entriesAfter(asking, key, LOG_START)) return entry;
  return undefined;
}

/** Results are gone before anybody has written them down, and nothing that came before them is there any more. */
async function firstBehindHole({ asking, key, signal, logger, metrics }: HistoryParts, checkpoint: LogId) {
  await whenReady(asking, signal);
  for await (const entry of entriesAfter(asking, key, checkpoint)) {
    metrics.holes.inc();
    logger.error(
      { from: checkpoint, to: entry.id },
      `THE HISTORY HAS A HOLE: results behind ${checkpoint} were lost or trimmed unread. Replay the journal to see them.`,
    );
    return entry;
  }
  return undefined;
}

/** Where the history goes on. */
interface Beginning {
  readonly from: LogId;
  /** It has to be written before what stands behind `from`. */
  readonly first: Entry | undefined;
  /** Where all that stands in the stream is written again after a loss: the snapshot from which the engine goes on. */
  readonly keptUpTo: LogId | undefined;
}

async function recordFrom(parts: HistoryParts, checkpoint: Place, beginning: Beginning): Promise<void> {
  const { redis, key, signal, logger, metrics, tables } = parts;
  const { from, first, keptUpTo } = beginning;
  const onError = (error: Error) => logger.warn({ err: error }, 'reading callback-stream is interrupted');
  let last: Entry | undefined;
  let clearFrom: LogId | undefined;
  const writer = new HistoryWriter(checkpoint.position, async (committed, to, rows) => {
    const digest = digestOf(last, to);
    await untilWritten(parts, WHAT, () => writeHistory(tables, committed, to, rows, digest, clearFrom));
    clearFrom = undefined;
    metrics.countHistory(to, rows.trades.length, rows.rejections.length);
    await pause(REST_MS, signal).catch(() => {});
  });
  const add = (entry: Entry) => {
    if (last === undefined && keptUpTo !== undefined) clearFrom = firstToClear(entry.id, keptUpTo);
    last = entry;
    writer.add(entry.id, readEvents(parts, entry), entry.fields.events?.length ?? 0);
  };
  const makeWay = new MakeWay({ end: async () => (await streamInfo(parts.asking, key)).lastId, signal });
  const isKnown = from === checkpoint.position ? isTheOneOf(checkpoint.entryDigest) : undefined;
  try {
    if (first !== undefined) add(first);
    const reading = follow({ redis, key, from, isKnown, signal, onError, count: CALLBACKS_PER_READ });
    for await (const { entries, isCaughtUp } of reading) {
      await makeWay.before(entries, isCaughtUp);
      for (const entry of entries) add(entry);
      await writer.advance();
    }
  } finally {
    await writer.close();
  }
}

/**
 * From this callback on the history keeps nothing but what is read again. Results before the first entry of the stream
 * may have been trimmed, not lost. Those up to the snapshot are in the balances with which the engine goes on.
 */
function firstToClear(first: LogId, snapshot: LogId): LogId {
  const behindSnapshot = callbackId(idAfter(snapshot), 0);
  return compareLogIds(first, behindSnapshot) > 0 ? first : behindSnapshot;
}

/** Only engines write there, but nothing that somebody else wrote may keep the history from going on. */
function readEvents({ logger, metrics }: HistoryParts, entry: Entry) {
  try {
    return decodeEvents(entry.fields.events ?? '');
  } catch (error) {
    metrics.malformed.inc();
    logger.error({ id: entry.id, err: toError(error) }, 'a callback entry makes no sense and is left out');
    return [];
  }
}
