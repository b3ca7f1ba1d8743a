import { setTimeout as sleep } from 'node:timers/promises';
import { callbackId, compareLogIds, type Entry, idAfter, type LogId } from '@fulcrum/log';
import { decodeEvents } from '@fulcrum/protocol';
import { type Reading, streamInfo, toError } from '@fulcrum/streams';
import { checkpointDigest } from '../copying/checkpoint-digest.ts';
import { untilWritten } from '../copying/until-written.ts';
import { HISTORY, type HistoryParts } from './history-parts.ts';
import { HistoryWriter } from './history-writer.ts';
import { MassCloseDelay } from './mass-close-delay.ts';
import { writeHistory } from './write-history.ts';

/**
 * Between two transactions. Nobody notices it, and what comes meanwhile shares one commit: with thousands of orders a
 * second that halves the work of PostgreSQL, and leaves the disk to Redis.
 */
const REST_MS = 25;

/**
 * Copies results into the history tables from a checkpoint on.
 *
 * @param keptUpTo where the whole stream is written again after a loss: the engine's snapshot, up to which the history
 *   keeps what it has.
 */
export function copyResults(
  parts: HistoryParts,
  checkpoint: LogId,
  keptUpTo: LogId | undefined,
): Pick<Reading, 'take' | 'close'> {
  const { asking, key, signal, metrics, tables } = parts;
  let last: Entry | undefined;
  let clearFrom: LogId | undefined;
  const writer = new HistoryWriter(tables.shard, checkpoint, async (committed, to, rows) => {
    const digest = checkpointDigest(last, to);
    await untilWritten(parts, HISTORY, () => writeHistory(tables, committed, to, rows, digest, clearFrom));
    clearFrom = undefined;
    metrics.countHistory(to, rows.trades.length, rows.rejections.length);
    await sleep(REST_MS, undefined, { signal }).catch(() => {});
  });
  const delay = new MassCloseDelay({ end: async () => (await streamInfo(asking, key)).lastId, signal });
  const take = async (entries: readonly Entry[], isCaughtUp: boolean) => {
    await delay.before(entries, isCaughtUp);
    for (const entry of entries) {
      if (last === undefined && keptUpTo !== undefined) clearFrom = firstToClear(entry.id, keptUpTo);
      last = entry;
      writer.add(entry.id, readEvents(parts, entry), entry.fields.events?.length ?? 0);
    }
    await writer.advance();
  };
  return { take, close: () => writer.close() };
}

/**
 * The first callback from which on the history keeps nothing but what is read again. Results before the first entry of
 * the stream may have been trimmed, and are not lost. Those up to the snapshot are in the balances with which the engine
 * goes on.
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
