import { Random } from '../world/random.ts';
import type { World } from '../world/world.ts';

/** A fail-over has a source of chance of its own, so that runs without one are as they would be. */
const FAIL_OVER_SEEDS = 2_000_000_000;

/** How many of the runs have a replica that takes over now and then. */
const SHARE = 0.2;

/** A process asks its server every second whether it is a primary. */
const WATCH_EVERY_MS = 1_000;

export interface FailOverOptions {
  readonly world: World;
  readonly seed: number;
  /** Whether the replica may lack what the primary has acknowledged. */
  readonly mayLose: boolean;
  /** What the seed need not decide: whether there are any. */
  readonly has: boolean | undefined;
}

/** A replica that takes over: the primary dies, or lives on, and comes back as a replica. */
export class FailOvers {
  readonly #world: World;
  readonly #chance: Random;
  readonly #mayLose: boolean;
  readonly #meanGapMs: number;
  /** Whether there are any. */
  readonly isOn: boolean;
  #count = 0;
  #isOver = false;
  #isUnderWay = false;

  constructor({ world, seed, mayLose, has }: FailOverOptions) {
    this.#world = world;
    this.#chance = new Random(seed + FAIL_OVER_SEEDS);
    this.#mayLose = mayLose;
    const isChosen = this.#chance.chance(SHARE);
    this.isOn = has ?? isChosen;
    this.#meanGapMs = this.#chance.pick([2_000, 10_000]);
    if (this.isOn) world.minReplicas = this.#chance.pick([0, 1]);
    if (mayLose) world.redis.server.lagMs = this.#lagMs();
  }

  get count(): number {
    return this.#count;
  }

  start(): void {
    if (this.isOn) this.#injectLater();
  }

  /** What is under way comes to its end. */
  heal(): void {
    this.#isOver = true;
    this.#settle();
  }

  #lagMs(): number {
    return this.#mayLose ? this.#chance.pick([0, 1, 20, 300, 3_000]) : 0;
  }

  #injectLater(): void {
    this.#world.time.after(this.#chance.between(0, 2 * this.#meanGapMs), undefined, () => {
      if (this.#isOver) return;
      if (!this.#isUnderWay) this.#failOver();
      this.#injectLater();
    });
  }

  #failOver(): void {
    const { redis } = this.#world;
    this.#count += 1;
    this.#isUnderWay = true;
    this.#useOtherClock();
    if (this.#chance.chance(0.5)) {
      this.#world.note('--- Redis is killed, and its replica takes over');
      redis.kill();
      this.#later(this.#chance.pick([50, 1_000, 5_000]), () => {
        // Something else may have started it meanwhile.
        redis.kill();
        this.#world.promote();
        redis.start();
        this.#later(this.#chance.pick([100, 4_000]), () => this.#settle());
      });
      return;
    }
    this.#world.note('--- the replica of Redis takes over, and the primary lives on');
    // In between both are primaries to those who are connected to them, and what the former one takes is lost.
    const splitMs = this.#mayLose ? this.#chance.pick([0, 0, 400, 3_000]) : 0;
    if (splitMs === 0) {
      this.#world.promote();
      this.#demote();
    } else {
      this.#world.lose(() => redis.promote());
      this.#later(splitMs, () => this.#demote());
    }
  }

  #demote(): void {
    const { redis } = this.#world;
    redis.demote();
    this.#later(this.#chance.pick([1, 300]), () => redis.resync());
    this.#later(this.#chance.between(0, WATCH_EVERY_MS), () => this.#settle());
  }

  /**
   * Its clock may be behind the former one's. Once the log's time stands still, which an hour makes it do to the end, the
   * ids count on by one, and what is lost has its ids given to others.
   */
  #useOtherClock(): void {
    if (this.#mayLose) this.#world.redis.clockAheadMs -= this.#chance.pick([0, 0, 5, 500, 3_000, 3_600_000]);
  }

  /** All are connected to the primary, which has a replica. */
  #settle(): void {
    const { redis } = this.#world;
    redis.demote();
    redis.resync();
    redis.leaveReplicas();
    redis.server.lagMs = this.#isOver ? 0 : this.#lagMs();
    this.#isUnderWay = false;
  }

  /** Also when everything is healed before, so that nobody is left between two servers. */
  #later(ms: number, work: () => void): void {
    this.#world.time.after(ms, undefined, () => {
      if (!this.#isOver) work();
    });
  }
}
