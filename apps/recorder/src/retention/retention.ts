import { setTimeout as sleep } from 'node:timers/promises';
import {
  type CandleTier,
  type Database,
  DEVICE_DAYS,
  deleteEndedSessions,
  deleteHistoryRows,
  deleteOldCandles,
  deleteOldDevices,
  deleteOldEmailChanges,
  deleteOverSessions,
  deleteUnusedTokens,
  deleteUnusedUsers,
  readCheckpoint,
} from '@fulcrum/db';
import { deleteOldFiles } from '@fulcrum/journal';
import { LOG_START, type LogId, logTime } from '@fulcrum/log';
import { historyId } from '@fulcrum/protocol';
import type { Logger } from '@fulcrum/service';
import { toError } from '@fulcrum/streams';
import { deleteInPieces } from './in-pieces.ts';
import type { KeptDays } from './kept-days.ts';
import { deleteOldVenue } from './venue-retention.ts';

export interface RetentionParts {
  readonly db: Database;
  readonly shard: number;
  readonly journalDirectory: string;
  readonly keptDays: KeptDays;
  readonly signal: AbortSignal;
  readonly logger: Logger;
}

const DAY_MS = 86_400_000;

/** Candles of one second are for the charts of the last hours alone. */
const SECONDS_DAYS = 2;

const INTERVAL_MS = 600_000;

/** What one statement deletes, of each asset where it is candles, so that none takes long. */
const PIECE = 5_000;

/** Deletes what is older than it is kept, every ten minutes, until the signal is given. */
export async function keepRetention(parts: RetentionParts): Promise<void> {
  const { signal, logger } = parts;
  while (!signal.aborted) {
    try {
      await deleteOld(parts);
    } catch (error) {
      if (!signal.aborted) logger.warn({ err: toError(error) }, 'deleting what is old has to wait');
    }
    await sleep(INTERVAL_MS, undefined, { signal }).catch(() => {});
  }
}

/**
 * Deletes all that is too old now, piece by piece. Ages are log time; those of users, links and sessions are the
 * database's.
 */
export async function deleteOld(parts: RetentionParts, piece = PIECE): Promise<void> {
  const { db, shard, keptDays, signal, logger } = parts;
  const pieces = { signal, logger, piece };
  const inPieces = (what: string, days: number, deletePiece: (most: number) => Promise<number>) =>
    deleteInPieces(pieces, what, days, deletePiece);
  const candlesTime = logTime(await readCheckpoint(db, shard, 'candles'));
  const oldCandles = (tier: CandleTier, days: number) => {
    const old = { tier, before: candlesTime - days * DAY_MS };
    return inPieces(`candles of ${tier} s`, days, () => deleteOldCandles(db, shard, old, piece));
  };

  await oldCandles(1, SECONDS_DAYS);
  await oldCandles(60, keptDays.minuteCandles);
  await oldCandles(3_600, keptDays.hourCandles);
  await deleteOldVenue(parts, pieces);
  const recorded = await readCheckpoint(db, shard, 'recorder');
  const oldRows = (what: string, table: 'Rejection' | 'OrderEvent', days: number) => {
    const ids = { from: historyId(shard, LOG_START, 0), before: historyId(shard, daysBefore(recorded, days), 0) };
    return inPieces(what, days, () => deleteHistoryRows(db, table, ids, piece));
  };
  await oldRows('rejections', 'Rejection', keptDays.rejections);
  await oldRows('events of orders', 'OrderEvent', keptDays.orderEvents);
  await inPieces('sign-in links', 1, () => deleteUnusedTokens(db, piece));
  await inPieces('ended sessions', 1, () => deleteEndedSessions(db, piece));
  await inPieces('changes of e-mail addresses', 1, () => deleteOldEmailChanges(db, piece));
  await inPieces('sessions', 1, () => deleteOverSessions(db, piece));
  await inPieces('devices', DEVICE_DAYS, () => deleteOldDevices(db, piece));
  const unusedMs = keptDays.unusedUsers * DAY_MS;
  await inPieces('users that never signed in', keptDays.unusedUsers, () => deleteUnusedUsers(db, unusedMs, piece));
  await deleteOldJournal(parts);
}

/** What an engine needs that starts from the snapshot stays, however old it is. */
async function deleteOldJournal({ db, shard, journalDirectory, keptDays, logger }: RetentionParts): Promise<void> {
  if (keptDays.journal === 0) return;
  const checkpoint = await readCheckpoint(db, shard, 'engine');
  const before = daysBefore(checkpoint, keptDays.journal);
  const deleted = await deleteOldFiles(journalDirectory, before);
  if (deleted.length > 0) logger.warn({ deleted, days: keptDays.journal }, 'deleted old files of the journal');
}

/** The first id that an entry could have so many days before another. */
function daysBefore(id: LogId, days: number): LogId {
  return `${Math.max(0, logTime(id) - days * DAY_MS)}-0`;
}
