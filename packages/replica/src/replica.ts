import type { Place } from '@fulcrum/db';
import type { LogId } from '@fulcrum/log';
import { follow } from '@fulcrum/streams';
import { Applier } from './applying/applier.ts';
import { nextTurn } from './applying/next-turn.ts';
import type { Changes, Core } from './core.ts';
import { Output } from './publishing/output.ts';
import { LookAhead } from './recovery/look-ahead.ts';
import { type Beginning, recover } from './recovery/recover.ts';
import type { ReplicaParts } from './replica-parts.ts';
import type { Snapshots } from './snapshots/snapshots.ts';

/** Entries applied in one turn of the event loop: some milliseconds, in which nothing else is attended to. */
const ENTRIES_PER_TURN = 250;

/** A core that follows the log: it loads the snapshot, replays the log from there, and goes on. */
export class Replica<C extends Core<Ch>, Ch extends Changes> {
  readonly #parts: ReplicaParts<C, Ch>;
  /** Aborted when any part of this replica has ended: none goes on without the others. */
  readonly #ending = new AbortController();
  readonly #signal: AbortSignal;
  readonly #output: Output;
  readonly #snapshots: Snapshots<Ch>;
  readonly #applier: Applier<C, Ch>;
  readonly #lookAhead: LookAhead;
  readonly #readFrom: LogId;
  /** Where the state was at the beginning. */
  readonly start: LogId;

  private constructor(parts: ReplicaParts<C, Ch>, signal: AbortSignal, beginning: Beginning<C>) {
    const { createSnapshots, keys, publishing, minReplicas = 0, onConfirmed, logger, observer, partsPerTurn } = parts;
    const { snapshot, readFrom, publishedBefore } = beginning;
    const { core, position, figures } = snapshot;
    this.#parts = parts;
    this.#signal = AbortSignal.any([signal, this.#ending.signal]);
    this.start = position;
    this.#readFrom = readFrom;
    this.#lookAhead = new LookAhead({ ...parts, signal: this.#signal });
    this.#output = new Output({
      ...{ redis: publishing, keys, position, publishedBefore, minReplicas, onConfirmed, signal: this.#signal, logger },
      onReplyLost: (why) => observer.replyLost(why),
    });
    this.#snapshots = createSnapshots({
      committed: position,
      figures,
      onCommit: (committed, milliseconds) => {
        observer.snapshotCommitted(milliseconds);
        logger.debug({ position: committed, milliseconds }, 'snapshot committed');
      },
      onError: (error) => logger.warn({ err: error }, 'the snapshot has to wait'),
    });
    this.#applier = new Applier({
      ...{ core, position, output: this.#output, snapshots: this.#snapshots, signal: this.#signal },
      ...{ logger, observer, partsPerTurn },
    });
  }

  /** @param reached how far the replica before this one in the same process had come, if there was one. */
  static async recover<C extends Core<Ch>, Ch extends Changes>(
    parts: ReplicaParts<C, Ch>,
    signal: AbortSignal,
    reached?: Place,
  ): Promise<Replica<C, Ch>> {
    return new Replica(parts, signal, await recover(parts, signal, reached));
  }

  /** Whether this replica has ended, and the next one has yet to begin. */
  get isOver(): boolean {
    return this.#ending.signal.aborted;
  }

  /** The last entry that it has applied. */
  get reached(): Place {
    return this.#applier.reached;
  }

  /** What keeps it from being useful, or undefined when nothing does. */
  notReady(): string | undefined {
    if (this.isOver) return 'starting over from the snapshot';
    if (this.#parts.reading.status !== 'ready') return 'Redis is not connected';
    return this.#output.isLive ? undefined : `replaying the log, at ${this.#applier.position}`;
  }

  /** The hash of the state behind the last entry that was applied, undefined in the middle of the next. */
  get stateHash(): string | undefined {
    return this.#applier.stateHash;
  }

  get core(): C {
    return this.#applier.core;
  }

  get figures() {
    return {
      position: this.#applier.position,
      committed: this.#snapshots.committed,
      pendingResults: this.#output.pending,
      pendingCharacters: this.#output.pendingCharacters,
      pendingSnapshots: this.#snapshots.pending,
      pendingChanges: this.#snapshots.pendingChanges,
    };
  }

  /**
   * Applies the log until the signal is given.
   *
   * @throws GapError when the log has a hole behind this replica's position.
   * @throws ResultsLostError when results that stood in the callback stream are gone.
   * @throws CausesLostError when entries are gone whose results are not published.
   */
  async run(): Promise<void> {
    try {
      await Promise.race([this.#output.run(), this.#snapshots.run(), this.#applyLog()]);
    } finally {
      this.#ending.abort(new Error('this replica has ended'));
      await this.#snapshots.end();
    }
  }

  async #applyLog(): Promise<void> {
    const { reading, keys, logger } = this.#parts;
    const onError = (error: Error) => logger.warn({ err: error }, 'reading the log is interrupted');
    const batches = follow({ redis: reading, key: keys.input, from: this.#readFrom, signal: this.#signal, onError });
    for await (const { entries, isCaughtUp } of batches) {
      if (entries.length > 0) await this.#lookAhead.from(this.#applier.position);
      for (let from = 0; from < entries.length; from += ENTRIES_PER_TURN) {
        if (from > 0) await nextTurn();
        for (const entry of entries.slice(from, from + ENTRIES_PER_TURN)) {
          const parts = this.#applier.apply(entry);
          if (parts !== undefined) await parts;
          if (this.#signal.aborted) return;
        }
      }
      if (isCaughtUp) this.#output.goLive();
      await this.#output.room();
    }
  }
}
