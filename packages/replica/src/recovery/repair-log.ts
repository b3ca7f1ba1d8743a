import type { Loss, Place } from '@fulcrum/db';
import { causeOf, compareLogIds, idAfter, type LogId } from '@fulcrum/log';
import type { Logger } from '@fulcrum/service';
import {
  type Connection,
  entryAt,
  entryDigest,
  isReplyError,
  type LogKeys,
  resumeAt,
  streamInfo,
} from '@fulcrum/streams';

/** The log, and its results. */
type Keys = Pick<LogKeys, 'input' | 'output'>;

/** What a replica knows of the log from before. */
export interface KnownPositions {
  readonly checkpoint: Place;
  /** The last entry that a former replica of this process has applied. */
  readonly reached: Place;
  /** The last entry whose result has been recorded: it may be ahead of the checkpoint by some seconds. */
  readonly recorded: LogId;
}

/**
 * Looks whether Redis has lost entries of the log, says so, and mends the log: a marker at its end keeps the ids of lost
 * entries from being given again.
 *
 * The state up to the checkpoint is safe in the snapshot. What is known of the log behind it comes from a former replica
 * in this process, from the results that were recorded, and from those that are published.
 *
 * @param keep writes a loss down. It is called before a marker makes it look as if nothing was missing.
 * @returns where to go on reading: the checkpoint, unless its entry was lost.
 */
export async function repairLog(
  redis: Connection,
  keys: Keys,
  known: KnownPositions,
  { logger, keep }: { readonly logger: Logger; readonly keep: (loss: Loss) => Promise<void> },
): Promise<LogId> {
  const { recorded } = known;
  const [checkpoint, reached] = [known.checkpoint.position, known.reached.position];
  const sayLost = async (what: string) => {
    tellLost(logger, keys, what);
    await keep({ after: checkpoint, foundAt: Date.now() });
  };
  const mark = (known: LogId, marker: LogId) => markEnd(redis, keys, { known, marker, sayLost });
  if ((await resumeAt(redis, keys.input, reached)).gap === 'lost')
    await sayLost(`has no entry ${reached} any more, which was applied before`);
  if (await hasAnother(redis, keys, known.reached))
    await sayLost(`has another entry ${reached} than was applied before`);
  const isAhead = compareLogIds(recorded, checkpoint) > 0;
  if (isAhead && (await resumeAt(redis, keys.input, recorded)).gap === 'lost')
    await sayLost(`has no entry ${recorded} any more, of which the history has the result`);
  // A marker may take the id of the checkpoint's entry, from which this replica reads on. It never takes the id of an entry
  // behind that: another replica that has applied such an entry finds out by its absence.
  await mark(checkpoint, checkpoint);
  const answered = causeOf((await streamInfo(redis, keys.output)).lastId);
  const last = [reached, recorded, answered].sort(compareLogIds).at(-1) ?? answered;
  await mark(last, idAfter(last));
  const { from, gap } = await resumeAt(redis, keys.input, checkpoint);
  if (gap === 'lost') await sayLost(`has no entry ${checkpoint} any more, although nothing was trimmed there`);
  if (await hasAnother(redis, keys, known.checkpoint))
    await sayLost(`has another entry ${checkpoint} than the snapshot`);
  return from;
}

/** Whether another entry has the id of one that was read. Where a marker has it, the loss has been told. */
async function hasAnother(redis: Connection, keys: Keys, { position, entryDigest: digest }: Place) {
  const entry = digest === undefined ? undefined : await entryAt(redis, keys.input, position);
  return entry !== undefined && entry.fields.type !== 'marker' && entryDigest(entry) !== digest;
}

/** Appends a marker when the log ends before an entry that is known to have stood in it. Later entries get greater ids. */
async function markEnd(
  redis: Connection,
  keys: Keys,
  { known, marker, sayLost }: { known: LogId; marker: LogId; sayLost: (what: string) => Promise<void> },
): Promise<void> {
  for (;;) {
    const { lastId } = await streamInfo(redis, keys.input);
    if (compareLogIds(lastId, known) >= 0) return;
    await sayLost(`ends at ${lastId}, but it had entries up to ${known}`);
    try {
      await redis.call('XADD', [keys.input, marker, 'type', 'marker', 'data', JSON.stringify({ lostAfter: lastId })]);
    } catch (error) {
      // Somebody has appended an entry since: look again.
      if (!isReplyError(error, 'equal or smaller')) throw error;
    }
  }
}

function tellLost(logger: Logger, keys: Keys, what: string): void {
  logger.error(
    `THE LOG WAS LOST: ${keys.input} ${what}. Going on from the snapshot; commands after it whose entries are gone ` +
      'are not applied. Find out what Redis lost, and why.',
  );
}
