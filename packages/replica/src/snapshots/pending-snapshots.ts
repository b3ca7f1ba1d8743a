import type { Row } from '@fulcrum/db';
import { assert, compareLogIds, type LogId } from '@fulcrum/log';
import type { Changes } from '../core.ts';
import type { ChangeSet, ChangesCodec } from './codec.ts';
import type { SnapshotPoint } from './snapshot-points.ts';

/** A snapshot that is not known to be committed. */
export interface PendingSnapshot<Ch extends Changes> {
  readonly position: LogId;
  readonly entryDigest: string | undefined;
  /** What changed since the snapshot before it. */
  readonly changes: ChangeSet<Ch>;
  /** Whether every result up to its position stands in the callback stream. */
  isPublished: boolean;
}

/**
 * The snapshots that are not known to be committed: at most two. The first one may be in flight and is left as it is. All
 * behind it are merged into one, so that what is kept is bounded by the state's own size, however long PostgreSQL is away.
 */
export class PendingSnapshots<Ch extends Changes> {
  readonly #codec: ChangesCodec<Ch>;
  #snapshots: readonly PendingSnapshot<Ch>[] = [];
  /** The figures at the last snapshot point. */
  #figures: Row | undefined;

  /** @param figures of the snapshot from which the state was loaded; undefined at the start of the log. */
  constructor(codec: ChangesCodec<Ch>, figures: Row | undefined) {
    this.#codec = codec;
    this.#figures = figures;
  }

  /** The one that is committed next. */
  get first(): PendingSnapshot<Ch> | undefined {
    return this.#snapshots[0];
  }

  get count(): number {
    return this.#snapshots.length;
  }

  /** Changed records in them. */
  get changes(): number {
    return this.#snapshots.reduce((sum, { changes }) => sum + changes.size, 0);
  }

  add({ position, entryDigest }: SnapshotPoint, changes: Ch): PendingSnapshot<Ch> {
    const added = { position, entryDigest, isPublished: false, changes: this.#merged(changes) };
    this.#snapshots = [...this.#snapshots.slice(0, 1), added];
    assert(added.changes.stateHash === changes.stateHash, 'merged changes end with the state of the last ones');
    this.#figures = added.changes.figures;
    return added;
  }

  has(position: LogId): boolean {
    return this.#snapshots.some((snapshot) => snapshot.position === position);
  }

  upTo(checkpoint: LogId): readonly PendingSnapshot<Ch>[] {
    return this.#snapshots.filter(({ position }) => compareLogIds(position, checkpoint) <= 0);
  }

  remove(committed: readonly PendingSnapshot<Ch>[]): void {
    this.#snapshots = this.#snapshots.filter((snapshot) => !committed.includes(snapshot));
  }

  #merged(changes: Ch): ChangeSet<Ch> {
    const [, second] = this.#snapshots;
    if (second === undefined) return this.#codec.collect(changes, this.#figures);
    second.changes.add(changes);
    return second.changes;
  }
}
