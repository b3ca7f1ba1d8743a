import { setTimeout as sleep } from 'node:timers/promises';
import { type Database, readWithdrawals } from '@fulcrum/db';
import { streamKeys } from '@fulcrum/streams';
import { appendCommand } from '../../../tools/log/ask-engine.ts';
import type { Stack } from '../../support/stack.ts';

const EVERY_MS = 400;
const AT_ONCE = 5;

/** Pays some of the withdrawals that wait, gives others back, and now and then decides the same one twice. */
export class Staff {
  readonly #stack: Stack;
  readonly #db: Database;
  readonly #random: () => number;
  #isStopping = false;

  constructor(stack: Stack, db: Database, random: () => number) {
    this.#stack = stack;
    this.#db = db;
    this.#random = random;
  }

  async decide(): Promise<void> {
    while (!this.#isStopping) {
      // While a server is away nothing can be decided. It is looked at again later.
      await this.#decideSome().catch(() => {});
      await sleep(EVERY_MS);
    }
  }

  stop(): void {
    this.#isStopping = true;
  }

  async #decideSome(): Promise<void> {
    const keys = streamKeys();
    const waiting = await readWithdrawals(this.#db, { shard: keys.shard, isWaiting: true, limit: AT_ONCE });
    for (const { transferId, userId } of waiting) {
      const outcome = this.#random() < 0.7 ? 'paid' : 'released';
      const times = this.#random() < 0.3 ? 2 : 1;
      for (let time = 0; time < times; time += 1)
        await appendCommand({ redis: this.#stack.redis, keys }, 'settle-hold', { transferId, userId, outcome });
    }
  }
}
