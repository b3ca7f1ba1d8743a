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
import { OperatorError, type Registry } from '@fulcrum/service';
import type { Made } from './made.ts';
import type { Settled } from './settling.ts';
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

export interface VenueReplicaParts
  extends Omit<SupervisorParts<VenueCore, Changes>, 'codec' | 'observer' | 'onConfirmed' | 'isFatal'> {
  readonly metrics: Registry;
  /** Events in one entry of venue-events, where they are not as many as in the product. */
  readonly maxEvents?: number;
  /** Is told each result once it is confirmed, in the order of the log. */
  readonly onConfirmed: (made: Made) => void;
  /** A replica begins: whatever the one before it has told comes once more, or was lost. */
  readonly onStart: (beginning: Beginning) => void;
}

/** Snapshots of the venue are written by a thread of their own. */
export function venueSnapshots(
  databaseUrl: string,
  shard: number,
): SupervisorParts<VenueCore, Changes>['createSnapshots'] {
  return (options) => new SnapshotThread({ ...options, program: SNAPSHOT_PROGRAM, databaseUrl, shard });
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

  /** The one that runs; undefined before a snapshot is loaded. */
  get replica(): Replica<VenueCore, Changes> | undefined {
    return this.#replica;
  }

  /** What becomes of what was read in this turn: whether all that it may show is confirmed. */
  settled(): Settled | Promise<Settled> {
    return this.#unconfirmed.settled();
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
    const { metrics, maxEvents, onConfirmed: _, onStart: __, ...others } = this.#parts;
    return {
      ...others,
      codec: venueCodec((made) => this.#unconfirmed.add(made), maxEvents),
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
