import { setTimeout as sleep } from 'node:timers/promises';
import { CheckpointMovedError, type Row, type Tables } from '@fulcrum/db';
import { compareLogIds, InvariantError, type LogId, toError } from '@fulcrum/log';
import type { Changes } from '../core.ts';
import type { ChangesCodec } from './codec.ts';
import { PassedPoints } from './passed-points.ts';
import { type PendingSnapshot, PendingSnapshots } from './pending-snapshots.ts';
import type { SnapshotPoint } from './snapshot-points.ts';
import { readSummary } from './summary.ts';
import { writeSnapshot } from './write-snapshot.ts';

export interface SnapshotterOptions<Ch extends Changes> {
  readonly codec: ChangesCodec<Ch>;
  readonly tables: Tables;
  /** The checkpoint from which the state was loaded. */
  readonly committed: LogId;
  /** The figures of the snapshot there; undefined at the start of the log. */
  readonly figures: Row | undefined;
  readonly signal: AbortSignal;
  readonly onCommit: (position: LogId, milliseconds: number) => void;
  readonly onError: (error: Error) => void;
  /** Told whenever the checkpoint has been looked at. */
  readonly onProgress: () => void;
}

const RETRY_MS = 1_000;

/**
 * Commits the snapshots of a replica to PostgreSQL, one after the other, and holds the replica's state against those that
 * others commit. Changes are kept until the checkpoint has been read back at or behind their snapshot point, whoever moved
 * it there.
 */
export class Snapshotter<Ch extends Changes> {
  readonly #options: SnapshotterOptions<Ch>;
  readonly #pending: PendingSnapshots<Ch>;
  readonly #passed: PassedPoints;
  /** Where the checkpoint stood when it was last read. */
  #committed: LogId;
  #wake: () => void = () => {};

  constructor(options: SnapshotterOptions<Ch>) {
    this.#options = options;
    this.#committed = options.committed;
    this.#pending = new PendingSnapshots(options.codec, options.figures);
    this.#passed = new PassedPoints(options.committed);
  }

  get committed(): LogId {
    return this.#committed;
  }

  /** Snapshots that are not known to be committed. */
  get pending(): number {
    return this.#pending.count;
  }

  /** Changed records that are kept until they are known to be committed. */
  get pendingChanges(): number {
    return this.#pending.changes;
  }

  /** Takes the changes between the last snapshot point and this one. */
  add(point: SnapshotPoint, changes: Ch, published: Promise<void>): void {
    const { stateHash } = changes;
    const snapshot = this.#pending.add(point, changes);
    this.#passed.pass(point, stateHash, (position) => this.#pending.has(position));
    const onPublished = () => {
      snapshot.isPublished = true;
      this.#wake();
    };
    // A replica that stops publishes nothing any more.
    published.then(onPublished, () => {});
  }

  /**
   * Commits snapshots until the signal is given.
   *
   * @throws InvariantError when another replica has a different state at the same position, or a different log, or when
   *   PostgreSQL has lost what it had committed: only a replica that begins at the older snapshot knows what is missing.
   */
  async run(): Promise<void> {
    const { signal, onError } = this.#options;
    signal.addEventListener('abort', () => this.#wake(), { once: true });
    while (!signal.aborted) {
      const { first } = this.#pending;
      try {
        if (first?.isPublished) await this.#commit(first);
        else await this.#change();
      } catch (error) {
        if (signal.aborted) return;
        if (error instanceof InvariantError) throw error;
        onError(toError(error));
        await sleep(RETRY_MS, undefined, { signal }).catch(() => {});
      }
    }
  }

  /** Resolves when the results of a snapshot are published, or the signal is given. */
  #change(): Promise<void> {
    return new Promise((resolve) => {
      this.#wake = resolve;
    });
  }

  async #commit({ position, changes, entryDigest }: PendingSnapshot<Ch>): Promise<void> {
    const { codec, tables, onCommit } = this.#options;
    const startedAt = performance.now();
    await this.#readBack();
    const from = this.#committed;
    if (compareLogIds(position, from) <= 0) return;
    try {
      await writeSnapshot(codec, tables, from, position, changes, entryDigest);
    } catch (error) {
      // Whether it was written all the same, by this replica or by another, only the database knows.
      await this.#readBack();
      // Another replica was faster, which is as good.
      if (error instanceof CheckpointMovedError && this.#committed !== from) return;
      throw error;
    }
    await this.#readBack();
    onCommit(position, performance.now() - startedAt);
  }

  /** Reads where the checkpoint stands, judges it, and lets go of the snapshots up to there. */
  async #readBack(): Promise<void> {
    const { codec, tables, onProgress } = this.#options;
    const checkpoint = await tables.checkpoint(codec.reader);
    if (compareLogIds(checkpoint, this.#committed) < 0)
      throw new InvariantError(
        `the checkpoint went back from ${this.#committed} to ${checkpoint}: PostgreSQL lost a snapshot`,
      );
    this.#committed = checkpoint;
    // Another snapshot point may pass while the summaries are on their way. It is judged the next time.
    const standing = this.#passed.standingOf(checkpoint);
    const hashes = this.#passed.uncomparedUpTo(checkpoint);
    const done = this.#pending.upTo(checkpoint);
    await this.#compare(hashes);
    this.#passed.agree(hashes.keys(), checkpoint);
    // Its changes must not go over the rows of a state that is not its own.
    if (standing === 'foreign')
      throw new InvariantError(
        `the checkpoint stands at ${checkpoint}, where this engine has no snapshot point: another one has a different log`,
      );
    this.#pending.remove(done);
    onProgress();
  }

  /** Compares the state's hash at some snapshot points with those that are stored for them, whoever wrote these. */
  async #compare(hashes: ReadonlyMap<LogId, string>): Promise<void> {
    if (hashes.size === 0) return;
    const { codec, tables } = this.#options;
    const summaries = await tables.find(codec.summaryTable, [...hashes.keys()]);
    for (const { position, formatVersion, stateHash } of summaries.map(readSummary)) {
      const own = hashes.get(position);
      if (codec.hasComparableHash(formatVersion) && own !== stateHash)
        throw new InvariantError(`the state at ${position} has the hash ${own}, but ${stateHash} is stored`);
    }
  }
}
