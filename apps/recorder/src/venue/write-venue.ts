import {
  type Database,
  forgetVenueHistory,
  hasVenueCandles,
  insertMadeUpCandles,
  moveCheckpoint,
  type Queryable,
  writeVenueHistory,
} from '@fulcrum/db';
import { type LogId, logTime } from '@fulcrum/log';
import { historyId, lastHistoryId } from '@fulcrum/protocol';
import { makeUpPast } from './made-up-past.ts';
import type { VenueRows } from './venue-rows.ts';

/** After that long a transaction is given up. */
const LIMIT_MS = 60_000;

/**
 * Writes rows and moves the checkpoint, in one transaction.
 *
 * @param digest of the entry at the new position.
 * @param clearFrom after a loss: what this result and later ones have told is forgotten first.
 * @throws CheckpointMovedError when the checkpoint does not stand at `from`; nothing is written then.
 */
export async function writeVenue(
  { db, shard }: { readonly db: Database; readonly shard: number },
  from: LogId,
  to: LogId,
  rows: VenueRows,
  digest?: string,
  clearFrom?: LogId,
): Promise<void> {
  await db.$transaction(
    async (tx) => {
      await moveCheckpoint(tx, shard, 'venue-recorder', from, to, digest);
      if (clearFrom !== undefined)
        await forgetVenueHistory(tx, shard, {
          ...{ least: historyId(shard, clearFrom, 0), greatest: lastHistoryId(shard), since: logTime(clearFrom) },
        });
      await makeUpMissing(tx, shard, rows);
      await writeVenueHistory(tx, shard, rows);
    },
    { timeout: LIMIT_MS },
  );
}

/** A market that trades for the first time gets a past. */
async function makeUpMissing(tx: Queryable, shard: number, { firstTrades }: VenueRows): Promise<void> {
  for (const [market, first] of firstTrades) {
    if (await hasVenueCandles(tx, shard, market)) continue;
    const { minutes, hours } = makeUpPast(market, first);
    await insertMadeUpCandles(tx, shard, market, 60, minutes);
    await insertMadeUpCandles(tx, shard, market, 3_600, hours);
  }
}
