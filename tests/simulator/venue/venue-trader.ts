import { setTimeout as sleep } from 'node:timers/promises';
import type { CommandData } from '@fulcrum/matching';
import { type Answer, request } from '../world/request.ts';
import type { Supervised } from '../world/supervised.ts';
import { DEPOSITS, MARKETS } from './listing.ts';
import type { VenueApp } from './venue-process.ts';
import type { VenueWorld } from './venue-truth.ts';

/** An order as its owner knows it. */
export interface Asked {
  readonly userId: string;
  readonly clientId: number;
  /** Undefined where none came. */
  readonly answer: Answer | undefined;
}

export interface VenueTraderOptions {
  readonly world: VenueWorld;
  readonly venues: readonly Supervised<VenueApp>[];
  readonly signal: AbortSignal;
  /** Between two requests, on average. */
  readonly pauseMs: number;
}

/** Places and cancels orders, each once, and writes down what it was told. */
export class VenueTrader {
  readonly orders: Asked[] = [];
  readonly userId: string;
  readonly #options: VenueTraderOptions;
  #isSettled = false;
  #placed = 0;

  constructor(options: VenueTraderOptions) {
    this.#options = options;
    this.userId = options.world.random.uuid();
  }

  /** Whether it waits for no answer of an order any more. */
  get isSettled(): boolean {
    return this.#isSettled;
  }

  /** Trades until the signal is given. */
  async run(): Promise<void> {
    const { world, signal, pauseMs } = this.#options;
    while (!signal.aborted) {
      await sleep(world.random.between(0, 2 * pauseMs), undefined, { signal }).catch(() => {});
      await this.#act();
    }
    this.#isSettled = true;
  }

  async #act(): Promise<void> {
    const { random } = this.#options.world;
    const market = random.pick(MARKETS);
    const what = random.below(20);
    if (what < 14) return this.#place(market);
    const { userId } = this;
    if (what < 18) {
      const name = this.#name();
      await this.#ask(({ client }) => client.send('cancel-order', { userId, market, ...name }));
    } else {
      const side = random.chance(0.5) ? {} : { side: random.pick(['buy', 'sell'] as const) };
      await this.#ask(({ client }) => client.send('cancel-orders', { userId, market, ...side }));
    }
  }

  /** One of its last orders by one of its names. */
  #name(): { orderId: string } | { clientId: number } {
    const { random } = this.#options.world;
    if (this.orders.length === 0) return { clientId: 0 };
    const { clientId, answer } = random.pick(this.orders.slice(-8));
    const orderId = answer?.body.orderId;
    return typeof orderId === 'string' && random.chance(0.5) ? { orderId } : { clientId };
  }

  /** An account that is not known, because none was made or its log was lost, is made, and the order is told as refused. */
  async #place(market: string): Promise<void> {
    const { userId } = this;
    const { random } = this.#options.world;
    const clientId = this.#placed;
    this.#placed += 1;
    const order = { userId, market, clientId, ...this.#order() };
    const answer = await this.#ask(({ client }) => client.send('place-order', order));
    this.orders.push({ userId, clientId, answer });
    if (answer?.body.code === 'UNAUTHORIZED')
      await this.#ask(({ client }) => client.send('create-account', { userId, deposits: DEPOSITS }));
    if (answer === undefined) await sleep(random.between(0, 1_000));
  }

  /** Prices meet about as often as not. */
  #order(): Pick<CommandData<'place-order'>, 'side' | 'orderType'> & Partial<CommandData<'place-order'>> {
    const { random } = this.#options.world;
    const side = random.pick(['buy', 'sell'] as const);
    const quantity = (0.01 * (1 + random.below(300))).toFixed(2);
    if (random.chance(0.2)) {
      const size = random.chance(0.5) ? { quantity } : { quoteQuantity: String(1 + random.below(200)) };
      return { side, orderType: 'market', ...size };
    }
    const price = (100 + 0.5 * (random.below(16) - 8)).toFixed(1);
    const others = random.pick([
      ...[{}, {}, {}, { postOnly: true }, { timeInForce: 'IOC' as const }, { timeInForce: 'FOK' as const }],
      ...[{ selfTradePrevention: 'reject_maker' as const }, { selfTradePrevention: 'reject_both' as const }],
    ]);
    return { side, orderType: 'limit', price, quantity, ...others };
  }

  #ask(send: (app: VenueApp) => ReturnType<VenueApp['client']['send']>): Promise<Answer | undefined> {
    const { world, venues } = this.#options;
    return request(world, world.random.pick(venues), async (app) => ({ status: 200, body: (await send(app)).event }));
  }
}
