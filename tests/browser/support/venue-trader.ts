import type { Trader } from '../../support/trader.ts';

/** Levels as price and quantity. */
export interface Quotes {
  readonly bids?: readonly (readonly [price: string, quantity: string])[];
  readonly asks?: readonly (readonly [price: string, quantity: string])[];
}

/** Somebody who trades at the venue by its API, with a session. */
export class VenueTrader {
  readonly #url: string;
  readonly #trader: Pick<Trader, 'token'>;

  constructor(url: string, trader: Pick<Trader, 'token'>) {
    this.#url = url;
    this.#trader = trader;
  }

  /** Places limit orders, twenty at a time. */
  async quote({ bids = [], asks = [] }: Quotes, symbol = 'BTC_USDC'): Promise<void> {
    const orders = [
      ...bids.map(([price, quantity]) => ({ side: 'Bid', price, quantity })),
      ...asks.map(([price, quantity]) => ({ side: 'Ask', price, quantity })),
    ].map((order) => ({ ...order, symbol, orderType: 'Limit' }));
    for (let from = 0; from < orders.length; from += 20)
      for (const placed of (await this.ask('POST', '/orders', orders.slice(from, from + 20))) as {
        operation: string;
      }[])
        if (placed.operation !== 'Ok') throw new Error(`an order was refused: ${JSON.stringify(placed)}`);
  }

  async cancelAll(symbol = 'BTC_USDC'): Promise<void> {
    await this.ask('DELETE', '/orders', { symbol });
  }

  async ask(method: string, path: string, body?: object): Promise<unknown> {
    const response = await fetch(`${this.#url}/api/v1${path}`, {
      method,
      headers: { Authorization: `Bearer ${this.#trader.token}`, 'Content-Type': 'application/json' },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    if (!response.ok) throw new Error(`${method} ${path} was answered ${response.status}: ${await response.text()}`);
    return response.json();
  }
}
