import type { BulkTable, Reader as ReaderName, Tables } from '@fulcrum/db';
import { compareLogIds, idAfter, LOG_START, type LogId } from '@fulcrum/log';
import { type Connection, firstAfter, resumeAt, streamInfo } from '@fulcrum/streams';

const SILENCE_LIMIT_MS = 10_000;

export interface KeptParts {
  readonly tables: Tables;
  readonly redis: Connection;
  /** The key of the log, whose results are copied. */
  readonly log: string;
  /** Whose snapshot the core goes on from. */
  readonly keeper: ReaderName;
  /** Where engines and the recorder write down what the log has lost. */
  readonly losses: BulkTable;
}

/**
 * Up to where a copy keeps what it has, when results behind it were lost: up to the snapshot from which the core went on.
 * That need not be the present one. Where the copy finds out late the core has snapshots of what came instead, and what the
 * copy has between the two never was.
 *
 * @param known the last entry whose result the copy has.
 * @param isReplaced whether another entry stands there now: then later ones did not come behind all that was lost.
 */
export async function keptAfterLoss(
  { tables, redis, log, keeper, losses }: KeptParts,
  known: LogId,
  isReplaced: boolean,
): Promise<LogId> {
  const next = isReplaced ? idAfter(known) : (await firstAfter(redis, log, known))?.id;
  const places = [await tables.checkpoint(keeper), ...(await placesOf(tables, losses))];
  return (
    places
      .filter((place) => next === undefined || compareLogIds(place, next) < 0)
      .sort(compareLogIds)
      .at(-1) ?? LOG_START
  );
}

/** The last entry before each loss of which all that it did is kept. */
function placesOf(tables: Tables, losses: BulkTable): Promise<LogId[]> {
  return tables.readAtOneMoment(SILENCE_LIMIT_MS, async (reading) => {
    const places: LogId[] = [];
    for await (const rows of reading.copy(losses)) for (const [after] of rows) if (after) places.push(after);
    return places;
  });
}

/** Whether the log has lost an entry, and others since: what came of it is nowhere any more. */
export async function goesOnWithout(redis: Connection, log: string, known: LogId): Promise<boolean> {
  const { gap } = await resumeAt(redis, log, known);
  return gap === 'lost' && (await streamInfo(redis, log)).length > 0;
}
