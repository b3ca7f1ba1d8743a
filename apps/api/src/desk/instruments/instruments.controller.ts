import type { Reply } from '../../http/route.ts';
import type { MarketView } from '../../market/market-view.ts';
import { presentQuotes } from '../../market/present-quotes.ts';
import type { ShortLivedCache } from '../../market/short-lived-cache.ts';
import type { countOrders } from './order-counts.ts';

export interface InstrumentsParts {
  readonly market: MarketView;
  readonly counts: ShortLivedCache<Awaited<ReturnType<typeof countOrders>>>;
}

/** What staff see of instruments. */
export class InstrumentsController {
  readonly #parts: InstrumentsParts;

  constructor(parts: InstrumentsParts) {
    this.#parts = parts;
  }

  async list(): Promise<Reply> {
    const { market, counts } = this.#parts;
    const { asOf, of } = await counts.get();
    const quotes = new Map(presentQuotes(market).map(({ asset, ...quote }) => [asset, quote]));
    const instruments = market.instruments().map((settings) => ({
      settings,
      mode: settings.mode ?? 'open',
      quote: quotes.get(settings.asset) ?? null,
      positions: of.get(settings.asset)?.positions ?? 0,
      waiting: of.get(settings.asset)?.waiting ?? 0,
    }));
    return { status: 200, body: { countedAt: asOf, instruments } };
  }
}
