import { CheckpointMovedError, type Row, type Tables } from '@fulcrum/db';
import { compareLogIds, InvariantError, type LogId } from '@fulcrum/log';
import { pause, toError } from '@fulcrum/streams';
import type { Changes } from '../core.ts';
import type { ChangeSet, ChangesCodec } from './codec.ts';
import type { SnapshotPoint } from './snapshot-points.ts';
import { readSummary } from './summary.ts';
import { writeSnapshot } from './write-snapshot.ts';

/** What changed up to a cut, and whether every result up to it stands in callback-stream. */
interface Cut<Ch extends Changes> {
  readonly position: LogId;
  readonly entryDigest: string | undefined;
  readonly changes: ChangeSet<Ch>;
  isPublished: boolean;
}

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

/** Cuts whose hash waits to be compared: those of an hour, for as long their summaries are kept. */
const MAX_UNCOMPARED = 360;

/**
 * Writes the changes of one cut after the other to PostgreSQL. Changes are kept until the checkpoint has been read
 * back at or behind their cut, whoever wrote it. While PostgreSQL is away they are merged: what is kept is bounded by
 * the state's own size, however long that takes.
 */
export class Snapshotter<Ch extends Changes> {
  readonly #options: SnapshotterOptions<Ch>;
  #committed: LogId;
  /** The last checkpoint whose state is known to be this engine's own at that position. */
  #agreed: LogId;
  /** The entry behind the last cut that was taken. */
  #nextEntry: LogId;
  #cuts: Cut<Ch>[] = [];
  /** The state's hash at each cut that is not known to agree with the one stored there, also at merged ones. */
  readonly #uncompared = new Map<LogId, string>();
  #wake: () => void = () => {};
  /** The figures at the last snapshot point. */
  #figures: Row | undefined;

  constructor(options: SnapshotterOptions<Ch>) {
    this.#options = options;
    this.#committed = options.committed;
    this.#agreed = options.committed;
    this.#nextEntry = options.committed;
    this.#figures = options.figures;
  }

  get committed(): LogId {
    return this.#committed;
  }

  /** Cuts that are not known to be committed. */
  get pending(): number {
    return this.#cuts.length;
  }

  /** Changed records that are kept until they are known to be committed. */
  get pendingChanges(): number {
    return this.#cuts.reduce((sum, { changes }) => sum + changes.size, 0);
  }

