import type { Changes } from '@fulcrum/cfd';
import type { LogId } from '@fulcrum/log';
import type { CutPlace } from './cuts.ts';

/** What the snapshots of one life of the engine begin with, and whom they tell. */
export interface SnapshotsOptions {
  /** The checkpoint from which the state was loaded. */
  readonly committed: LogId;
  /** The number that the next order had there. */
  readonly nextOrderNumber: number;
  readonly onCommit: (position: LogId, milliseconds: number) => void;
  /** Told of what is tried again. */
  readonly onError: (error: Error) => void;
}

/** Takes what changes from cut to cut, and sees to it that it is committed. */
export interface Snapshots {
  /** Where the checkpoint stood when it was last looked at. */
  readonly committed: LogId;
  /** Cuts that are not known to be committed. */
  readonly waiting: number;
  /** Records that changed in them. */
  readonly waitingChanges: number;
  /**
   * Takes the changes between the last cut and this one, and their memory.
   *
   * @param published resolves when every result up to the cut stands in callback-stream.
   */
  add(place: CutPlace, changes: Changes, published: Promise<void>): void;
  /** Commits cuts until it is ended. Rejects with an InvariantError when one is broken. */
  run(): Promise<void>;
  /** A transaction that is under way has a moment to finish. */
  end(): Promise<void>;
}
