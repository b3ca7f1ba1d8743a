import { setTimeout as sleep } from 'node:timers/promises';
import { addUpHouseDay, beginningOfDay, type Database, dayOfTime, lastHouseDay, readCheckpoint } from '@fulcrum/db';
import { logTime } from '@fulcrum/log';
import { historyId, lastHistoryId } from '@fulcrum/protocol';
import type { Logger } from '@fulcrum/service';
import { toError } from '@fulcrum/streams';

export interface HouseDaysParts {
  readonly db: Database;
  readonly shard: number;
  readonly signal: AbortSignal;
  readonly logger: Logger;
  /** Between two days, so that the database has other work to do as well. */
  readonly restMs?: number;
}

const INTERVAL_MS = 60_000;
const REST_MS = 50;

/** Adds up what the house got on each day that is over, until the signal is given. */
export async function keepHouseDays(parts: HouseDaysParts): Promise<void> {
  const { signal, logger } = parts;
  while (!signal.aborted) {
    try {
      await addUpHouseDays(parts);
    } catch (error) {
      if (!signal.aborted) logger.warn({ err: toError(error) }, 'adding up the house’s results has to wait');
    }
    await sleep(INTERVAL_MS, undefined, { signal }).catch(() => {});
  }
}

/** Adds up the days that are over, from the first that is not, one after the other: none between two is left out. */
export async function addUpHouseDays({ db, shard, signal, logger, restMs = REST_MS }: HouseDaysParts): Promise<number> {
  const last = await lastHouseDay(db, shard);
  const first = last === undefined ? await firstDay(db, shard) : last + 1;
  if (first === undefined) return 0;
  // All that was booked before has a row.
  const recorded = dayOfTime(logTime(await readCheckpoint(db, shard, 'recorder')));
  let count = 0;
  for (let day = first; day < recorded && !signal.aborted; day += 1) {
    const [from, before] = [day, day + 1].map((bound) => historyId(shard, `${beginningOfDay(bound)}-0`, 0));
    if (from !== undefined && before !== undefined && (await addUpHouseDay(db, shard, day, { from, before })))
      count += 1;
    await sleep(restMs, undefined, { signal }).catch(() => {});
  }
  if (count > 0) logger.info({ days: count }, 'added up the house’s results of days that are over');
  return count;
}

/** The day of the ledger's first entry. */
async function firstDay(db: Database, shard: number): Promise<number | undefined> {
  const first = await db.ledgerEntry.findFirst({
    where: { shard, id: { gte: historyId(shard, '0-0', 0), lte: lastHistoryId(shard) } },
    orderBy: { id: 'asc' },
    select: { bookedAt: true },
  });
  return first === null ? undefined : dayOfTime(Number(first.bookedAt));
}