  /** Takes the changes between the last cut and this one. */
  add({ position, entryDigest, next }: SnapshotPoint, changes: Ch, published: Promise<void>): void {
    const { stateHash } = changes;
    const cut: Cut<Ch> = { position, entryDigest, isPublished: false, changes: this.#merged(changes) };
    this.#cuts = [...this.#cuts.slice(0, 1), cut];
    this.#figures = cut.changes.figures;
    this.#nextEntry = next;
    const onPublished = () => {
      cut.isPublished = true;
      this.#wake();
    };
    // Its results are not published any more when the engine stops.
    published.then(onPublished, () => {});
    this.#uncompared.set(position, stateHash);
    this.#forgetOldest();
  }

  /** But for cuts that wait to be committed, at which this engine still has to be known to have cut itself. */
  #forgetOldest(): void {
    if (this.#uncompared.size <= MAX_UNCOMPARED) return;
    const waiting = this.#cuts.map(({ position }) => position);
    const oldest = [...this.#uncompared.keys()].find((position) => !waiting.includes(position));
    if (oldest !== undefined) this.#uncompared.delete(oldest);
  }

  /**
   * Commits cuts until the signal is given.
   *
   * @throws InvariantError when another engine has a different state at the same position, or when PostgreSQL has lost
   *   what it had committed: only a life that begins at the older snapshot knows what is missing there.
   */
  async run(): Promise<void> {
    const { signal, onError } = this.#options;
    signal.addEventListener('abort', () => this.#wake(), { once: true });
    while (!signal.aborted) {
      const [cut] = this.#cuts;
      try {
        if (cut?.isPublished) await this.#commit(cut);
        else await this.#change();
      } catch (error) {
        if (signal.aborted) return;
        if (error instanceof InvariantError) throw error;
        onError(toError(error));
        await pause(RETRY_MS, signal).catch(() => {});
      }
    }
  }

  /** Resolves when a cut's results are published, or the signal is given. */
  #change(): Promise<void> {
    return new Promise((resolve) => {
      this.#wake = resolve;
    });
  }

  /** The first cut may be under way; those behind it become one. */
  #merged(changes: Ch): ChangeSet<Ch> {
    const [, second] = this.#cuts;
    if (second === undefined) return this.#options.codec.collect(changes, this.#figures);
    second.changes.add(changes);
    return second.changes;
  }

  async #commit(cut: Cut<Ch>): Promise<void> {
    const { codec, tables, onCommit } = this.#options;
    const startedAt = performance.now();
    await this.#readBack();
    const from = this.#committed;
    if (compareLogIds(cut.position, from) <= 0) return;
    try {
      await writeSnapshot(codec, tables, from, cut.position, cut.changes, cut.entryDigest);
    } catch (error) {
      // Whether it was written all the same, by this engine or by another, only the database knows.
      await this.#readBack();
      // Another engine was faster, which is as good.
      if (error instanceof CheckpointMovedError && this.#committed !== from) return;
      throw error;
    }
    await this.#readBack();
    onCommit(cut.position, performance.now() - startedAt);
  }

  /** Reads where the checkpoint stands, and lets go of the cuts up to there once their states are known to agree. */
  async #readBack(): Promise<void> {
    const { codec, tables, onProgress } = this.#options;
    const position = await tables.checkpoint(codec.reader);
    if (compareLogIds(position, this.#committed) < 0)
      throw new InvariantError(
        `the checkpoint went back from ${this.#committed} to ${position}: PostgreSQL lost a snapshot`,
      );
    this.#committed = position;
    // While the summaries are on their way another cut may come in, which is looked at the next time.
    const nextEntry = this.#nextEntry;
    const passed = [...this.#uncompared].filter(([cut]) => compareLogIds(cut, position) <= 0);
    const done = this.#cuts.filter((cut) => compareLogIds(cut.position, position) <= 0);
    await this.#compare(new Map(passed));
    if (passed.some(([cut]) => cut === position)) this.#agreed = position;
    this.#assertOwnCut(position, nextEntry);
    this.#cuts = this.#cuts.filter((cut) => !done.includes(cut));
    onProgress();
  }

  /**
   * All engines cut at the same places of the log. One that has cut elsewhere has another log, as after a loss in Redis,
   * and its changes must not go over the rows of a state that is not its own. A checkpoint that this engine has yet to come
   * to stands no nearer than the entry behind its last cut: between these two its own log has nothing, and the other's had
   * what is lost.
   */
  #assertOwnCut(position: LogId, nextEntry: LogId): void {
    if (position === this.#agreed || compareLogIds(position, nextEntry) >= 0) return;
    throw new InvariantError(
      `the checkpoint stands at ${position}, where this engine has made no cut: another one has a different log`,
    );
  }

  /** Compares the state's hash at some cuts with those that are stored for them, whoever wrote these. */
  async #compare(hashes: ReadonlyMap<LogId, string>): Promise<void> {
    if (hashes.size === 0) return;
    const { codec, tables } = this.#options;
    const summaries = await tables.find(codec.summaryTable, [...hashes.keys()]);
    for (const { position, formatVersion, stateHash } of summaries.map(readSummary)) {
      const own = hashes.get(position);
      if (codec.hasComparableHash(formatVersion) && own !== stateHash)
        throw new InvariantError(`the state at ${position} has the hash ${own}, but ${stateHash} is stored`);
    }
    for (const position of hashes.keys()) this.#uncompared.delete(position);
  }
}
