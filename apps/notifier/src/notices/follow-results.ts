import { addNotices, databaseReason, moveCheckpoint, type NewNotice, readPlace } from '@fulcrum/db';
import { type Entry, LOG_START, type LogId, logTime } from '@fulcrum/log';
import { decodeEvents } from '@fulcrum/protocol';
import {
  CALLBACKS_PER_READ,
  type Connection,
  entryDigest,
  hasDigest,
  Reader,
  type Reading,
  ReplacedError,
  resumeAt,
  skipRemoved,
  toError,
} from '@fulcrum/streams';
import type { NotifierParts } from '../notifier-parts.ts';
import { noticesOf } from './event-notices.ts';

/** What is written, for people. */
const NOTICES = 'the notices';

export interface ResultParts extends NotifierParts {
  readonly redis: Connection;
  readonly key: string;
}

/**
 * Notes what users are to be told out of callback-stream, from a checkpoint of its own on, until the signal is given. The
 * notices and the checkpoint are written in one transaction, so that nothing is noted twice. Where Redis has lost
 * results, the whole stream is read again: what was noted stays as it is.
 */
export async function followResults(parts: ResultParts): Promise<void> {
  const { db, shard, redis, key, signal, logger, waits, metrics } = parts;
  let isReplaced = false;
  const begin = async (): Promise<Reading> => {
    const { position, entryDigest: digest } = await readPlace(db, shard, 'notifier');
    const { gap } = await resumeAt(redis, key, position);
    const isLost = gap === 'lost' || isReplaced;
    isReplaced = false;
    if (position !== LOG_START && (isLost || gap !== undefined)) tellHole(parts, position);
    const start =
      isLost || gap !== undefined ? await skipRemoved(redis, key, isLost ? LOG_START : position) : undefined;
    waits.end(NOTICES);
    const take = takeEntries(parts, position);
    return start === undefined ? { from: position, isKnown: hasDigest(digest), take } : { ...start, take };
  };
  const onError = (error: Error) => {
    waits.begin(NOTICES, databaseReason(error));
    logger.warn({ err: error }, 'the notices have to wait');
  };
  const onGap = (gap: Error) => {
    isReplaced = gap instanceof ReplacedError;
    onError(gap);
  };
  const onInterrupted = (error: Error) => logger.warn({ err: error }, 'reading callback-stream is interrupted');
  metrics.holes.inc(0);
  await new Reader({ redis, key, signal, count: CALLBACKS_PER_READ, begin, onGap, onError, onInterrupted }).run();
}

function takeEntries(parts: ResultParts, begun: LogId): Reading['take'] {
  const { db, shard, logger, metrics } = parts;
  let committed = begun;
  return async (entries) => {
    const last = entries.at(-1);
    if (last === undefined) return;
    const notices = entries.flatMap((entry) => readNotices(parts, entry));
    const [from, to] = [committed, last.id];
    const dropped = await db.$transaction(async (tx) => {
      await moveCheckpoint(tx, shard, 'notifier', from, to, entryDigest(last));
      return addNotices(tx, shard, notices);
    });
    committed = to;
    metrics.position.set(logTime(to));
    if (dropped === 0) return;
    metrics.dropped.inc(dropped);
    logger.error({ dropped }, 'NOTICES WERE DROPPED: too many wait for a mail');
  };
}

/** Only engines write there, but nothing that somebody else wrote may keep the notices from going on. */
function readNotices({ logger, metrics }: ResultParts, entry: Entry): NewNotice[] {
  try {
    return noticesOf(entry.id, decodeEvents(entry.fields.events ?? ''));
  } catch (error) {
    metrics.malformed.inc();
    logger.error({ id: entry.id, err: toError(error) }, 'a callback entry makes no sense and is left out');
    return [];
  }
}

function tellHole({ logger, metrics }: ResultParts, position: LogId): void {
  metrics.holes.inc();
  logger.error({ position }, `NOTICES MAY BE MISSING: results behind ${position} were lost or trimmed unread`);
}
