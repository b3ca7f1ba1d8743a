import { type Database, PostgresTables } from '@fulcrum/db';
import { logTime } from '@fulcrum/log';
import { type Changes, COMMANDS, type Reads } from '@fulcrum/matching';
import {
  DamagedSnapshotError,
  type Replica,
  ReplicaMetrics,
  SnapshotThread,
  SnapshotTooOldError,
  type SupervisorParts,
  supervise,
} from '@fulcrum/replica';
import { type Logger, OperatorError, type Registry, type Waits } from '@fulcrum/service';
import type { Connection, LogKeys } from '@fulcrum/streams';
import type { Made } from './made.ts';
import { Unconfirmed } from './unconfirmed.ts';
import { venueCodec } from './venue-codec.ts';
import type { VenueCore } from './venue-core.ts';

const SNAPSHOT_PROGRAM = new URL('./snapshot-worker.ts', import.meta.url);

/** The state of a snapshot, from which a replica begins. */
export interface Beginning {
  readonly reads: Reads;
  /** Milliseconds of log time. */
  readonly time: number;
}

export interface VenueReplicaParts {
  readonly db: Database;
  readonly databaseUrl: string;
  readonly keys: LogKeys;
  readonly connect: () => Connection;
  readonly minReplicas: number;
  readonly home: string | undefined;
  readonly logger: Logger;
  readonly metrics: Registry;
  readonly waits: Waits;
  /** Is told each result once it is confirmed, in the order of the log. */
  readonly onConfirmed: (made: Made) => void;
  /** A replica begins: whatever the one before it has told comes once more, or was lost. */
  readonly onStart: (beginning: Beginning) => void;
}

/** The matching core of this process as a replica of the venue's log. */
export class VenueReplica {
  readonly #parts: VenueReplicaParts;
  readonly #unconfirmed: Unconfirmed;
  #replica: Replica<VenueCore, Changes> | undefined;

  constructor(parts: VenueReplicaParts) {
    this.#parts = parts;
    this.#unconfirmed = new Unconfirmed(parts.onConfirmed);
  }

  /** What can be read of the state; undefined before a snapshot is loaded. */
  get reads(): Reads | undefined {
    return this.#replica?.core.core.reads;
  }

  notReady(): string | undefined {
    return this.#replica === undefined ? 'it loads its snapshot' : this.#replica.notReady();
  }

  /** Applies the log until the signal is given. */
  async run(signal: AbortSignal): Promise<void> {
    try {
      await supervise(this.#supervisorParts(), signal, (replica) => {
        this.#replica = replica;
        this.#unconfirmed.clear();
        this.#parts.onStart({ reads: replica.core.core.reads, time: logTime(replica.start) });
      });
    } catch (error) {
      const isForOperators = error instanceof SnapshotTooOldError || error instanceof DamagedSnapshotError;
      if (!signal.aborted) throw isForOperators ? new OperatorError(error.message) : error;
    }
  }

  #supervisorParts(): SupervisorParts<VenueCore, Changes> {
    const { db, databaseUrl, keys, metrics, onConfirmed: _, onStart: __, ...others } = this.#parts;
    const { shard } = keys;
    return {
      ...others,
      keys,
      codec: venueCodec((made) => this.#unconfirmed.add(made)),
      tables: new PostgresTables(db, databaseUrl, shard),
      createSnapshots: (options) => new SnapshotThread({ ...options, program: SNAPSHOT_PROGRAM, databaseUrl, shard }),
      onConfirmed: (result) => this.#unconfirmed.confirm(result),
      observer: new ReplicaMetrics({
        registry: metrics,
        name: 'venue',
        log: 'venue-stream',
        types: Object.keys(COMMANDS),
        current: () => this.#replica,
      }),
    };
  }
}
