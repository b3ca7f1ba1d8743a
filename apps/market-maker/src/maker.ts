import { setTimeout as sleep } from 'node:timers/promises';
import type { Logger } from '@fulcrum/service';
import { type Capital, countOf, gridOf, sizeOf, type VenueApi, VenueError } from '@fulcrum/venue-api';
import type { FairSource, FairValue } from './fair/fair-value.ts';
import type { MakerMetrics } from './maker-metrics.ts';
import { holdingsIn } from './quotes/amounts.ts';
import { Budget } from './quotes/budget.ts';
import { inventoryOf } from './quotes/inventory.ts';
import { Quoter } from './quotes/quoter.ts';

export interface MakerParts {
  readonly api: VenueApi;
  readonly fair: FairSource;
  readonly roundMs: number;
  readonly metrics: MakerMetrics;
  readonly logger: Logger;
  /** The clock: milliseconds since 1970. */
  readonly nowMs: () => number;
}

/** How often the venue is asked which orders are open, what the account has, and what was traded in a market. */
const ORDERS_EVERY_MS = 500;
const CAPITAL_EVERY_MS = 2_000;
const TRADES_EVERY_MS = 3_000;

/** The venue's own average is that of so many trades. */
const REFERENCE_TRADES = 16;

/** How long the maker waits after a fault, and longer where it asked too much. */
const PAUSE_MS = 500;
const LONG_PAUSE_MS = 3_000;

/** The venue allows a user a hundred in a second. */
const ORDERS_PER_SECOND = 60;
const ORDERS_RESERVE = 200;

interface Market {
  readonly quoter: Quoter;
  reference: number | undefined;
  tradesDueAt: number;
}

/** Keeps a ladder of orders in each market that it knows a fair value of. */
export class Maker {
  readonly #parts: MakerParts;
  #markets: readonly Market[] = [];
  #capital: Capital | undefined;
  #ordersDueAt = 0;
  #capitalDueAt = 0;
  #fault: string | undefined = 'it has not quoted yet';

  constructor(parts: MakerParts) {
    this.#parts = parts;
  }

  get quoters(): readonly Quoter[] {
    return this.#markets.map(({ quoter }) => quoter);
  }

  /** Why nothing is quoted; undefined when the last round went well. */
  notReady(): string | undefined {
    return this.#fault;
  }

  async run(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      const began = performance.now();
      const pauseMs = await this.#attempt();
      const waitMs = Math.max(pauseMs, this.#parts.roundMs - (performance.now() - began));
      await sleep(waitMs, undefined, { signal }).catch(() => {});
    }
  }

  /** @returns how long to wait at least before the next round. */
  async #attempt(): Promise<number> {
    try {
      await this.#round();
      if (this.#fault !== undefined) this.#parts.logger.info({ markets: this.#markets.length }, 'quoting');
      this.#fault = undefined;
      return 0;
    } catch (error) {
      // What is open is asked anew: a request without an answer may have been done.
      this.#ordersDueAt = 0;
      const fault = `the venue does not answer as it should: ${(error as Error).message}`;
      if (this.#fault !== fault) this.#parts.logger.warn({ err: error }, 'quoting has to wait');
      this.#fault = fault;
      return error instanceof VenueError && error.status === 429 ? LONG_PAUSE_MS : PAUSE_MS;
    }
  }

  async #round(): Promise<void> {
    const { api, fair, metrics, nowMs } = this.#parts;
    if (this.#markets.length === 0) await this.#begin();
    const now = performance.now();
    if (now >= this.#ordersDueAt) {
      metrics.sent('read', 1);
      const open = await metrics.answered(api.openOrders());
      for (const { quoter } of this.#markets) quoter.adopt(open);
      this.#ordersDueAt = now + ORDERS_EVERY_MS;
    }
    if (this.#capital === undefined || now >= this.#capitalDueAt) {
      metrics.sent('read', 1);
      this.#capital = await metrics.answered(api.capital());
      this.#capitalDueAt = now + CAPITAL_EVERY_MS;
    }
    const valued = this.#markets.map((market) => [market, fair.at(market.quoter.grid.symbol, nowMs())] as const);
    const holdings = holdingsIn(this.#capital, valued.flatMap(priced));
    for (const [market, value] of valued) {
      const { quoter } = market;
      if (value === undefined) quoter.rest();
      else {
        await this.#refer(market, now);
        await quoter.quote(value, market.reference, inventoryOf(holdings, quoter.grid.base));
      }
    }
  }

  async #begin(): Promise<void> {
    const { api, fair, metrics, nowMs } = this.#parts;
    const budget = new Budget(ORDERS_PER_SECOND, ORDERS_RESERVE, performance.now());
    const listed = await metrics.answered(api.markets());
    const known = listed.filter(({ symbol }) => fair.at(symbol, nowMs()) !== undefined);
    if (known.length === 0) throw new Error('it lists no market that has a fair value');
    this.#markets = known.map((market) => ({
      quoter: new Quoter({
        grid: gridOf(market),
        api,
        budget,
        metrics,
        nowMs: () => performance.now(),
        clockMs: nowMs,
      }),
      reference: undefined,
      tradesDueAt: 0,
    }));
  }

  /** Finds out what the last trades' average is: now and then, and in each round while the quotes walk. */
  async #refer(market: Market, now: number): Promise<void> {
    const { quoter } = market;
    if (now < market.tradesDueAt && quoter.ahead === 0) return;
    const { api, metrics } = this.#parts;
    metrics.sent('read', 1);
    const trades = await metrics.answered(api.trades(quoter.grid.symbol, REFERENCE_TRADES));
    const prices = trades.map(({ price }) => countOf(price, quoter.grid.tick));
    market.reference = prices.length === 0 ? undefined : prices.reduce((sum, price) => sum + price, 0) / prices.length;
    market.tradesDueAt = now + TRADES_EVERY_MS;
  }
}

function priced([{ quoter }, value]: readonly [Market, FairValue | undefined]) {
  const { grid } = quoter;
  if (value === undefined) return [];
  return [[grid, { bid: value.bid / sizeOf(grid.tick), ask: value.ask / sizeOf(grid.tick) }] as const];
}
