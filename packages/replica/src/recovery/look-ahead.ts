import { setTimeout as sleep } from 'node:timers/promises';
import type { Tables } from '@fulcrum/db';
import { compareLogIds, type LogId } from '@fulcrum/log';
import type { Logger } from '@fulcrum/service';
import { type Connection, entryAt, entryDigest, GapError, type LogKeys } from '@fulcrum/streams';
import type { ChangesCodec } from '../snapshots/codec.ts';
import { readSummary } from '../snapshots/summary.ts';

export interface LookAheadOptions {
  readonly codec: Pick<ChangesCodec, 'reader' | 'summaryTable'>;
  readonly tables: Tables;
  readonly keys: Pick<LogKeys, 'input'>;
  readonly reading: Connection;
  readonly signal: AbortSignal;
  readonly logger: Logger;
}

/** An absent PostgreSQL does not hold up the log for longer. */
const LOOK_LIMIT_MS = 1_000;

/**
 * Holds the log against the snapshots of other replicas, once for each socket over which it is read: over another one
 * Redis may have come back without its last entries.
 */
export class LookAhead {
  readonly #options: LookAheadOptions;
  /** The socket over which the log was read when it was last looked at. */
  #lookedOver: unknown;

  constructor(options: LookAheadOptions) {
    this.#options = options;
  }

  /**
   * Looks ahead from a position. If PostgreSQL does not say in time what others have committed, the log is read on: the
   * next snapshot point is compared with theirs all the same.
   *
   * @throws GapError when the state has to be loaded from the snapshot of another replica.
   */
  async from(position: LogId): Promise<void> {
    const { reading, signal, logger } = this.#options;
    const { stream } = reading;
    if (stream === this.#lookedOver) return;
    this.#lookedOver = stream;
    try {
      await Promise.race([this.#look(position), sleep(LOOK_LIMIT_MS, undefined, { signal })]);
    } catch (error) {
      if (error instanceof GapError) throw error;
      if (!signal.aborted) logger.warn({ err: error }, 'the snapshots of others are not looked at');
    }
  }

  /**
   * Looks whether the log still has the entry of a snapshot that another replica has committed ahead of the position. If
   * not, Redis has lost entries that the snapshot contains, or somebody has put a marker where they were. Whoever read on
   * from the position would see no hole, and would go on without them.
   */
  async #look(position: LogId): Promise<void> {
    const { codec, tables, reading, keys } = this.#options;
    const checkpoint = await tables.checkpoint(codec.reader);
    if (compareLogIds(checkpoint, position) <= 0) return;
    const entry = await entryAt(reading, keys.input, checkpoint);
    const [row] = await tables.find(codec.summaryTable, [checkpoint]);
    const digest = row && readSummary(row).entryDigest;
    const isAnother = entry !== undefined && digest !== undefined && entryDigest(entry) !== digest;
    if (entry === undefined || entry.fields.type === 'marker' || isAnother) throw new GapError(keys.input, checkpoint);
  }
}
