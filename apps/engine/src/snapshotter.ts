import { type Changes, compareLogIds, InvariantError, type LogId, mergeChanges } from '@fulcrum/core';
import { type Database, readCheckpoint } from '@fulcrum/db';
import { pause, toError } from '@fulcrum/streams';
import type { Instruments } from './snapshot-rows.ts';
import { writeSnapshot } from './write-snapshot.ts';

/** What changed up to a cut, and when every result up to it stands in callback-stream. */
interface Cut {
  readonly position: LogId;
  readonly changes: Changes;
  readonly published: Promise<void>;
}

export interface SnapshotterOptions {
  readonly db: Database;
  readonly instruments: Instruments;
  /** The checkpoint from which the state was loaded. */
  readonly committed: LogId;
  readonly signal: AbortSignal;
  readonly onCommit: (position: LogId, milliseconds: number) => void;
  readonly onError: (error: Error) => void;
}

const IDLE_MS = 50;
const RETRY_MS = 1_000;

/**
 * Writes the changes of one cut after the other to PostgreSQL. Changes are kept until the checkpoint has been read
 * back at or behind their cut, whoever wrote it. While PostgreSQL is away they are merged: what is kept is one record
 * for each account and order that changed since the checkpoint.
 */
export class Snapshotter {
  readonly #options: SnapshotterOptions;
  #committed: LogId;
  #cuts: Cut[] = [];

  constructor(options: SnapshotterOptions) {
    this.#options = options;
    this.#committed = options.committed;
  }

  get committed(): LogId {
    return this.#committed;
  }

  /** Cuts that are not known to be committed. */
  get waiting(): number {
    return this.#cuts.length;
  }

  /** Takes the changes between the last cut and this one. */
  add(position: LogId, changes: Changes, published: Promise<void>): void {
    // It is awaited later, if at all: without this a rejection while stopping would count as unhandled.
    published.catch(() => {});
    this.#cuts.push({ position, changes, published });
    this.#mergeBacklog();
  }

  /**
   * Commits cuts until the signal is given.
   *
   * @throws InvariantError when another engine has a different state at the same position, or when PostgreSQL has lost
   *   what it had committed: only a life that begins at the older snapshot knows what is missing there.
   */
  async run(): Promise<void> {
    const { signal, onError } = this.#options;
    while (!signal.aborted) {
      const [cut] = this.#cuts;
      try {
        if (cut === undefined) {
          await pause(IDLE_MS, signal);
        } else {
          await cut.published;
          await this.#commit(cut);
        }
      } catch (error) {
        if (signal.aborted) return;
        if (error instanceof InvariantError) throw error;
        onError(toError(error));
        await pause(RETRY_MS, signal).catch(() => {});
      }
    }
  }

  async #commit(cut: Cut): Promise<void> {
    const { db, instruments, onCommit } = this.#options;
    const startedAt = performance.now();
    await this.#readBack();
    if (compareLogIds(cut.position, this.#committed) <= 0) return;
    try {
      await writeSnapshot(db, this.#committed, cut.position, cut.changes, instruments);
    } finally {
      // Whether it was written, by this engine or by another, only the database knows.
      await this.#readBack();
    }
    onCommit(cut.position, performance.now() - startedAt);
  }

  /** Reads where the checkpoint stands, and lets go of the cuts up to there once their states are known to agree. */
  async #readBack(): Promise<void> {
    const { db } = this.#options;
    const position = await readCheckpoint(db, 'engine');
    if (compareLogIds(position, this.#committed) < 0)
      throw new InvariantError(
        `the checkpoint went back from ${this.#committed} to ${position}: PostgreSQL lost a snapshot`,
      );
    this.#committed = position;
    const done = this.#cuts.filter(({ position }) => compareLogIds(position, this.#committed) <= 0);
    const summaries = await db.snapshot.findMany({ where: { position: { in: done.map(({ position }) => position) } } });
    const hashes = new Map(summaries.map(({ position, stateHash }) => [position, stateHash]));
    for (const { position, changes } of done) {
      const hash = hashes.get(position);
      if (hash !== undefined && hash !== changes.stateHash)
        throw new InvariantError(`the state at ${position} has the hash ${changes.stateHash}, but ${hash} is stored`);
    }
    this.#cuts = this.#cuts.filter((cut) => !done.includes(cut));
  }

  /** The first cut may be under way; those behind it become one. */
  #mergeBacklog(): void {
    const [first, second, third] = this.#cuts;
    if (first === undefined || second === undefined || third === undefined) return;
    const { position, published } = third;
    this.#cuts = [first, { position, published, changes: mergeChanges(second.changes, third.changes) }];
  }
}
