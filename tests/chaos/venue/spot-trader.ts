import { setTimeout as sleep } from 'node:timers/promises';
import type { Trader } from '../../support/trader.ts';

/** An order as its owner knows it. */
export interface ToldOrder {
  readonly userId: string;
  readonly clientId: number;
  /** 0 where no answer came, although it may have been sent. */
  readonly status: number;
  /** What the venue said: the order's number, or a code. */
  readonly said: string | undefined;
}

interface VenueAnswer {
  readonly status: number;
  readonly body: { readonly id?: string; readonly code?: string };
}

export const MARKETS = ['BTC_USDC', 'SOL_USDC'] as const;
/** Round figures in the middle of which all trade. */
const MIDDLE = 100;
/** Longer than the venue waits for an answer. */
const PATIENCE_MS = 8_000;

/** Places and cancels orders at the order book, each once, at any of its processes, and writes down what it was told. */
export class SpotTrader {
  readonly orders: ToldOrder[] = [];
  readonly #trader: Trader;
  readonly #urls: readonly string[];
  readonly #random: () => number;
  #at = 0;
  #isStopping = false;

  constructor(trader: Trader, urls: readonly string[], random: () => number) {
    this.#trader = trader;
    this.#urls = urls;
    this.#random = random;
  }

  async trade(everyMs: number): Promise<void> {
    while (!this.#isStopping) {
      await this.#act();
      await sleep(2 * everyMs * this.#random());
    }
  }

  stop(): void {
    this.#isStopping = true;
  }

  /** What it has, by asset: available and locked. */
  async capital(url: string): Promise<Readonly<Record<string, { available: string; locked: string }>>> {
    const response = await fetch(`${url}/api/v1/capital`, { headers: this.#headers });
    return (await response.json()) as Record<string, { available: string; locked: string }>;
  }

  get userId(): string {
    return this.#trader.userId;
  }

  get #headers() {
    return { authorization: `Bearer ${this.#trader.token}`, 'content-type': 'application/json' };
  }

  async #act(): Promise<void> {
    const symbol = this.#pick(MARKETS);
    const drawn = this.#random();
    const known = this.orders.at(-1 - Math.floor(8 * this.#random()));
    if (drawn < 0.75) await this.#place(symbol);
    else if (drawn < 0.95 && known !== undefined)
      await this.#ask('DELETE', '/api/v1/order', { symbol, clientId: known.clientId });
    else await this.#ask('DELETE', '/api/v1/orders', { symbol });
  }

  async #place(symbol: string): Promise<void> {
    const clientId = this.orders.length;
    const side = this.#pick(['Bid', 'Ask']);
    const quantity = (0.01 * (1 + Math.floor(100 * this.#random()))).toFixed(2);
    const price = (MIDDLE + 0.5 * (Math.floor(16 * this.#random()) - 8)).toFixed(1);
    const timeInForce = this.#pick(['GTC', 'GTC', 'GTC', 'IOC', 'FOK']);
    const limit = { orderType: 'Limit', price, timeInForce };
    const kind = this.#random() < 0.15 ? { orderType: 'Market' } : limit;
    const answer = await this.#ask('POST', '/api/v1/order', { symbol, side, quantity, clientId, ...kind });
    this.orders.push({
      userId: this.userId,
      clientId,
      status: answer?.status ?? 0,
      said: answer?.body.id ?? answer?.body.code,
    });
  }

  /** Asks once. The next request goes to another process when this one fails. */
  async #ask(method: string, path: string, body: object): Promise<VenueAnswer | undefined> {
    const url = this.#urls[this.#at % this.#urls.length] ?? '';
    try {
      const signal = AbortSignal.timeout(PATIENCE_MS);
      const response = await fetch(url + path, { method, headers: this.#headers, body: JSON.stringify(body), signal });
      if (response.status >= 500) this.#at += 1;
      return { status: response.status, body: (await response.json()) as VenueAnswer['body'] };
    } catch {
      this.#at += 1;
      return undefined;
    }
  }

  #pick<Item>(items: readonly Item[]): Item {
    return items[Math.floor(items.length * this.#random())] as Item;
  }
}
