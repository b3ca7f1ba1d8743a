import type { Tables } from '@fulcrum/db';
import type { LogId } from '@fulcrum/log';
import type { Logger, Waits } from '@fulcrum/service';
import type { Connection, LogKeys } from '@fulcrum/streams';
import type { Changes, Core } from './core.ts';
import type { LostReply } from './publishing/replies.ts';
import type { SnapshotCodec } from './snapshots/codec.ts';
import type { Snapshots, SnapshotsOptions } from './snapshots/snapshots.ts';

/** What a replica is made of. */
export interface ReplicaParts<C extends Core<Ch>, Ch extends Changes> {
  readonly codec: SnapshotCodec<C, Ch>;
  readonly tables: Tables;
  readonly createSnapshots: (options: SnapshotsOptions) => Snapshots<Ch>;
  readonly keys: LogKeys;
  /** Connections of their own, because a blocking read and a transaction each hold up what shares theirs. */
  readonly reading: Connection;
  readonly publishing: Connection;
  /** Replicas of Redis that have to have everything up to a snapshot before it is committed. */
  readonly minReplicas?: number;
  /** What operators can do where PostgreSQL does not have what the snapshot had. */
  readonly waysOut: string;
  /** Is told of a result that is confirmed in the output, as are all before it. */
  readonly onConfirmed?: (result: LogId) => void;
  readonly logger: Logger;
  readonly observer: ReplicaObserver;
  readonly waits: Waits;
  /** Parts of a large result that are made in one turn of the event loop. A simulation makes fewer. */
  readonly partsPerTurn?: number;
}

/** Is told what a replica does, for its metrics. */
export interface ReplicaObserver {
  /** @param type of the entry, as it came: it may be any text. */
  entryApplied(type: string, events: number): void;
  /** An entry made no sense and changed nothing. */
  entryInvalid(): void;
  replyLost(why: LostReply): void;
  snapshotCommitted(milliseconds: number): void;
}
