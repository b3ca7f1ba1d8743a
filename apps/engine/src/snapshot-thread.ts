import { Worker } from 'node:worker_threads';
import type { Changes } from '@fulcrum/cfd';
import { assert, InvariantError, type LogId } from '@fulcrum/log';
import type { CutPlace } from './cuts.ts';
import type { FromSnapshotThread, Progress, SnapshotThreadData, ToSnapshotThread } from './snapshot-messages.ts';
import type { Snapshots, SnapshotsOptions } from './snapshots.ts';

export interface SnapshotThreadOptions extends SnapshotsOptions {
  readonly databaseUrl: string;
}

/** Less than a process has for stopping. What is not committed by then is not: PostgreSQL takes it back. */
const END_LIMIT_MS = 4_000;

/**
 * The snapshotter in a thread of its own, so that however much a snapshot holds, its rows are printed and written while
 * the engine goes on. A cut costs the engine one message, which hands over the memory that the changes stand in.
 */
export class SnapshotThread implements Snapshots {
  readonly #options: SnapshotThreadOptions;
  #worker: Worker | undefined;
  #isEnding = false;
  #cuts = 0;
  /** What the thread told last. */
  #progress: Progress;

  constructor(options: SnapshotThreadOptions) {
    this.#options = options;
    this.#progress = { taken: 0, waiting: 0, waitingChanges: 0, committed: options.committed };
  }

  get committed(): LogId {
    return this.#progress.committed;
  }

  /** Cuts that are not known to be committed. */
  get waiting(): number {
    return this.#cuts - this.#progress.taken + this.#progress.waiting;
  }

  /** Records that changed in them. */
  get waitingChanges(): number {
    return this.#progress.waitingChanges;
  }

  /** Takes the changes between the last cut and this one, whose pages cannot be used any more then. */
  add(place: CutPlace, changes: Changes, published: Promise<void>): void {
    this.#cuts += 1;
    this.#post(
      { type: 'cut', place, changes },
      changes.pages.map(({ buffer }) => buffer),
    );
    // It is not published any more when the engine stops.
    published.then(() => this.#post({ type: 'published', position: place.position })).catch(() => {});
  }

  /**
   * Commits cuts until it is ended.
   *
   * @throws InvariantError when the thread found one broken, and when it ends by itself: an engine must not go on
   *   without snapshots.
   */
  async run(): Promise<void> {
    const { databaseUrl, committed, nextOrderNumber } = this.#options;
    const workerData: SnapshotThreadData = { databaseUrl, committed, nextOrderNumber };
    const worker = new Worker(new URL('./snapshot-worker.ts', import.meta.url), { workerData });
    this.#worker = worker;
    await new Promise<void>((resolve, reject) => {
      worker.on('message', (message: FromSnapshotThread) => {
        if (message.type === 'broken') reject(new InvariantError(message.message));
        else this.#note(message);
      });
      worker.on('error', (cause: Error) =>
        reject(new InvariantError(`the snapshot thread broke: ${cause.message}`, { cause })),
      );
      worker.on('exit', () => {
        if (this.#isEnding) resolve();
        else reject(new InvariantError('the snapshot thread ended by itself'));
      });
    });
  }

  /** Ends the thread. A transaction that is under way has a moment to finish. */
  async end(): Promise<void> {
    const worker = this.#worker;
    // A thread that is gone has no number any more.
    if (worker === undefined || worker.threadId < 0) return;
    this.#isEnding = true;
    const gone = new Promise((resolve) => worker.once('exit', resolve));
    this.#post({ type: 'stop' });
    const limit = setTimeout(() => worker.terminate(), END_LIMIT_MS);
    await gone;
    clearTimeout(limit);
  }

  #post(message: ToSnapshotThread, memory: readonly ArrayBuffer[] = []): void {
    assert(this.#worker !== undefined, 'the snapshot thread runs when there are cuts');
    this.#worker.postMessage(message, memory);
  }

  #note(message: Exclude<FromSnapshotThread, { type: 'broken' }>): void {
    const { onCommit, onError } = this.#options;
    if (message.type === 'commit') {
      onCommit(message.position, message.milliseconds);
    } else if (message.type === 'error') {
      onError(Object.assign(new Error(message.message), { stack: message.stack }));
    } else {
      this.#progress = message;
    }
  }
}
