import type { Row } from '@fulcrum/db';
import type { LogId } from '@fulcrum/log';
import type { Changes } from '../core.ts';
import type { SnapshotPoint } from './snapshot-points.ts';

/** What the snapshots of a replica begin with, and whom they tell. */
export interface SnapshotsOptions {
  /** The checkpoint from which the state was loaded. */
  readonly committed: LogId;
  /** The figures of the snapshot there; undefined at the start of the log. */
  readonly figures: Row | undefined;
  readonly onCommit: (position: LogId, milliseconds: number) => void;
  /** Told of what is tried again. */
  readonly onError: (error: Error) => void;
}

/** Takes what changes from one snapshot point to the next, and sees to it that it is committed. */
export interface Snapshots<Ch extends Changes = Changes> {
  /** Where the checkpoint stood when it was last looked at. */
  readonly committed: LogId;
  /** Snapshot points that are not known to be committed. */
  readonly pending: number;
  /** Records that changed up to these. */
  readonly pendingChanges: number;
  /**
   * Takes the changes between the last snapshot point and this one, and their memory.
   *
   * @param published resolves when every result up to the point stands in the callback stream.
   */
  add(point: SnapshotPoint, changes: Ch, published: Promise<void>): void;
  /** Commits snapshots until it is ended. Rejects with an InvariantError when one is broken. */
  run(): Promise<void>;
  /** A transaction that is in flight has a moment to finish. */
  end(): Promise<void>;
}
