import type { Tables } from '@fulcrum/db';
import type { Changes } from '../core.ts';
import type { ChangesCodec } from '../snapshots/codec.ts';
import type { Snapshots, SnapshotsOptions } from '../snapshots/snapshots.ts';
import { Snapshotter } from '../snapshots/snapshotter.ts';

/** The snapshotter without its thread, whose start takes longer than most tests. */
export function snapshotsOn<Ch extends Changes>(
  codec: ChangesCodec<Ch>,
  tables: Tables,
  options: SnapshotsOptions,
): Snapshots<Ch> {
  const stopping = new AbortController();
  const { signal } = stopping;
  const snapshotter = new Snapshotter<Ch>({ ...options, codec, tables, signal, onProgress: () => {} });
  let running: Promise<void> = Promise.resolve();
  return {
    get committed() {
      return snapshotter.committed;
    },
    get pending() {
      return snapshotter.pending;
    },
    get pendingChanges() {
      return snapshotter.pendingChanges;
    },
    add: (point, changes, published) => snapshotter.add(point, changes, published),
    run: () => {
      running = snapshotter.run();
      return running;
    },
    end: async () => {
      stopping.abort(new Error('the replica stops'));
      await running.catch(() => {});
    },
  };
}
