import type { Snapshots, SnapshotsOptions } from '@fulcrum/replica';

/** A replica that writes no snapshots: at its start it replays the whole log, of which nothing may be trimmed. */
export function withoutSnapshots({ committed }: SnapshotsOptions): Snapshots {
  const ended = Promise.withResolvers<void>();
  return {
    committed,
    pending: 0,
    pendingChanges: 0,
    add: () => {},
    run: () => ended.promise,
    end: async () => ended.resolve(),
  };
}
