import { loadSnapshot, type ReplicaObserver } from '@fulcrum/replica';
import { bootResultCopier, judgeCopied } from '../results/copy-results.ts';
import type { EngineApp, System, SystemOptions } from '../system.ts';
import { judgeReports } from '../verdicts/losses.ts';
import { judgeSnapshots } from '../verdicts/snapshots.ts';
import { bootReplica } from '../world/boot-replica.ts';
import type { Life } from '../world/life.ts';
import { named } from '../world/named.ts';
import type { Supervised } from '../world/supervised.ts';
import { World } from '../world/world.ts';
import { bootCounterClient, type Sent } from './counter-client.ts';
import { counterCodec } from './counter-codec.ts';
import { readCommand } from './counter-commands.ts';
import { CountersTruth } from './counters-truth.ts';

const observer: ReplicaObserver = {
  entryApplied: () => {},
  entryInvalid: () => {},
  replyLost: () => {},
  snapshotCommitted: () => {},
};

/** Replicas of a core that knows no trade, with clients of their own. */
export class CountersSystem implements System {
  readonly world: World<CountersTruth>;
  readonly engines: readonly Supervised<EngineApp>[];
  readonly processes: readonly Supervised<unknown>[];
  readonly #sent: Sent[] = [];

  constructor({ seed, engines, signal }: SystemOptions) {
    const world = new World(seed, (now) => new CountersTruth(now));
    const { random } = world;
    this.world = world;
    const engineCount = 1 + random.below(3);
    this.engines = named(
      world,
      'engine',
      engines ?? engineCount,
      bootReplica(() => counterCodec, observer),
    );
    const client = bootCounterClient(this.#sent, random.pick([100, 400]), signal);
    const clients = named(world, 'client', 1 + random.below(3), client);
    this.processes = [...this.engines, ...clients, ...named(world, 'recorder', 1, bootResultCopier)];
  }

  start(): void {}

  get requests(): number {
    return this.#sent.length;
  }

  get unsettled(): string | undefined {
    return undefined;
  }

  async judge(): Promise<void> {
    this.#judgeSent();
    judgeCopied(this.world);
    await judgeSnapshots(this.world, counterCodec);
  }

  async judgeAfterLoss(witnesses: ReadonlySet<Life>): Promise<void> {
    const { world } = this;
    judgeReports(world, witnesses);
    const { core } = await loadSnapshot(counterCodec, world.postgres.tables);
    if (core.imbalance !== 0) world.violate('something was made or lost in the snapshot');
  }

  /** What a client was told of its command is what the log has. */
  #judgeSent(): void {
    const { world } = this;
    const inLog = new Set(world.truth.log.map(({ type, data }) => readCommand(type, data)?.id));
    for (const { id, outcome } of this.#sent) {
      const isTrue = outcome === 'unknown' || inLog.has(id) === (outcome === 'appended');
      if (!isTrue) world.violate(`the command ${id} was said to be ${outcome}, which the log does not have so`);
    }
  }
}
