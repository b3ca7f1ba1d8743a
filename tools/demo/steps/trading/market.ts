import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import type { Grid } from '../../people/planned-order.ts';
import type { Api } from '../../product/api.ts';

/** Prices begin to flow a moment after everything is ready. */
const PRICES_LIMIT_MS = 30_000;
const LOOK_EVERY_MS = 250;

const instrumentsReply = z.object({
  instruments: z.array(z.object({ asset: z.string(), priceDecimals: z.int(), quantityDecimals: z.int() })),
});
const quotesReply = z.object({
  quotes: z.array(z.object({ asset: z.string(), bid: z.string(), ask: z.string(), stale: z.boolean() })),
});

export interface Quote {
  readonly bid: string;
  readonly ask: string;
}

/** The instruments that are traded here, and their present prices. */
export class Market {
  readonly #api: Api;
  readonly #grids: ReadonlyMap<string, Grid>;

  private constructor(api: Api, grids: ReadonlyMap<string, Grid>) {
    this.#api = api;
    this.#grids = grids;
  }

  static async open(api: Api): Promise<Market> {
    const { instruments } = await api.ask({ method: 'GET', path: '/market/instruments' }, instrumentsReply);
    return new Market(api, new Map(instruments.map((instrument) => [instrument.asset, instrument])));
  }

  /** @returns undefined when there is no such instrument here. */
  gridOf(asset: string): Grid | undefined {
    return this.#grids.get(asset);
  }

  /** The present prices, once there are some to trade at; without those that do not come. */
  async quotes(assets: readonly string[]): Promise<ReadonlyMap<string, Quote>> {
    for (const until = performance.now() + PRICES_LIMIT_MS; ; await sleep(LOOK_EVERY_MS)) {
      const { quotes } = await this.#api.ask({ method: 'GET', path: '/market/quotes' }, quotesReply);
      const fresh = new Map(quotes.filter(({ stale }) => !stale).map((quote) => [quote.asset, quote]));
      const hasAll = assets.every((asset) => fresh.has(asset) || !this.#grids.has(asset));
      if (hasAll || performance.now() > until) return fresh;
    }
  }
}
