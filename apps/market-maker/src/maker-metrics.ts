import { Counter, Gauge, type Registry } from '@fulcrum/service';
import { type Grid, sizeOf, VenueError } from '@fulcrum/venue-api';
import type { FairValue } from './fair/fair-value.ts';
import type { Prices } from './quotes/prices.ts';

export type RequestKind = 'place' | 'take' | 'cancel' | 'read' | 'noise';

/** The maker's figures for Prometheus. */
export class MakerMetrics {
  readonly #requests: Counter<'kind'>;
  readonly #orders: Counter<'kind'>;
  readonly #refusals: Counter<'code'>;
  readonly #fair: Gauge<'market'>;
  readonly #distance: Gauge<'market'>;
  readonly #inventory: Gauge<'market'>;

  constructor(registry: Registry) {
    const registers = [registry];
    const counter = <Label extends string>(name: string, help: string, label: Label) =>
      new Counter({ name, help, labelNames: [label], registers });
    const gauge = (name: string, help: string) => new Gauge({ name, help, labelNames: ['market'], registers });
    this.#requests = counter('maker_requests_total', 'Requests to the venue, by what they were for.', 'kind');
    this.#orders = counter('maker_orders_total', 'Orders that were sent or cancelled, one by one.', 'kind');
    this.#refusals = counter('maker_refusals_total', 'Orders and requests that the venue refused.', 'code');
    this.#fair = gauge('maker_fair_value', 'What a market is worth to the maker, in the quote asset.');
    this.#distance = gauge('maker_distance_bps', 'How far the quotes are from the fair value, in ten-thousandths.');
    this.#inventory = gauge('maker_inventory', 'From -1, sold out, over 0, as wanted, to 1, twice as much.');
  }

  sent(kind: RequestKind, count: number): void {
    this.#requests.inc({ kind });
    this.#orders.inc({ kind }, count);
  }

  refused(code: string): void {
    this.#refusals.inc({ code });
  }

  /** Counts a request's refusal. */
  async answered<Answer>(answer: Promise<Answer>): Promise<Answer> {
    try {
      return await answer;
    } catch (error) {
      this.refused(error instanceof VenueError ? error.code : 'no_answer');
      throw error;
    }
  }

  quoted({ symbol: market, tick }: Grid, { bid, ask }: Prices, fair: FairValue, inventory: number): void {
    const [middle, fairMiddle] = [((bid + ask) / 2) * sizeOf(tick), (fair.bid + fair.ask) / 2];
    this.#fair.set({ market }, fairMiddle);
    this.#distance.set({ market }, (middle / fairMiddle - 1) * 10_000);
    this.#inventory.set({ market }, inventory);
  }
}
