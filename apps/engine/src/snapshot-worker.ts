import { constants, setPriority } from 'node:os';
import { parentPort, workerData } from 'node:worker_threads';
import type { Changes } from '@fulcrum/cfd';
import { connectDatabase, PostgresTables } from '@fulcrum/db';
import { assert, InvariantError, type LogId } from '@fulcrum/log';
import type { CutPlace } from './cuts.ts';
import type { FromSnapshotThread, SnapshotThreadData, ToSnapshotThread } from './snapshot-messages.ts';
import { Snapshotter } from './snapshotter.ts';
import { COMMIT_LIMIT_MS } from './write-snapshot.ts';

/** The snapshot thread's own program: a snapshotter with a database connection of its own, moved by messages. */

// Where processors are scarce a tick comes before a row. Linux gives each thread its own priority; elsewhere this would
// be that of the whole engine.
if (process.platform === 'linux') setPriority(constants.priority.PRIORITY_BELOW_NORMAL);

assert(parentPort !== null, 'the snapshotter runs in a thread of its own');
const port = parentPort;
const { databaseUrl, committed, nextOrderNumber } = workerData as SnapshotThreadData;
/** One for the transaction, and one to look at the checkpoint while a broken transaction is still being given up. */
const db = connectDatabase(databaseUrl, 2, undefined, COMMIT_LIMIT_MS);
const stopping = new AbortController();
/** Cuts whose results are not known to be published. */
const unpublished = new Map<LogId, PromiseWithResolvers<void>>();
let taken = 0;

const post = (message: FromSnapshotThread) => port.postMessage(message);
const postProgress = () => {
  const { waiting, waitingChanges, committed } = snapshotter;
  post({ type: 'progress', taken, waiting, waitingChanges, committed });
};

const snapshotter = new Snapshotter({
  tables: new PostgresTables(db, databaseUrl),
  committed,
  nextOrderNumber,
  signal: stopping.signal,
  onCommit: (position, milliseconds) => post({ type: 'commit', position, milliseconds }),
  onError: ({ message, stack }) => post({ type: 'error', message, stack }),
  onProgress: postProgress,
});

function takeCut(place: CutPlace, changes: Changes): void {
  const published = Promise.withResolvers<void>();
  unpublished.set(place.position, published);
  snapshotter.add(place, changes, published.promise);
  taken += 1;
  postProgress();
}

function stop(): void {
  stopping.abort(new Error('the engine stops'));
}

port.on('message', (message: ToSnapshotThread) => {
  if (message.type === 'stop') return stop();
  if (message.type === 'cut') return takeCut(message.place, message.changes);
  unpublished.get(message.position)?.resolve();
  unpublished.delete(message.position);
});

try {
  await snapshotter.run();
} catch (error) {
  if (!(error instanceof InvariantError)) throw error;
  post({ type: 'broken', message: error.message });
} finally {
  // Nothing keeps the thread alive then.
  await db.$disconnect();
  port.close();
}
