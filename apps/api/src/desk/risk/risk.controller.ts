import type { z } from 'zod';
import type { Reply } from '../../http/route.ts';
import type { MarketView } from '../../market/market-view.ts';
import { presentQuotes } from '../../market/present-quotes.ts';
import type { ClientRow } from '../clients/client-rows.ts';
import { exposureReport } from './exposure-report.ts';
import type { Extreme, ExtremePositions } from './extreme-positions.ts';
import type { HouseQuestion, HouseResults } from './house-results.ts';
import type { LiveExposure } from './live-exposure.ts';
import type { extremeQuery } from './risk-schemas.ts';

export interface RiskParts {
  readonly live: Pick<LiveExposure, 'get'>;
  readonly extremes: ExtremePositions;
  readonly results: HouseResults;
  readonly market: MarketView;
  readonly clientsOf: (userIds: readonly string[]) => Promise<ClientRow[]>;
}

/** What the house carries, and what it has got so far. */
export class RiskController {
  readonly #parts: RiskParts;

  constructor(parts: RiskParts) {
    this.#parts = parts;
  }

  async exposure(): Promise<Reply> {
    const { live, market } = this.#parts;
    const known = await live.get();
    const decimalsOf = (asset: string) => market.instrument(asset)?.quantityDecimals;
    return { status: 200, body: exposureReport({ known, quotes: presentQuotes(market), decimalsOf }) };
  }

  async houseResult(question: HouseQuestion): Promise<Reply> {
    return { status: 200, body: await this.#parts.results.find(question) };
  }

  async positions(extreme: Extreme, { limit }: z.output<typeof extremeQuery>): Promise<Reply> {
    const { extremes, clientsOf } = this.#parts;
    const { asOf, positions } = await extremes.find(extreme, limit);
    const clients = await clientsOf([...new Set(positions.map(({ userId }) => userId))]);
    const byId = new Map(clients.map((client) => [client.userId, client]));
    const shown = positions.map((position) => ({ ...position, client: byId.get(position.userId) ?? null }));
    return { status: 200, body: { asOf, positions: shown } };
  }
}
