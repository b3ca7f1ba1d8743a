import { InvariantError } from '@fulcrum/log';
import { GapError } from '@fulcrum/streams';
import { Life } from './life.ts';
import type { World } from './world.ts';

/** A process that has been started: what others may ask of it, and how it ends by itself. */
export interface Booted<App> {
  readonly app: App;
  readonly running: Promise<unknown>;
}

/** A simulated process, which is started again when it has ended. */
export class Supervised<App> {
  readonly name: string;
  readonly #world: World;
  readonly #boot: (world: World, life: Life) => Booted<App>;
  #life: Life | undefined;
  readonly #lives: Life[] = [];
  #app: App | undefined;

  constructor(world: World, name: string, boot: (world: World, life: Life) => Booted<App>) {
    this.#world = world;
    this.name = name;
    this.#boot = boot;
  }

  get life(): Life | undefined {
    return this.#life?.isAlive ? this.#life : undefined;
  }

  /** Undefined while it is not there. */
  get app(): App | undefined {
    return this.life === undefined ? undefined : this.#app;
  }

  start(): void {
    const life = new Life(this.name);
    this.#life = life;
    this.#lives.push(life);
    this.#world.note(`${this.name} starts`);
    this.#world.time.as(life, () => {
      const { app, running } = this.#boot(this.#world, life);
      this.#app = app;
      running.then(
        () => this.#ended(life, new Error('it has nothing to do any more')),
        (error: unknown) => this.#ended(life, error),
      );
    });
  }

  /** Ends it at once, as `kill -9` does, and starts it again later. */
  kill(restartAfterMs: number): void {
    const { life } = this;
    if (life === undefined) return;
    this.#world.note(`${this.name} is killed for ${Math.round(restartAfterMs)} ms`);
    life.kill();
    this.#startLater(restartAfterMs);
  }

  /** Ends it as SIGTERM does: it may finish what is under way. */
  stop(restartAfterMs: number): void {
    const { life } = this;
    if (life === undefined) return;
    this.#world.note(`${this.name} is stopped`);
    this.#world.time.as(life, () => life.stop());
    this.#world.time.after(this.#world.random.between(0, 2_000), undefined, () => {
      if (!life.isAlive) return;
      life.kill();
      this.#startLater(restartAfterMs);
    });
  }

  /** Holds it still, as SIGSTOP does, and lets it go on later. */
  hold(ms: number): void {
    const { life } = this;
    if (life === undefined || life.isHeld) return;
    this.#world.note(`${this.name} is held for ${Math.round(ms)} ms`);
    life.hold();
    this.#world.time.after(ms, undefined, () => this.#letGo(life));
  }

  /** Ends every disturbance. */
  heal(): void {
    if (this.life?.isHeld) this.#letGo(this.life);
  }

  /**
   * After the run. Node keeps a signal that is made out of others for as long as somebody listens to it and it is not
   * given, and with it everything that a killed process had.
   */
  forget(): void {
    for (const life of this.#lives.splice(0)) life.stop();
  }

  #letGo(life: Life): void {
    if (!life.isHeld) return;
    this.#world.note(`${this.name} goes on`);
    for (const work of life.letGo()) this.#world.time.after(0, life, work);
  }

  /**
   * A process whose log has a gap may start over. Where Redis lost entries, an engine that had applied them may also find
   * that another one went on without them.
   */
  #judgeEnd(error: unknown): void {
    if (error instanceof GapError) return;
    const isDifferent = error instanceof InvariantError && /^the (state at|checkpoint)/.test(error.message);
    if (isDifferent && this.#world.truth.isBroken) this.#world.isLossReported = true;
    else this.#world.violate(`${this.name} ended: ${error}`);
  }

  #startLater(ms: number): void {
    this.#world.time.after(ms, undefined, () => this.start());
  }

  #ended(life: Life, error: unknown): void {
    if (!life.isAlive || life.signal.aborted) return;
    this.#world.note(`${this.name} ends: ${error}`);
    this.#judgeEnd(error);
    life.kill();
    this.#startLater(1_000);
  }
}
