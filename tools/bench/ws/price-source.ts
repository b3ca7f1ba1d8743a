import { setTimeout as sleep } from 'node:timers/promises';
import type { PriceTick } from '@fulcrum/protocol';
import { type Redis, streamKeys } from '@fulcrum/streams';
import { nowMicros } from './clock.ts';

export const ASSET = 'BTC_USDC';

/** A market whose price changes regularly, in the bench's own hands. */
export class PriceSource {
  readonly #redis: Redis;
  readonly #key = streamKeys().price;
  #ticks = 0;
  /** When the last tick was sent, in microseconds. */
  lastTick = 0;

  constructor(redis: Redis) {
    this.#redis = redis;
  }

  /** Sends a number of ticks, evenly spread. One that is late does not make the next ones late. */
  async run(ticks: number, perSecond: number, signal: AbortSignal): Promise<void> {
    const startedAt = performance.now();
    for (let sent = 0; sent < ticks; sent += 1) {
      await sleep(Math.max(0, startedAt + (sent * 1_000) / perSecond - performance.now()), undefined, { signal });
      await this.tick();
    }
  }

  async tick(): Promise<void> {
    this.#ticks += 1;
    const price = 61_800 + (this.#ticks % 100) / 10;
    const tick = {
      asset: ASSET,
      bid: price.toFixed(2),
      bidQuantity: '1.25',
      ask: (price + 0.1).toFixed(2),
      askQuantity: '0.75',
      exchangeTime: String(nowMicros()),
      source: 'bench',
    } satisfies PriceTick;
    this.lastTick = Number(tick.exchangeTime);
    await this.#redis.xadd(this.#key, '*', ...Object.entries(tick).flat());
  }
}
