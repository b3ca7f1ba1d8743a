import { assert, compareLogIds, type LogId } from '@fulcrum/log';
import type { SnapshotPoint } from './snapshot-points.ts';

/**
 * How a checkpoint stands to the log that this replica has read.
 *
 * - `own`: this replica has passed a snapshot point there. Its changes fit the snapshot if the hashes agree.
 * - `ahead`: this replica has yet to read the entry there. Another one is further.
 * - `foreign`: this replica has read on behind that position, and there was no snapshot point. All replicas of one log
 *   have the same ones, so whoever moved the checkpoint has another log, as after a loss in Redis.
 */
export type Standing = 'own' | 'ahead' | 'foreign';

/** Snapshot points whose hash waits to be compared: those of an hour. Their summaries are kept for as long. */
const MAX_UNCOMPARED = 360;

/** The snapshot points that this replica has passed, as far as it needs them to judge a checkpoint. */
export class PassedPoints {
  /** The last checkpoint whose state is known to be this replica's own at that position. */
  #agreed: LogId;
  /** The entry behind the last snapshot point: between the two, this replica's log has nothing. */
  #next: LogId;
  /** The state's hash at each point where it is not known to agree with the one that is stored. */
  readonly #uncompared = new Map<LogId, string>();

  /** @param loaded the checkpoint from which the state was loaded. */
  constructor(loaded: LogId) {
    this.#agreed = loaded;
    this.#next = loaded;
  }

  /** @param isNeeded whether the hash at a position may not be forgotten yet. */
  pass({ position, next }: SnapshotPoint, stateHash: string, isNeeded: (position: LogId) => boolean): void {
    assert(compareLogIds(next, position) > 0, 'a snapshot point stands before the next entry');
    this.#next = next;
    this.#uncompared.set(position, stateHash);
    if (this.#uncompared.size <= MAX_UNCOMPARED) return;
    const oldest = [...this.#uncompared.keys()].find((position) => !isNeeded(position));
    if (oldest !== undefined) this.#uncompared.delete(oldest);
  }

  standingOf(checkpoint: LogId): Standing {
    if (checkpoint === this.#agreed || this.#uncompared.has(checkpoint)) return 'own';
    return compareLogIds(checkpoint, this.#next) >= 0 ? 'ahead' : 'foreign';
  }

  /** The hashes up to a checkpoint that are to be compared. */
  uncomparedUpTo(checkpoint: LogId): ReadonlyMap<LogId, string> {
    return new Map([...this.#uncompared].filter(([position]) => compareLogIds(position, checkpoint) <= 0));
  }

  /**
   * Notes that the hashes at some positions agree with the stored ones. A position without a stored hash counts as well:
   * there will be none any more.
   */
  agree(positions: Iterable<LogId>, checkpoint: LogId): void {
    for (const position of positions) {
      this.#uncompared.delete(position);
      if (position === checkpoint) this.#agreed = checkpoint;
    }
  }
}
