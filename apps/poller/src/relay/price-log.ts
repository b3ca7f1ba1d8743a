import type { CommandData, PriceTick } from '@fulcrum/protocol';
import { Appender, type AppendOutcome, type Redis, type StreamKeys } from '@fulcrum/streams';
import type { Tick } from './check-tick.ts';

/** The approximate length of price-stream. */
const MAX_PRICES = 10_000;

/** The fields of price-stream beside those of the tick. */
export type SourceFields = Partial<Pick<PriceTick, 'sources' | 'sourceSince'>>;

/** Writes to engine-stream and price-stream. */
export class PriceLog {
  readonly #engine: Appender;
  readonly #prices: Appender;
  readonly #sourceFields: (asset: string) => SourceFields;

  /** @param sourceFields gives what a screen is told about an asset's sources. */
  constructor(redis: Redis, keys: StreamKeys, sourceFields: (asset: string) => SourceFields) {
    this.#engine = new Appender(redis, keys.engine);
    this.#prices = new Appender(redis, keys.price);
    this.#sourceFields = sourceFields;
  }

  get isConnected(): boolean {
    return this.#engine.isConnected;
  }

  async toEngine({ asset, bid, ask, exchangeTime, source }: Tick): Promise<AppendOutcome> {
    const time = exchangeTime === undefined ? {} : { exchangeTime };
    const data: CommandData<'price-update'> = { asset, bid, ask, ...time, source };
    return this.#engine.append({ type: 'price-update', data: JSON.stringify(data) });
  }

  async toScreens({ exchangeTime, ...tick }: Tick): Promise<AppendOutcome> {
    const fields = Object.entries(this.#sourceFields(tick.asset)).filter(([, text]) => text !== undefined);
    const entry = { ...tick, exchangeTime: exchangeTime?.toString() ?? '', ...Object.fromEntries(fields) };
    return this.#prices.append(entry, MAX_PRICES);
  }
}
