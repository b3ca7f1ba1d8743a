import { setTimeout as sleep } from 'node:timers/promises';
import { DEALER_SOURCE } from '@fulcrum/cfd';
import { newOrderId } from '@fulcrum/protocol';
import { streamKeys } from '@fulcrum/streams';
import { appendCommand } from '../../../tools/log/ask-engine.ts';
import type { Stack } from '../../support/stack.ts';
import { WAVE, type WaveMarket } from '../market.ts';
import { pick } from './order-choice.ts';

const EVERY_MS = 250;
const NAMES = ['desk:ada', 'desk:ben'];
/** Accounts that the desk restricts. The others trade on. */
const CLIENTS = 3;

type Act = (userId: string, actor: string) => Promise<unknown>;

/** The people of the desk: they restrict accounts, trade in the place of their owners, and set prices by hand. */
export class Desk {
  /** The orders that they have sent, which no trader knows. */
  readonly orders = new Set<string>();
  readonly #stack: Stack;
  readonly #market: WaveMarket;
  readonly #random: () => number;
  #clients: readonly string[] = [];
  #isStopping = false;

  constructor(stack: Stack, market: WaveMarket, random: () => number) {
    this.#stack = stack;
    this.#market = market;
    this.#random = random;
  }

  /** @param clients those whose accounts may be restricted. */
  async work(clients: readonly string[]): Promise<void> {
    this.#clients = clients.slice(0, CLIENTS);
    const acts: Act[] = [
      (userId, actor) => this.#restrict(userId, actor, pick(['close_only', 'none', 'full'], this.#random)),
      (userId, actor) => this.#open(userId, actor),
      (userId, actor) => this.#open(userId, actor),
      (userId, actor) => this.#send('close-all', { userId, actor, asset: WAVE }),
      (_userId, actor) => this.#setPrice(actor),
      (_userId, actor) => this.#setPrice(actor),
    ];
    while (!this.#isStopping) {
      const [act, userId] = [pick(acts, this.#random), pick(this.#clients, this.#random)];
      // While Redis is away nobody can do anything. What was sent may have arrived.
      await act(userId, pick(NAMES, this.#random)).catch(() => {});
      await sleep(EVERY_MS);
    }
    for (const userId of this.#clients) await this.#restrict(userId, 'desk:ada', 'full').catch(() => {});
  }

  stop(): void {
    this.#isStopping = true;
  }

  #restrict(userId: string, actor: string, rights: 'full' | 'close_only' | 'none'): Promise<unknown> {
    return this.#send('set-account', { userId, actor, rights });
  }

  /** Of some the owner would not be allowed to open any. */
  #open(userId: string, actor: string): Promise<unknown> {
    const orderId = newOrderId(Date.now());
    this.orders.add(orderId);
    const side = pick(['buy', 'sell'] as const, this.#random);
    return this.#send('create-order', { orderId, userId, actor, asset: WAVE, side, quantity: '0.001', leverage: 10 });
  }

  /** What the desk sets it also shows. Now and then it is so far off that a guard would hold it. */
  async #setPrice(actor: string): Promise<void> {
    const middle = this.#market.price * pick([1, 1, 1.0005, 0.96], this.#random);
    const [bid, ask] = [middle.toFixed(2), (middle + 0.1).toFixed(2)];
    await this.#send('set-price', { asset: WAVE, bid, ask, actor });
    const shown = {
      asset: WAVE,
      bid,
      bidQuantity: '0',
      ask,
      askQuantity: '0',
      exchangeTime: '',
      source: DEALER_SOURCE,
    };
    await this.#stack.redis.xadd(streamKeys().price, '*', ...Object.entries(shown).flat());
  }

  #send<Type extends Parameters<typeof appendCommand>[1]>(
    type: Type,
    asked: Parameters<typeof appendCommand<Type>>[2],
  ): Promise<unknown> {
    return appendCommand({ redis: this.#stack.redis, keys: streamKeys() }, type, asked);
  }
}
