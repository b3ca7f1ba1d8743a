import { constants, setPriority } from 'node:os';
import { parentPort, workerData } from 'node:worker_threads';
import { connectDatabase, PostgresTables } from '@fulcrum/db';
import { assert, InvariantError, type LogId } from '@fulcrum/log';
import type { Changes } from '../core.ts';
import type { ChangesCodec } from './codec.ts';
import type { SnapshotPoint } from './snapshot-points.ts';
import { Snapshotter } from './snapshotter.ts';
import type { FromSnapshotThread, SnapshotThreadData, ToSnapshotThread } from './thread-messages.ts';
import { COMMIT_LIMIT_MS } from './write-snapshot.ts';

/**
 * What the snapshot thread does until it is told to stop: it moves a snapshotter, which has a database connection of its
 * own, by messages.
 */
export async function serveSnapshots<Ch extends Changes>(codec: ChangesCodec<Ch>): Promise<void> {
  // Where processors are scarce an entry of the log comes before a row. Linux gives each thread its own priority;
  // elsewhere this would be that of the whole process.
  if (process.platform === 'linux') setPriority(constants.priority.PRIORITY_BELOW_NORMAL);
  assert(parentPort !== null, 'the snapshotter runs in a thread of its own');
  const port = parentPort;
  const { databaseUrl, shard, committed, figures } = workerData as SnapshotThreadData;
  // One for the transaction, and one to look at the checkpoint while a broken transaction is still being given up.
  const db = connectDatabase(databaseUrl, 2, undefined, COMMIT_LIMIT_MS);
  const stopping = new AbortController();
  /** Snapshot points whose results are not known to be published. */
  const unpublished = new Map<LogId, PromiseWithResolvers<void>>();
  let taken = 0;

  const post = (message: FromSnapshotThread) => port.postMessage(message);
  const postProgress = () => {
    const { pending, pendingChanges, committed } = snapshotter;
    post({ type: 'progress', taken, pending, pendingChanges, committed });
  };

  const snapshotter = new Snapshotter({
    codec,
    tables: new PostgresTables(db, databaseUrl, shard),
    committed,
    figures,
    signal: stopping.signal,
    onCommit: (position, milliseconds) => post({ type: 'commit', position, milliseconds }),
    onError: ({ message, stack }) => post({ type: 'error', message, stack }),
    onProgress: postProgress,
  });

  const take = (point: SnapshotPoint, changes: Ch) => {
    const published = Promise.withResolvers<void>();
    unpublished.set(point.position, published);
    snapshotter.add(point, changes, published.promise);
    taken += 1;
    postProgress();
  };
  const notePublished = (position: LogId) => {
    unpublished.get(position)?.resolve();
    unpublished.delete(position);
  };

  port.on('message', (message: ToSnapshotThread<Ch>) => {
    if (message.type === 'stop') stopping.abort(new Error('the replica stops'));
    else if (message.type === 'changes') take(message.point, message.changes);
    else notePublished(message.position);
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
}
