import { assert } from '@fulcrum/log';
import { type Capital, print, sizeOf, type VenueApi } from '@fulcrum/venue-api';
import type { MakerMetrics } from '../maker-metrics.ts';
import { amountOf } from '../quotes/amounts.ts';
import type { Quoter } from '../quotes/quoter.ts';
import { type NoiseAction, noiseAction } from './noise-action.ts';

export interface NoiseParts {
  readonly api: Pick<VenueApi, 'placeOrder' | 'cancelOrders' | 'capital'>;
  /** From 0 to below 1, the same for the same seed. */
  readonly random: () => number;
  /** The markets that are quoted. */
  readonly quoters: () => readonly Quoter[];
  readonly metrics: MakerMetrics;
}

/** After so many actions a trader looks again at what it has. */
const LOOK_AFTER = 20;

/** Trades for no reason, so that there is always something to see. */
export class NoiseTrader {
  readonly #parts: NoiseParts;
  readonly #open = new Map<string, number>();
  #capital: Capital | undefined;
  #actions = 0;

  constructor(parts: NoiseParts) {
    this.#parts = parts;
  }

  /** Does one thing. @throws when the venue refuses it, or does not answer. */
  async act(): Promise<void> {
    const { random, quoters, api, metrics } = this.#parts;
    if (this.#capital === undefined || this.#actions % LOOK_AFTER === 0)
      this.#capital = await metrics.answered(api.capital());
    this.#actions += 1;
    const quoted = quoters().filter(({ quoted }) => quoted !== undefined);
    const hurried = quoted.filter(({ ahead }) => ahead !== 0);
    const among = hurried.length > 0 ? hurried : quoted;
    const quoter = among[Math.floor(random() * among.length)];
    if (quoter !== undefined) await this.#trade(quoter, this.#capital);
  }

  /** After a refusal all is looked at anew. */
  lookAgain(): void {
    this.#capital = undefined;
  }

  async #trade(quoter: Quoter, capital: Capital): Promise<void> {
    const { grid, quoted: prices, ahead } = quoter;
    assert(prices !== undefined, 'only a quoted market is traded in');
    const price = prices.bid * sizeOf(grid.tick);
    const action = noiseAction(this.#parts.random, {
      prices,
      base: amountOf(capital, grid.base).available * price,
      quote: amountOf(capital, grid.quote).available,
      stepPrice: price * sizeOf(grid.step),
      open: this.#open.get(grid.symbol) ?? 0,
      ahead,
    });
    this.#parts.metrics.sent('noise', 1);
    await this.#parts.metrics.answered(this.#send(quoter, action));
  }

  async #send({ grid }: Quoter, action: NoiseAction): Promise<void> {
    const { api } = this.#parts;
    const { symbol } = grid;
    if (action.type === 'withdraw') {
      this.#open.delete(symbol);
      await api.cancelOrders(symbol);
      return;
    }
    const { side } = action;
    const quantity = print(Math.max(action.quantity, grid.minSteps), grid.step);
    if (action.type === 'market') {
      await api.placeOrder({ symbol, side, orderType: 'Market', quantity });
      return;
    }
    this.#open.set(symbol, (this.#open.get(symbol) ?? 0) + 1);
    await api.placeOrder({ symbol, side, orderType: 'Limit', price: print(action.price, grid.tick), quantity });
  }
}
