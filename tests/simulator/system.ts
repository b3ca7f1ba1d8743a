import type { Changes, Core, Replica } from '@fulcrum/replica';
import type { Life } from './world/life.ts';
import type { Supervised } from './world/supervised.ts';
import type { World } from './world/world.ts';

/** What can be seen of an engine from outside. */
export type RunningReplica = Pick<Replica<Core, Changes>, 'figures' | 'stateHash' | 'isOver'>;

export interface EngineApp {
  readonly current: RunningReplica | undefined;
}

/** What runs in a simulated world: engines with one kind of core, those who use them, and what has to be true in the end. */
export interface System {
  readonly world: World;
  readonly engines: readonly Supervised<EngineApp>[];
  /** The engines as well. */
  readonly processes: readonly Supervised<unknown>[];
  /** What was asked for. */
  readonly requests: number;
  /** What somebody does not know yet, or undefined. */
  readonly unsettled: string | undefined;
  /** Those who use the engines begin, once all processes have been started. */
  start(): void;
  /** Everybody has caught up, and nothing was lost. */
  judge(): Promise<void>;
  /**
   * Everybody has caught up although Redis lost something.
   *
   * @param witnesses engines' lives that had applied what was lost.
   */
  judgeAfterLoss(witnesses: ReadonlySet<Life>): Promise<void>;
}

/** What the makers of a system are given. */
export interface SystemOptions {
  readonly seed: number;
  /** How many engines there are, where the seed does not decide. */
  readonly engines: number | undefined;
  /** Aborted when those who use the engines have to come to an end. */
  readonly signal: AbortSignal;
}
