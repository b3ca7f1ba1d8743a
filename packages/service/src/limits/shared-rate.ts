import { RateLimiterRedis, RateLimiterRes } from 'rate-limiter-flexible';
import { type Rate, RateWindows, type Share } from './rate-windows.ts';

export interface SharedRateOptions {
  /** A connection of ioredis, which others may use as well. */
  readonly redis: object;
  /** What the keys in Redis begin with. All processes that name the same one share the limit. */
  readonly keyPrefix: string;
  readonly windowMs: number;
  readonly limit: number;
  /** Is told when Redis stops answering. Until it does again each process counts by itself. */
  readonly onError: (error: Error) => void;
  /** Senders of whom Redis is told within one window, at most. */
  readonly maxTold?: number;
}

/** Some ten megabytes of Redis for each process and limit. Its keys go by themselves when their window is over. */
const MAX_TOLD = 50_000;

/**
 * A limit that holds for a sender over all processes together. Redis keeps the count, but nobody waits for it: each
 * process decides by what it has counted itself and by what Redis last said, and tells Redis behind that, what came
 * meanwhile in one piece. So a sender may have more than the limit by what it does within one such question.
 */
export class SharedRate implements Rate {
  readonly windowMs: number;
  readonly limit: number;
  readonly #own: RateWindows;
  readonly #limiter: RateLimiterRedis;
  readonly #onError: (error: Error) => void;
  readonly #maxTold: number;
  /** What Redis has not been told yet, of those of whom it is being told. */
  readonly #untold = new Map<string, number>();
  #isAnswered = true;

  constructor({ redis, keyPrefix, windowMs, limit, onError, maxTold = MAX_TOLD }: SharedRateOptions) {
    this.windowMs = windowMs;
    this.limit = limit;
    this.#onError = onError;
    this.#maxTold = maxTold;
    this.#own = new RateWindows(windowMs, limit);
    this.#limiter = new RateLimiterRedis({
      storeClient: redis,
      keyPrefix,
      points: limit,
      duration: windowMs / 1_000,
      rejectIfRedisNotReady: true,
    });
  }

  get size(): number {
    return this.#own.size;
  }

  take(sender: string): Share {
    const share = this.#own.take(sender);
    // What is refused is not done, and need not be counted elsewhere.
    if (share.used <= this.limit) this.#tell(sender, 1);
    return share;
  }

  shareOf(sender: string): Share {
    return this.#own.shareOf(sender);
  }

  charge(sender: string, count: number): void {
    this.#own.charge(sender, count);
    this.#tell(sender, count);
  }

  /** Beyond so many senders each process counts by itself: an attacker with many addresses must not fill Redis. */
  #tell(sender: string, count: number): void {
    if (this.#own.size > this.#maxTold) return;
    const untold = this.#untold.get(sender);
    this.#untold.set(sender, (untold ?? 0) + count);
    if (untold === undefined) void this.#tellAll(sender);
  }

  /** One question at a time for each sender, until there is nothing left to tell. */
  async #tellAll(sender: string): Promise<void> {
    for (let count = this.#untold.get(sender) ?? 0; count > 0; count = this.#untold.get(sender) ?? 0) {
      this.#untold.set(sender, 0);
      const answer = await this.#limiter.consume(sender, count).catch((reason: unknown) => reason);
      if (answer instanceof RateLimiterRes) this.#learn(sender, answer);
      else this.#failed(answer);
    }
    this.#untold.delete(sender);
  }

  #learn(sender: string, { consumedPoints, msBeforeNext }: RateLimiterRes): void {
    this.#isAnswered = true;
    const share = this.#own.shareOf(sender);
    share.used = consumedPoints + (this.#untold.get(sender) ?? 0);
    share.endsAt = performance.now() + msBeforeNext;
  }

  #failed(reason: unknown): void {
    if (this.#isAnswered) this.#onError(reason instanceof Error ? reason : new Error(String(reason)));
    this.#isAnswered = false;
  }
}
