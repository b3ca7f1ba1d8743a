import type { Changes } from '@fulcrum/cfd';
import type { LogId } from '@fulcrum/log';
import type { CutPlace } from './cuts.ts';

/** What the engine and its snapshot thread tell each other. */

/** What the thread begins with. */
export interface SnapshotThreadData {
  readonly databaseUrl: string;
  /** The checkpoint from which the state was loaded. */
  readonly committed: LogId;
  /** The number that the next order had there. */
  readonly nextOrderNumber: number;
}

export type ToSnapshotThread =
  /** What changed between the last cut and this one. The memory of its pages is handed over, not copied. */
  | { readonly type: 'cut'; readonly place: CutPlace; readonly changes: Changes }
  /** Every result up to this cut stands in callback-stream. */
  | { readonly type: 'published'; readonly position: LogId }
  | { readonly type: 'stop' };

export type FromSnapshotThread =
  /** Answers each cut, and follows each look at the checkpoint. */
  | ({ readonly type: 'progress' } & Progress)
  /** This engine committed a snapshot. */
  | { readonly type: 'commit'; readonly position: LogId; readonly milliseconds: number }
  /** Something that is tried again. */
  | { readonly type: 'error'; readonly message: string; readonly stack: string | undefined }
  /** An invariant is broken: the thread has ended. */
  | { readonly type: 'broken'; readonly message: string };

export interface Progress {
  /** Cuts that the thread has taken. */
  readonly taken: number;
  /** How many of these are not known to be committed, and the records that changed in them. */
  readonly waiting: number;
  readonly waitingChanges: number;
  readonly committed: LogId;
}
