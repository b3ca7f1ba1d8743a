import { type Changes, type Core, type ReplicaObserver, type SnapshotCodec, supervise } from '@fulcrum/replica';
import { snapshotsOn } from '@fulcrum/replica/testing';
import { Waits } from '@fulcrum/service';
import type { EngineApp, RunningReplica } from '../system.ts';
import type { Life } from './life.ts';
import type { Booted } from './supervised.ts';
import type { World } from './world.ts';

/** What any replica of the world's log is made of. */
export function replicaParts<C extends Core<Ch>, Ch extends Changes>(
  world: World,
  life: Life,
  codec: SnapshotCodec<C, Ch>,
) {
  const tables = world.postgres.connect(life);
  return {
    tables,
    createSnapshots: (options: Parameters<typeof snapshotsOn>[2]) => snapshotsOn(codec, tables, options),
    keys: world.log.keys,
    connect: () => world.connect(life),
    minReplicas: world.minReplicas,
    waysOut: 'There is none in a simulation.',
    logger: world.logger(life.name),
    waits: new Waits(),
    partsPerTurn: 1,
  };
}

/** An engine's process, whose snapshots are not written by a thread. */
export function bootReplica<C extends Core<Ch>, Ch extends Changes>(
  makeCodec: () => SnapshotCodec<C, Ch>,
  observer: ReplicaObserver,
) {
  return (world: World, life: Life): Booted<EngineApp> => {
    let current: RunningReplica | undefined;
    const codec = makeCodec();
    const parts = { ...replicaParts(world, life, codec), codec, observer };
    const app = {
      get current() {
        return current;
      },
    };
    const onStart = (replica: RunningReplica) => {
      current = replica;
    };
    return { app, running: supervise(parts, life.signal, onStart) };
  };
}
