import { setTimeout as sleep } from 'node:timers/promises';
import type { DevServer } from '@fulcrum/devstack';
import type { AppProcess } from '../../support/app-process.ts';
import type { WatchedRedis } from '../../support/watched-redis.ts';

/** A target of faults. Each method returns once the target is ready again. */
export interface FaultTarget {
  kill(forMs: number): Promise<void>;
  restart(forMs: number): Promise<void>;
  pause(forMs: number): Promise<void>;
}

const READY_LIMIT_MS = 120_000;
const RESTART_PAUSE_MS = 500;

/** A process under a supervisor, which starts it again when it ends unasked, as `npm start` does. */
export class Supervised implements FaultTarget {
  readonly app: AppProcess;
  readonly #onUnasked: (message: string) => void;
  #isAway = false;
  #isOver = false;

  /** @param onUnasked is called when the process ends unasked. */
  constructor(app: AppProcess, onUnasked: (message: string) => void) {
    this.app = app;
    this.#onUnasked = onUnasked;
    void this.#supervise();
  }

  async kill(forMs: number): Promise<void> {
    await this.#untilReady();
    await this.#away(forMs, () => this.app.kill());
  }

  async restart(forMs: number): Promise<void> {
    await this.#untilReady();
    await this.#away(forMs, async () => {
      const status = await this.app.stop();
      if (status !== 0) this.#onUnasked(`${this.app.name} did not end cleanly: its status is ${status}`);
    });
  }

  async pause(forMs: number): Promise<void> {
    await this.#untilReady();
    this.app.hold();
    try {
      await sleep(forMs);
    } finally {
      this.app.letGo();
    }
    await this.#untilReady();
  }

  /** Called when the run is over: from now on the process may end. */
  release(): void {
    this.#isOver = true;
  }

  async #away(forMs: number, end: () => Promise<unknown>): Promise<void> {
    this.#isAway = true;
    try {
      await end();
      await sleep(forMs);
      if (!this.#isOver) await this.app.spawn();
    } finally {
      this.#isAway = false;
    }
    await this.#untilReady();
  }

  async #supervise(): Promise<void> {
    while (!this.#isOver) {
      await this.app.exited;
      if (!this.#isAway && !this.#isOver) {
        this.#onUnasked(`${this.app.name} ended by itself: ${lastWords(this.app)}`);
        await sleep(RESTART_PAUSE_MS);
        if (!this.#isOver) await this.app.spawn();
      } else await sleep(20);
    }
  }

  /** Waits until it is ready. If it has just ended by itself, it is started again. */
  async #untilReady(): Promise<void> {
    for (const until = Date.now() + READY_LIMIT_MS; !this.#isOver; await sleep(100))
      try {
        return await this.app.ready(until - Date.now());
      } catch (error) {
        if (Date.now() >= until) throw error;
      }
  }
}

function lastWords(app: AppProcess): string {
  return app.log().trimEnd().split('\n').at(-1)?.slice(0, 1_000) ?? 'without a word';
}

/** Redis or PostgreSQL, on the same port and data after each start. */
export class ServerTarget implements FaultTarget {
  readonly #server: DevServer;

  constructor(server: DevServer) {
    this.#server = server;
  }

  async kill(forMs: number): Promise<void> {
    if (this.#server.pid === undefined) throw new Error(`${this.#server.description} does not run`);
    await this.#server.kill();
    await sleep(forMs);
    await this.#server.restart();
  }

  async restart(): Promise<void> {
    throw new Error('a server is killed or held, never restarted cleanly');
  }

  async pause(forMs: number): Promise<void> {
    this.#server.hold();
    try {
      await sleep(forMs);
    } finally {
      this.#server.letGo();
    }
  }
}

/**
 * A Redis with a replica and sentinels. When it is killed, the replica is promoted, and it comes back as the new
 * replica.
 */
export class WatchedTarget implements FaultTarget {
  readonly #redis: WatchedRedis;

  constructor(redis: WatchedRedis) {
    this.#redis = redis;
  }

  async kill(forMs: number): Promise<void> {
    await this.#redis.killPrimary();
    await sleep(forMs);
    await this.#redis.bringBack();
  }

  async restart(): Promise<void> {
    throw new Error('a server is killed, never restarted cleanly');
  }

  /**
   * A held primary goes on as a second primary for a moment. The writes that it accepts then are lost, since no replica
   * has them.
   */
  async pause(): Promise<void> {
    throw new Error('a Redis that fails over is killed, never held');
  }
}
