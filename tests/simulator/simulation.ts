import { compareLogIds, LOG_START, type LogId } from '@fulcrum/log';
import { CountersSystem } from './counters/counters-system.ts';
import { FailOvers } from './faults/fail-overs.ts';
import { Faults } from './faults/faults.ts';
import type { EngineApp, System, SystemOptions } from './system.ts';
import { TradingSystem } from './trading/trading-system.ts';
import { VenueSystem } from './venue/venue-system.ts';
import type { Life } from './world/life.ts';
import type { Supervised } from './world/supervised.ts';
import { everybodyWaits, useTime } from './world/virtual-time.ts';
import type { World } from './world/world.ts';

/** `trading` is the product; `counters` is as small as a core can be (see counters/counter-core.ts). */
const SYSTEMS = {
  trading: (options: SystemOptions) => new TradingSystem(options),
  venue: (options: SystemOptions) => new VenueSystem(options),
  counters: (options: SystemOptions) => new CountersSystem(options),
} as const;

export type CoreName = keyof typeof SYSTEMS;

export const CORES = Object.keys(SYSTEMS) as readonly CoreName[];

export function isCore(name: string): name is CoreName {
  return Object.hasOwn(SYSTEMS, name);
}

/** What a run came to. */
export interface Outcome {
  readonly seed: number;
  /** What was wrong first, or undefined. */
  readonly violation: string | undefined;
  /** What happened last. */
  readonly lines: readonly string[];
  readonly steps: number;
  readonly entries: number;
  /** Orders, or whatever else was asked for. */
  readonly requests: number;
  readonly faults: ReadonlyMap<string, number>;
}

/** What the seed need not decide. */
export interface Conditions {
  /** The kind of core that the engines have. */
  readonly core?: CoreName;
  readonly engines?: number;
  /** Whether Redis may lose its last writes. */
  readonly mayLose?: boolean;
  /** Whether a replica of Redis takes over now and then. */
  readonly failOvers?: boolean;
  /** For how long things go wrong. */
  readonly tradingMs?: number;
  /** The only faults that happen, by their names. */
  readonly faults?: readonly string[];
}

/** After the last fault everybody has to have caught up within this time. */
const CATCH_UP_MS = 180_000;

/** Prices go on all the time: an engine has caught up when it has what is older than this. */
const CAUGHT_UP_WITHIN_MS = 3_000;

/** How many of the runs have a Redis that does not sync each write, and may lose its last ones. */
const LOSSY = 0.1;

/** For how long things go wrong. Streams are trimmed after a minute, which only the longest runs see. */
const TRADING_MS = [8_000, 8_000, 8_000, 20_000, 20_000, 45_000, 200_000];

/** Runs the whole system once, as the seed has it. */
export async function simulate(seed: number, conditions: Conditions = {}): Promise<Outcome> {
  const simulation = new Simulation(seed, conditions);
  useTime(simulation.world.time);
  try {
    return await simulation.run();
  } finally {
    await simulation.forget();
    useTime(undefined);
  }
}

class Simulation {
  readonly world: World;
  readonly #seed: number;
  readonly #system: System;
  readonly #faults: Faults;
  readonly #failOvers: FailOvers;
  readonly #tradingMs: number;
  /** Aborted when those who use the engines have to come to an end. */
  readonly #using = new AbortController();
  readonly #witnesses = new Set<Life>();
  /** The state behind each entry, once all engines have to agree although nobody knows which is right. */
  #states: Map<LogId, string> | undefined;
  /** The last position at which each engine was looked at. */
  readonly #looked = new Map<Supervised<EngineApp>, LogId>();

