import { setTimeout as sleep } from 'node:timers/promises';
import { callbackId, compareLogIds, type Entry, idAfter, type LogId } from '@fulcrum/log';
import { type Reading, toError } from '@fulcrum/streams';
import type { Batch, BatchWriter } from './batch-writer.ts';
import { checkpointDigest } from './checkpoint-digest.ts';
import type { ReaderParts } from './reader-parts.ts';
import { untilWritten } from './until-written.ts';

/**
 * Writes rows and moves the checkpoint, in one transaction.
 *
 * @param digest of the entry at the new position.
 * @param clearFrom after a loss: what this result and later ones have told is deleted first.
 */
export type WriteResults<Rows> = (
  from: LogId,
  to: LogId,
  rows: Rows,
  digest: string,
  clearFrom: LogId | undefined,
) => Promise<void>;

/** What is made of results, and how. */
export interface Copying<Event, Rows> {
  /** What is written, for people. */
  readonly what: string;
  /** Between two transactions. What comes meanwhile shares one commit. */
  readonly restMs: number;
  /** @throws what makes no sense. */
  readonly decode: (text: string) => readonly Event[];
  /** Begins to gather rows. */
  readonly gather: (write: (from: LogId, to: LogId, rows: Rows) => Promise<void>) => Gathering<Event>;
  readonly write: WriteResults<Rows>;
  readonly onWritten: (to: LogId, rows: Rows) => void;
  /** Waits before entries are gathered. */
  readonly before?: (entries: readonly Entry[], isCaughtUp: boolean) => Promise<void>;
}

export interface Gathering<Event> {
  readonly writer: Pick<BatchWriter<Batch>, 'advance' | 'close'>;
  /** @param characters the length of the entry's text. */
  readonly add: (id: LogId, events: readonly Event[], characters: number) => void;
}

/**
 * Copies results into tables from a checkpoint on.
 *
 * @param lost where the whole stream is written again after a loss.
 */
export function copyResults<Event, Rows>(
  parts: Omit<ReaderParts, 'redis'>,
  copying: Copying<Event, Rows>,
  lost: LostResults | undefined,
): Pick<Reading, 'take' | 'close'> {
  const { what, restMs, decode, gather, write, onWritten, before } = copying;
  let last: Entry | undefined;
  let clearFrom: LogId | undefined;
  const { writer, add } = gather(async (committed, to, rows) => {
    const digest = checkpointDigest(last, to);
    await untilWritten(parts, what, () => write(committed, to, rows, digest, clearFrom));
    clearFrom = undefined;
    onWritten(to, rows);
    await sleep(restMs, undefined, { signal: parts.signal }).catch(() => {});
  });
  const take = async (entries: readonly Entry[], isCaughtUp: boolean) => {
    await before?.(entries, isCaughtUp);
    for (const entry of entries) {
      if (last === undefined && lost !== undefined) clearFrom = firstToClear(entry.id, lost);
      last = entry;
      add(entry.id, readEvents(parts, entry, decode), entry.fields.events?.length ?? 0);
    }
    await writer.advance();
  };
  return { take, close: () => writer.close() };
}

/** Results that a stream has lost. */
export interface LostResults {
  /** The core's snapshot, up to which the tables keep what they have. */
  readonly keptUpTo: LogId;
  /** Whether what stood before the first entry of the stream may have been trimmed. */
  readonly mayBeTrimmed: boolean;
}

/**
 * The first result from which on the tables keep nothing but what is read again. Results before the first entry of the
 * stream may have been trimmed, and are not lost. Those up to the snapshot are in the state with which the core goes on.
 */
function firstToClear(first: LogId, { keptUpTo, mayBeTrimmed }: LostResults): LogId {
  const behindSnapshot = callbackId(idAfter(keptUpTo), 0);
  return mayBeTrimmed && compareLogIds(first, behindSnapshot) > 0 ? first : behindSnapshot;
}

/** Only cores write there, but nothing that somebody else wrote may keep the copy from going on. */
function readEvents<Event>(
  { logger, metrics, key }: Omit<ReaderParts, 'redis'>,
  entry: Entry,
  decode: (text: string) => readonly Event[],
): readonly Event[] {
  try {
    return decode(entry.fields.events ?? '');
  } catch (error) {
    metrics.malformed.inc();
    logger.error({ key, id: entry.id, err: toError(error) }, 'a callback entry makes no sense and is left out');
    return [];
  }
}
