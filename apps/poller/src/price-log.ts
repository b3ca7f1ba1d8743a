import type { CommandData, PriceTick } from '@fulcrum/protocol';
import { Backoff, type Logger } from '@fulcrum/service';
import { Appender, type AppendOutcome, pause, type Redis, type StreamKeys } from '@fulcrum/streams';
import type { Tick } from './check-tick.ts';
import type { Settings } from './instruments.ts';

/** About how many entries price-stream keeps. */
const MAX_PRICES = 10_000;

export interface PriceLogOptions {
  readonly redis: Redis;
  readonly keys: StreamKeys;
  readonly instruments: readonly Settings[];
  readonly sourceOf: (asset: string) => string;
  readonly logger: Logger;
  readonly signal: AbortSignal;
}

/**
 * Writes to engine-stream and price-stream. After each connection it first tells the engine the instruments, and takes
 * no tick before they stand in the log: the Redis on the other side may have lost what it was told before.
 */
export class PriceLog {
  readonly #options: PriceLogOptions;
  readonly #engine: Appender;
  readonly #prices: Appender;
  /** Counts connections, so that an announcement that is overtaken by a new connection knows it. */
  #connection = 0;
  #isAnnounced = false;

  constructor(options: PriceLogOptions) {
    const { redis, keys } = options;
    this.#options = options;
    this.#engine = new Appender(redis, keys.engine);
    this.#prices = new Appender(redis, keys.price);
    redis.on('close', () => {
      this.#isAnnounced = false;
      this.#connection += 1;
    });
    redis.on('ready', () => void this.#announce());
    if (redis.status === 'ready') void this.#announce();
  }

  notReady(): string | undefined {
    if (!this.#engine.isConnected) return 'Redis is not connected';
    return this.#isAnnounced ? undefined : 'the instruments are not in the log yet';
  }

  async toEngine(tick: Tick): Promise<AppendOutcome> {
    if (!this.#isAnnounced) return this.#refused();
    const { asset, bid, ask, exchangeTime } = tick;
    const data: CommandData<'price-update'> = { asset, bid, ask, ...(exchangeTime !== undefined && { exchangeTime }) };
    return this.#engine.append({ type: 'price-update', data: JSON.stringify(data) });
  }

  async toScreens({ exchangeTime, ...tick }: Tick): Promise<AppendOutcome> {
    if (!this.#isAnnounced) return this.#refused();
    const source = this.#options.sourceOf(tick.asset);
    const entry: PriceTick = { ...tick, exchangeTime: exchangeTime?.toString() ?? '', source };
    return this.#prices.append({ ...entry }, MAX_PRICES);
  }

  async #announce(): Promise<void> {
    const { instruments, logger, signal } = this.#options;
    const connection = this.#connection;
    const backoff = new Backoff(100, 2_000);
    while (connection === this.#connection && !signal.aborted) {
      const failure = await this.#appendInstruments();
      if (connection !== this.#connection) return;
      if (failure === undefined) {
        this.#isAnnounced = true;
        logger.info({ assets: instruments.map(({ asset }) => asset) }, 'told the engine the instruments');
        return;
      }
      logger.warn({ reason: failure }, 'the instruments could not be told');
      await pause(backoff.next(), signal).catch(() => {});
    }
  }

  /** Telling them twice changes nothing, so here an unknown outcome is as good as a refusal. */
  async #appendInstruments(): Promise<string | undefined> {
    for (const settings of this.#options.instruments) {
      const result = await this.#engine.append({ type: 'set-instrument', data: JSON.stringify(settings) });
      if (result.outcome !== 'appended') return result.reason;
    }
    return undefined;
  }

  #refused(): AppendOutcome {
    return { outcome: 'refused', reason: this.notReady() ?? 'not ready' };
  }
}
