import type { BulkTable, Reader, Tables } from '@fulcrum/db';
import { compareLogIds, idAfter, LOG_START, type LogId } from '@fulcrum/log';
import { type Connection, firstAfter, resumeAt, streamInfo } from '@fulcrum/streams';
import type { LostResults } from './copy-results.ts';

/** After so long without a row the reading of a small table is given up. */
const SILENCE_LIMIT_MS = 10_000;

/** A core's log, and where its results are copied from. */
interface Place {
  readonly tables: Tables;
  readonly redis: Connection;
  /** The key of the stream with the results. */
  readonly key: string;
  /** The key of the log. */
  readonly log: string;
  /** Whose snapshot the core goes on from. */
  readonly keeper: Reader;
  /** Where engines and the recorder write down what the log has lost. */
  readonly losses: BulkTable;
}

/**
 * What a copy keeps when results behind it were lost.
 *
 * @param known the last entry whose result the copy has.
 * @param isReplaced whether another entry stands there now.
 */
export async function keptAfterLoss(place: Place, known: LogId, isReplaced: boolean): Promise<LostResults> {
  const { redis, key, log } = place;
  const keptUpTo = await snapshotBefore(place, known, isReplaced);
  const { entriesAdded, length } = await streamInfo(redis, key);
  const isLogLost = isReplaced || (await goesOnWithout(redis, log, known));
  return { keptUpTo, mayBeTrimmed: entriesAdded !== length || !isLogLost };
}

/**
 * The snapshot from which the core went on after the loss. That need not be the present one. Where the copy finds out late the
 * core has snapshots of what came instead, and what the copy has between the two never was.
 */
async function snapshotBefore(place: Place, known: LogId, isReplaced: boolean): Promise<LogId> {
  const { tables, redis, log, keeper } = place;
  // What came instead stands behind all that was lost, unless ids recur.
  const next = isReplaced ? idAfter(known) : (await firstAfter(redis, log, known))?.id;
  const snapshots = [await tables.checkpoint(keeper), ...(await placesOfLosses(place))];
  const before = snapshots.filter((position) => next === undefined || compareLogIds(position, next) < 0);
  return before.sort(compareLogIds).at(-1) ?? LOG_START;
}

/** The last entry before each loss of which all that it did is kept. */
function placesOfLosses({ tables, losses }: Place): Promise<LogId[]> {
  return tables.readAtOneMoment(SILENCE_LIMIT_MS, async (reading) => {
    const places: LogId[] = [];
    for await (const rows of reading.copy(losses)) places.push(...rows.map(([after]) => after as LogId));
    return places;
  });
}

/** Whether the log has lost an entry, and has others: what came of it is nowhere any more. */
async function goesOnWithout(redis: Connection, log: string, known: LogId): Promise<boolean> {
  const { gap } = await resumeAt(redis, log, known);
  return gap === 'lost' && (await streamInfo(redis, log)).length > 0;
}
