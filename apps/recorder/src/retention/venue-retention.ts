import {
  type Database,
  deleteHistoryRows,
  deleteOldCandles,
  deleteOldVenueOrders,
  readCheckpoint,
  VENUE_CANDLES,
  type VenueTier,
} from '@fulcrum/db';
import { LOG_START, logTime } from '@fulcrum/log';
import { historyId } from '@fulcrum/protocol';
import { deleteInPieces, type Pieces } from './in-pieces.ts';
import type { KeptDays } from './kept-days.ts';

const DAY_MS = 86_400_000;

/**
 * Orders of which nothing was filled are most of what a market maker leaves behind, and nobody asks for them after a while.
 * Those placed within a day before are looked at: an older one goes with all others.
 */
const UNFILLED_DAYS = 0.25;
const UNFILLED_SPAN_DAYS = 1;

/** Deletes what is too old of the order book's history. Ages are log time. */
export async function deleteOldVenue(
  { db, shard, keptDays }: { readonly db: Database; readonly shard: number; readonly keptDays: KeptDays },
  pieces: Pieces,
): Promise<void> {
  const now = logTime(await readCheckpoint(db, shard, 'venue-recorder'));
  const daysBefore = (days: number) => Math.max(0, Math.floor(now - days * DAY_MS));
  const candles = (tier: VenueTier, days: number) =>
    deleteInPieces(pieces, `candles of the order book of ${tier} s`, days, (most) =>
      deleteOldCandles(db, shard, { tier, before: daysBefore(days) }, most, VENUE_CANDLES),
    );
  const orders = (what: string, days: number, spanDays: number, isUnfilled: boolean) => {
    const old = { from: daysBefore(days + spanDays), before: daysBefore(days), isUnfilled };
    return deleteInPieces(pieces, what, days, (most) => deleteOldVenueOrders(db, shard, old, most));
  };
  const { venue: days } = keptDays;
  const ids = { from: historyId(shard, LOG_START, 0), before: historyId(shard, `${daysBefore(days)}-0`, 0) };
  await candles(60, keptDays.minuteCandles);
  await candles(3_600, keptDays.hourCandles);
  await deleteInPieces(pieces, 'trades of the order book', days, (most) =>
    deleteHistoryRows(db, 'VenueTrade', ids, most),
  );
  await orders('orders of the order book', days, Number.POSITIVE_INFINITY, false);
  if (days > 0) await orders('orders of which nothing was filled', UNFILLED_DAYS, UNFILLED_SPAN_DAYS, true);
}
