import { Worker } from 'node:worker_threads';
import { assert, InvariantError, type LogId } from '@fulcrum/log';
import type { Changes } from '../core.ts';
import type { SnapshotPoint } from './snapshot-points.ts';
import type { Snapshots, SnapshotsOptions } from './snapshots.ts';
import type { FromSnapshotThread, Progress, SnapshotThreadData, ToSnapshotThread } from './thread-messages.ts';

export interface SnapshotThreadOptions extends SnapshotsOptions {
  /** The thread's program: it calls `serveSnapshots` with the codec of its core. */
  readonly program: URL;
  readonly databaseUrl: string;
  readonly shard: number;
}

/** Less than a process has for stopping. What is not committed by then is not: PostgreSQL takes it back. */
const END_LIMIT_MS = 4_000;

/**
 * The snapshotter in a thread of its own, so that however much a snapshot holds, its rows are printed and written while
 * the replica goes on. A snapshot point costs the replica one message, which hands over the memory of the changes.
 */
export class SnapshotThread<Ch extends Changes> implements Snapshots<Ch> {
  readonly #options: SnapshotThreadOptions;
  #worker: Worker | undefined;
  #isEnding = false;
  #sent = 0;
  /** What the thread told last. */
  #progress: Progress;

  constructor(options: SnapshotThreadOptions) {
    this.#options = options;
    this.#progress = { taken: 0, pending: 0, pendingChanges: 0, committed: options.committed };
  }

  get committed(): LogId {
    return this.#progress.committed;
  }

  get pending(): number {
    return this.#sent - this.#progress.taken + this.#progress.pending;
  }

  get pendingChanges(): number {
    return this.#progress.pendingChanges;
  }

  /** The pages of the changes cannot be used any more afterwards. */
  add(point: SnapshotPoint, changes: Ch, published: Promise<void>): void {
    this.#sent += 1;
    this.#post(
      { type: 'changes', point, changes },
      changes.pages.map(({ buffer }) => buffer),
    );
    // A replica that stops publishes nothing any more.
    published.then(() => this.#post({ type: 'published', position: point.position })).catch(() => {});
  }

  /**
   * Commits snapshots until it is ended.
   *
   * @throws InvariantError when the thread found one broken, and when it ends by itself: a replica must not go on
   *   without snapshots.
   */
  async run(): Promise<void> {
    const { program, databaseUrl, shard, committed, figures } = this.#options;
    const workerData: SnapshotThreadData = { databaseUrl, shard, committed, figures };
    const worker = new Worker(program, { workerData });
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

  /** Ends the thread. A transaction that is in flight has a moment to finish. */
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

  #post(message: ToSnapshotThread<Ch>, memory: readonly ArrayBuffer[] = []): void {
    assert(this.#worker !== undefined, 'the snapshot thread runs when there are snapshot points');
    this.#worker.postMessage(message, memory);
  }

  #note(message: Exclude<FromSnapshotThread, { type: 'broken' }>): void {
    const { onCommit, onError } = this.#options;
    if (message.type === 'commit') {
      onCommit(message.position, message.milliseconds);
    } else if (message.type === 'error') {
      onError(Object.assign(new Error(message.message), { stack: message.stack }));
    } else {
      assert(message.taken <= this.#sent, 'the snapshot thread takes what was sent to it');
      this.#progress = message;
    }
  }
}