  constructor(seed: number, conditions: Conditions) {
    this.#seed = seed;
    const options = { seed, engines: conditions.engines, signal: this.#using.signal };
    this.#system = SYSTEMS[conditions.core ?? 'trading'](options);
    const { world, processes } = this.#system;
    const { random } = world;
    this.world = world;
    const mayLose = conditions.mayLose ?? random.chance(LOSSY);
    this.#faults = new Faults({ world, processes, mayLose, only: conditions.faults });
    this.#failOvers = new FailOvers({ world, seed, mayLose, has: conditions.failOvers });
    this.#tradingMs = conditions.tradingMs ?? random.pick(TRADING_MS);
    world.onLoss = (wasReported) => {
      if (wasReported) this.#witnesses.clear();
      this.#noteWhoKnows();
    };
  }

  async run(): Promise<Outcome> {
    const { world } = this;
    for (const process of this.#system.processes) process.start();
    this.#system.start();
    this.#faults.start();
    this.#failOvers.start();
    await this.#live(this.#tradingMs);
    this.#faults.heal();
    this.#failOvers.heal();
    this.#using.abort(new Error('the run is over'));
    await this.#live(2 * CAUGHT_UP_WITHIN_MS);
    await this.#live(CATCH_UP_MS, () => this.#unfinished() === undefined);
    const unfinished = this.#unfinished();
    if (unfinished !== undefined) world.violate(`${CATCH_UP_MS / 1_000} s after the last fault ${unfinished}`);
    if (world.truth.isBroken) await this.#compareEngines();
    if (world.violation === undefined) await this.#judge();
    return this.#outcome();
  }

  /** Lets go of what would otherwise be kept for as long as this program runs. */
  async forget(): Promise<void> {
    for (const process of this.#system.processes) process.forget();
    await everybodyWaits();
  }

  /** Whatever cannot even be read is wrong as well. */
  async #judge(): Promise<void> {
    const { world } = this;
    try {
      if (!world.truth.isBroken) await this.#system.judge();
      else await this.#system.judgeAfterLoss(this.#witnesses);
    } catch (error) {
      world.violate(String(error));
    }
  }

  /** An engine that has applied what Redis lost has to find out, unless it ends before, or has just found out another loss. */
  #noteWhoKnows(): void {
    const end = this.world.endOf(this.world.log.keys.input) ?? LOG_START;
    for (const { life, app } of this.#system.engines)
      if (life !== undefined && !app?.current?.isOver && compareLogIds(positionOf(app), end) > 0)
        this.#witnesses.add(life);
  }

  async #live(ms: number, isOver: () => boolean = () => false): Promise<void> {
    const { world } = this;
    const over = () => world.violation !== undefined || isOver();
    await world.time.run(world.time.now + ms, over, (wasQuiet) => {
      this.#faults.stepped();
      if (!wasQuiet) this.#look();
    });
  }

  /** Each engine has the state that the log gives at its position. */
  #look(): void {
    for (const process of this.#system.engines) {
      const engine = process.app?.current;
      if (engine === undefined) continue;
      const { position } = engine.figures;
      // The hash costs more than all else here: it is asked for once at each position.
      if (this.#looked.get(process) === position) continue;
      const { stateHash } = engine;
      // In the middle of an entry there is no state that could be compared.
      if (stateHash === undefined) continue;
      this.#looked.set(process, position);
      this.#compareState(process.name, position, stateHash);
      const expected = this.world.truth.hashAt(position);
      if (expected !== undefined && stateHash !== expected)
        this.world.violate(`${process.name} has at ${position} the state ${stateHash}, not ${expected}`);
    }
  }

  /** Nobody knows any more which states are right, but all engines have to have the same ones. */
  async #compareEngines(): Promise<void> {
    this.#states = new Map();
    await this.#live(2 * CAUGHT_UP_WITHIN_MS);
  }

  #compareState(name: string, position: LogId, hash: string): void {
    const known = this.#states?.get(position);
    if (known !== undefined && known !== hash)
      this.world.violate(`${name} has at ${position} another state than others`);
    this.#states?.set(position, hash);
  }

  /** What has not caught up. */
  #unfinished(): string | undefined {
    const { truth, postgres, log } = this.world;
    if (this.#system.unsettled !== undefined) return this.#system.unsettled;
    if (truth.unpublished > 0 && !truth.isBroken) return `${truth.unpublished} results are not published`;
    const due = truth.endBefore(CAUGHT_UP_WITHIN_MS);
    const behind = this.#system.engines.find(({ app }) => compareLogIds(positionOf(app), due) < 0);
    if (behind !== undefined) return `${behind.name} stands at ${positionOf(behind.app)} and not at ${due}`;
    const recorded = postgres.tables.checkpointNow(log.recorder);
    if (compareLogIds(recorded, this.world.endOf(log.keys.output) ?? recorded) < 0)
      return `the history ends at ${recorded}`;
    const uncommitted = this.#system.engines.find(({ app }) => (app?.current?.figures.pendingSnapshots ?? 1) > 0);
    return uncommitted === undefined ? undefined : `${uncommitted.name} has not committed its snapshots`;
  }

  #outcome(): Outcome {
    const { world } = this;
    return {
      seed: this.#seed,
      violation: world.violation,
      lines: world.lines,
      steps: world.time.steps,
      entries: world.truth.entries,
      requests: this.#system.requests,
      faults: new Map([...this.#faults.counts, ['the replica of Redis takes over', this.#failOvers.count]]),
    };
  }
}

function positionOf(app: EngineApp | undefined): LogId {
  return app?.current?.figures.position ?? LOG_START;
}
