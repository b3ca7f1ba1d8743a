import type { Row } from '@fulcrum/db';
import type { LogId } from '@fulcrum/log';
import type { Changes } from '../core.ts';
import type { SnapshotPoint } from './snapshot-points.ts';

/** What a replica and its snapshot thread tell each other. */

/** What the thread begins with. */
export interface SnapshotThreadData {
  readonly databaseUrl: string;
  readonly shard: number;
  /** The checkpoint from which the state was loaded. */
  readonly committed: LogId;
  /** The figures of the snapshot there; undefined at the start of the log. */
  readonly figures: Row | undefined;
}

export type ToSnapshotThread<Ch extends Changes = Changes> =
  /** What changed between the last snapshot point and this one. The memory of its pages is handed over, not copied. */
  | { readonly type: 'changes'; readonly point: SnapshotPoint; readonly changes: Ch }
  /** Every result up to this snapshot point stands in the callback stream. */
  | { readonly type: 'published'; readonly position: LogId }
  | { readonly type: 'stop' };

export type FromSnapshotThread =
  /** Answers each message with changes, and follows each look at the checkpoint. */
  | ({ readonly type: 'progress' } & Progress)
  /** This replica committed a snapshot. */
  | { readonly type: 'commit'; readonly position: LogId; readonly milliseconds: number }
  /** Something that is tried again. */
  | { readonly type: 'error'; readonly message: string; readonly stack: string | undefined }
  /** An invariant is broken: the thread has ended. */
  | { readonly type: 'broken'; readonly message: string };

export interface Progress {
  /** Snapshot points that the thread has taken. */
  readonly taken: number;
  /** How many of these are not known to be committed, and the records that changed up to them. */
  readonly pending: number;
  readonly pendingChanges: number;
  readonly committed: LogId;
}
