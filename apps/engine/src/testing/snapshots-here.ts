import type { Tables } from '@fulcrum/db';
import type { Snapshots, SnapshotsOptions } from '../snapshots.ts';
import { Snapshotter } from '../snapshotter.ts';

/** The snapshotter without its thread, whose start takes longer than most tests. */
export function snapshotsOn(tables: Tables, options: SnapshotsOptions): Snapshots {
  const stopping = new AbortController();
  const snapshotter = new Snapshotter({ ...options, tables, signal: stopping.signal, onProgress: () => {} });
  let running: Promise<void> = Promise.resolve();
  return {
    get committed() {
      return snapshotter.committed;
    },
    get waiting() {
      return snapshotter.waiting;
    },
    get waitingChanges() {
      return snapshotter.waitingChanges;
    },
    add: (place, changes, published) => snapshotter.add(place, changes, published),
    run: () => {
      running = snapshotter.run();
      return running;
    },
    end: async () => {
      stopping.abort(new Error('the engine stops'));
      await running.catch(() => {});
    },
  };
}
