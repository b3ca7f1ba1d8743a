import type { Supervised } from '../world/supervised.ts';
import type { World } from '../world/world.ts';

const HOUR_MS = 3_600_000;

/** Something that goes wrong now. */
interface Fault {
  readonly name: string;
  readonly inject: () => void;
}

export interface FaultTargets {
  readonly world: World;
  /** Those that may be killed, held and stopped. */
  readonly processes: readonly Supervised<unknown>[];
  /** Whether Redis may lose what it has not synced to its disk. */
  readonly mayLose: boolean;
  /** Names of the only ones that happen; undefined when the seed decides. */
  readonly only: readonly string[] | undefined;
}

/** Lets things go wrong, at times and of kinds that the seed decides, until it is told to heal everything. */
export class Faults {
  readonly counts = new Map<string, number>();
  readonly #targets: FaultTargets;
  readonly #kinds: readonly Fault[];
  readonly #meanGapMs: number;
  /** In some runs faults come after so many steps and not after some time: then also where steps follow closely. */
  readonly #meanGapSteps: number | undefined;
  #nextStep = 0;
  #isOver = false;

  constructor(targets: FaultTargets) {
    this.#targets = targets;
    const { random } = targets.world;
    // Not every kind in every run: a kind that hides another one is missing now and then.
    const all = faultsOn(targets, () => this.#isOver);
    const some = all.filter(() => random.chance(0.6));
    const chosen = targets.only === undefined ? some : all.filter(({ name }) => targets.only?.includes(name));
    this.#kinds = chosen.length > 0 ? chosen : all;
    this.#meanGapMs = random.pick([300, 1_500, 5_000]);
    this.#meanGapSteps = random.chance(0.3) ? random.pick([40, 200, 800]) : undefined;
  }

  start(): void {
    if (this.#meanGapSteps === undefined) this.#injectLater();
  }

  /** Called after each step: everybody waits for something. */
  stepped(): void {
    const { time, random } = this.#targets.world;
    if (this.#meanGapSteps === undefined || time.steps < this.#nextStep || this.#isOver) return;
    // As a step of its own: whatever it sets off comes to its end before the next one.
    if (this.#nextStep > 0) time.after(0, undefined, () => this.#inject());
    this.#nextStep = time.steps + 1 + random.below(2 * this.#meanGapSteps);
  }

  #injectLater(): void {
    const { time, random } = this.#targets.world;
    time.after(random.between(0, 2 * this.#meanGapMs), undefined, () => {
      this.#inject();
      if (!this.#isOver) this.#injectLater();
    });
  }

  #inject(): void {
    if (this.#isOver) return;
    const { world } = this.#targets;
    const { name, inject } = world.random.pick(this.#kinds);
    this.counts.set(name, (this.counts.get(name) ?? 0) + 1);
    world.note(`--- ${name}`);
    inject();
  }

  /** From now on nothing goes wrong, and what is wrong becomes right. */
  heal(): void {
    const { world, processes } = this.#targets;
    this.#isOver = true;
    world.note('--- all faults end');
    world.redis.server.isFull = false;
    world.redis.clockAheadMs = 0;
    world.redis.start();
    world.redis.letGo();
    world.postgres.start();
    world.postgres.letGo();
    Object.assign(world.postgres.faults, { statement: 0, commit: 0 });
    for (const process of processes) process.heal();
  }
}

function faultsOn({ world, processes, mayLose }: FaultTargets, isOver: () => boolean): Fault[] {
  const { random, redis, postgres, time } = world;
  const process = () => random.pick(processes);
  const later = (ms: number, work: () => void) =>
    time.after(ms, undefined, () => {
      if (!isOver()) work();
    });
  const pauseMs = () => random.pick([50, 800, 6_000, 15_000]);
  const restartMs = () => random.pick([10, 500, 3_000]);
  return [
    { name: 'a process is killed', inject: () => process().kill(restartMs()) },
    {
      name: 'two processes are killed',
      inject: () => [process(), process()].forEach((one) => void one.kill(restartMs())),
    },
    { name: 'a process is stopped', inject: () => process().stop(restartMs()) },
    { name: 'a process is held', inject: () => process().hold(pauseMs()) },
    { name: 'a process is held for minutes', inject: () => process().hold(random.between(60_000, 150_000)) },
    { name: 'a connection to Redis is cut', inject: () => redis.cutOne() },
    {
      name: 'Redis is killed',
      inject: () => {
        redis.kill();
        if (mayLose && random.chance(0.5)) world.loseWrites(1 + random.below(30));
        later(restartMs(), () => redis.start());
      },
    },
    {
      name: 'Redis is held',
      inject: () => {
        redis.hold();
        later(pauseMs(), () => redis.letGo());
      },
    },
    {
      name: 'Redis has no memory left',
      inject: () => {
        redis.server.isFull = true;
        later(pauseMs(), () => {
          redis.server.isFull = false;
        });
      },
    },
    {
      name: "Redis' clock jumps",
      inject: () => {
        const aheadMs = random.pick([0, 0, 1_500, 12_000, -3_000, -60_000, 3 * HOUR_MS, -3 * HOUR_MS]);
        // Where entries get lost as well, their ids would be given again, and nobody could tell the difference.
        redis.clockAheadMs = mayLose ? Math.max(redis.clockAheadMs, aheadMs) : aheadMs;
      },
    },
    {
      name: "a process' clock jumps",
      inject: () => {
        const { life } = process();
        if (life !== undefined) life.clockAheadMs = random.pick([0, HOUR_MS, -HOUR_MS]);
      },
    },
    {
      name: 'PostgreSQL is killed',
      inject: () => {
        postgres.kill();
        later(restartMs(), () => postgres.start());
      },
    },
    {
      name: 'PostgreSQL is away for minutes',
      inject: () => {
        postgres.kill();
        later(random.between(60_000, 120_000), () => postgres.start());
      },
    },
    {
      name: 'PostgreSQL is held',
      inject: () => {
        postgres.hold();
        later(pauseMs(), () => postgres.letGo());
      },
    },
    {
      name: 'PostgreSQL loses statements and commits',
      inject: () => {
        Object.assign(postgres.faults, { statement: 0.1, commit: 0.3 });
        later(random.between(500, 15_000), () => Object.assign(postgres.faults, { statement: 0, commit: 0 }));
      },
    },
  ];
}
