import { setTimeout as sleep } from 'node:timers/promises';
import type { ApiAnswer, Trader } from './trader.ts';

/** What became of an order as far as its owner was told. */
export interface Asked {
  readonly orderId: string;
  /** The answer to `create-order` that settled it, or undefined while none did. */
  opened: ApiAnswer | undefined;
  /** The answer to `close-order`, if that was asked for and answered with 200. */
  closed: ApiAnswer | undefined;
  /** What `GET /trade/orders/:id` said in the end, for an order without a sure answer. */
  lookedUp: ApiAnswer | undefined;
}

const PAUSE_MS = 25;
const LOOK_UP_LIMIT_MS = 60_000;

/**
 * Opens and closes orders without a pause, under ids of its own. A request that fails, or is pending, is nothing to
 * give up on: it may have been done, so it is either sent again under the same id, or looked up at the end.
 */
export class BusyTrader {
  readonly trader: Trader;
  readonly orders: Asked[] = [];
  /** Every status that came back; 0 stands for a connection that broke. */
  readonly statuses = new Set<number>();
  #stopping = false;
  #turn = 0;
  /** The middle of the market, around which the levels are put. */
  readonly #price: () => number;

  constructor(trader: Trader, price: () => number) {
    this.trader = trader;
    this.#price = price;
  }

  async trade(): Promise<void> {
    for (; !this.#stopping; this.#turn++) {
      const old = this.orders[this.orders.length - 5];
      if (this.#turn % 4 === 3 && old?.opened?.status === 201) await this.#close(old);
      else await this.#open();
      await sleep(PAUSE_MS);
    }
  }

  stop(): void {
    this.#stopping = true;
  }

  /** Asks for every order without a sure answer until there is one. */
  async lookUp(): Promise<void> {
    const unsure = this.orders.filter(({ opened }) => opened === undefined);
    await Promise.all(unsure.map((asked) => this.#lookUp(asked)));
  }

  async #open(): Promise<void> {
    const asked: Asked = { orderId: crypto.randomUUID(), opened: undefined, closed: undefined, lookedUp: undefined };
    this.orders.push(asked);
    const side = this.#turn % 2 === 0 ? 'buy' : 'sell';
    const away = (dollars: number) => (this.#price() + (side === 'buy' ? dollars : -dollars)).toFixed(2);
    const leverage = [10, 50, 100][this.#turn % 3];
    const levels = this.#turn % 5 === 0 ? {} : { takeProfit: away(12), stopLoss: away(-12) };
    const order = { orderId: asked.orderId, side, quantity: '0.01', leverage, ...levels };
    // Half of those who got no answer send it again, and must not get two orders.
    const tries = this.#turn % 2 === 0 ? 40 : 1;
    for (let attempt = 0; attempt < tries && asked.opened === undefined; attempt++) {
      if (attempt > 0) await sleep(250);
      const answer = await this.#ask(() => this.trader.open(order));
      if (answer === undefined || answer.status === 202 || answer.status === 503) continue;
      // After an attempt without an answer a refusal speaks of the later attempt alone.
      if (answer.status === 201 || attempt === 0) asked.opened = answer;
      else return;
    }
  }

  async #close(asked: Asked): Promise<void> {
    const answer = await this.#ask(() => this.trader.close(asked.orderId));
    if (answer?.status === 200) asked.closed = answer;
  }

  async #lookUp(asked: Asked): Promise<void> {
    for (const until = Date.now() + LOOK_UP_LIMIT_MS; Date.now() < until; await sleep(300)) {
      const answer = await this.#ask(() => this.trader.get(`/trade/orders/${asked.orderId}`));
      const isSettled = answer?.status === 200 && answer.body.status !== 'pending';
      if (isSettled || answer?.status === 404) {
        asked.lookedUp = answer;
        return;
      }
    }
    throw new Error(`the order ${asked.orderId} is not settled`);
  }

  /** Too many requests at once are sent again a little later: the engine has not seen them. */
  async #ask(send: () => Promise<ApiAnswer>): Promise<ApiAnswer | undefined> {
    for (;;) {
      const answer = await send().catch(() => undefined);
      this.statuses.add(answer?.status ?? 0);
      if (answer?.status !== 429) return answer;
      await sleep(500);
    }
  }
}
