import { setTimeout as sleep } from 'node:timers/promises';
import type { VirtualTime } from '../world/virtual-time.ts';

/**
 * Lets a virtual time go on as the real time does, so that the code under test may use real timers. No timer of this
 * thread is replaced, because the real server and its client run in it as well.
 */
export class RunningClock {
  readonly #ended: Promise<void>;
  #isOver = false;

  constructor(time: VirtualTime) {
    this.#ended = this.#run(time);
  }

  async stop(): Promise<void> {
    this.#isOver = true;
    await this.#ended;
  }

  async #run(time: VirtualTime): Promise<void> {
    const isOver = () => this.#isOver;
    for (; !isOver(); await sleep(1)) await time.run(Date.now(), isOver, () => {});
  }
}
