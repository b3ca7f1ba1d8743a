import { setTimeout as sleep } from 'node:timers/promises';
import type { Client, Outcome } from './client.ts';
import type { LoadFigures } from './load-figures.ts';
import { chooseOrder, levelsAround, type PriceOf, pick } from './order-choice.ts';
import { isSettled, type LookedUp, newTold, type Told } from './told.ts';

/** How long one in four commands is valid: as long as those of the screen. */
const VALID_MS = 3_000;
/** With more open orders than this a trader mostly closes some. */
const OPEN_ORDERS = 12;
const AGAIN_MS = 250;
const LOOK_UPS_AT_ONCE = 8;
const LOOK_UP_LIMIT_MS = 60_000;

/**
 * Trades without a pause, under ids of its own. A request that fails or is pending may have been carried out. So it is
 * sent again under the same id, or looked up.
 */
export class ChaosTrader {
  readonly orders: Told[] = [];
  readonly #client: Client;
  readonly #random: () => number;
  readonly #priceOf: PriceOf;
  readonly #figures: LoadFigures;
  #open: Told[] = [];
  #isStopping = false;

  constructor(client: Client, random: () => number, priceOf: PriceOf, figures: LoadFigures) {
    this.#client = client;
    this.#random = random;
    this.#priceOf = priceOf;
    this.#figures = figures;
  }

  get userId(): string {
    return this.#client.userId;
  }

  /** Acts once in this many milliseconds, or as fast as answers come. */
  async trade(everyMs: number): Promise<void> {
    while (!this.#isStopping) {
      const startedAt = performance.now();
      await this.#act();
      await sleep(Math.max(1, startedAt + everyMs - performance.now()));
    }
  }

  stop(): void {
    this.#isStopping = true;
  }

  /**
   * Asks for every order without a sure answer until there is one.
   *
   * @throws when an order is not settled in a minute, although nothing is disturbed any more.
   */
  async lookUpAll(): Promise<void> {
    const unsure = this.orders.filter((told) => !isSettled(told));
    const takeTurns = async () => {
      for (let told = unsure.pop(); told !== undefined; told = unsure.pop()) await this.#untilLookedUp(told);
    };
    await Promise.all(Array.from({ length: LOOK_UPS_AT_ONCE }, takeTurns));
  }

  ask(path: string): Promise<Outcome> {
    return this.#client.get(path);
  }

  /** Causes a refusal. It is the last event of each feed of this trader. */
  refuse(orderId: string): Promise<Outcome> {
    return this.#client.post('/trade/close-order', { orderId });
  }

  async #act(): Promise<void> {
    const drawn = this.#random();
    const held = this.#open.length;
    if (this.#random() < 0.01) await this.#setLimits();
    if (held > 0 && drawn < 0.12) await this.#update(pick(this.#open, this.#random));
    else if (held > OPEN_ORDERS || (held > 4 && drawn < 0.3)) await this.#close(pick(this.#open, this.#random));
    else await this.#openOne();
  }

  /** Some refuse openings; the next ones allow them again. What holds is compared with the log, as all of the state is. */
  async #setLimits(): Promise<void> {
    const limits = pick([{}, { maxOpenOrders: 8 }, { maxTotalNotional: '20000' }], this.#random);
    await this.#client.put('/account/limits', limits);
  }

  async #openOne(): Promise<void> {
    const order = chooseOrder(this.#random, this.#priceOf);
    const sendsAgain = this.#random() < 0.5;
    if (order === undefined) return;
    const told = newTold(this.userId);
    Object.assign(told, this.#validity());
    this.orders.push(told);
    this.#figures.orders += 1;
    await this.#send(told, order);
    if (isSettled(told)) return;
    this.#figures.pending += 1;
    while (!isSettled(told) && told.saidEarly === undefined && !this.#isStopping) {
      await sleep(AGAIN_MS);
      if (sendsAgain) await this.#send(told, order);
      else await this.#lookUp(told, false);
    }
    if (isSettled(told)) this.#figures.settledLater += 1;
  }

  async #send(told: Told, order: object): Promise<void> {
    const outcome = await this.#client.post('/trade/create-order', {
      ...order,
      orderId: told.orderId,
      validUntil: told.validUntil,
    });
    if (outcome === 'not taken') return;
    if (outcome === 'no answer') {
      told.unsure = true;
      return;
    }
    const { status, body } = outcome;
    if (status === 201) {
      told.opened = body;
      this.#open.push(told);
      this.#figures.acknowledged += 1;
    } else if (status === 202 || status === 500) told.unsure = true;
    // A refusal is about this attempt alone. An earlier one may have been carried out, or may still be.
    else if (status < 500 && !told.unsure) told.refused = body.code;
    else if (status < 500) await this.#lookUp(told, false);
  }

  async #close(told: Told): Promise<void> {
    const outcome = await this.#client.post('/trade/close-order', { orderId: told.orderId, ...this.#validity() });
    if (typeof outcome === 'string') return;
    if (outcome.status === 200) told.closed = outcome.body;
    if (outcome.status === 404) told.saidNotOpen = true;
    if (outcome.status === 200 || outcome.status === 404) this.#forget(told);
  }

  async #update(told: Told): Promise<void> {
    const { asset = '', side = 'buy' } = told.opened ?? {};
    const price = this.#priceOf(asset);
    const levels = price === undefined ? {} : levelsAround(price, side, 2 + 4 * this.#random());
    const outcome = await this.#client.post('/trade/update-order', {
      orderId: told.orderId,
      ...levels,
      ...this.#validity(),
    });
    if (typeof outcome === 'string') return;
    if (outcome.status === 200) told.updates.push(outcome.body);
    if (outcome.status === 404) {
      told.saidNotOpen = true;
      this.#forget(told);
    }
  }

  #validity(): { validUntil?: number } {
    return this.#random() < 0.25 ? { validUntil: Date.now() + VALID_MS } : {};
  }

  #forget(told: Told): void {
    this.#open = this.#open.filter((other) => other !== told);
  }

  async #untilLookedUp(told: Told): Promise<void> {
    for (const until = Date.now() + LOOK_UP_LIMIT_MS; Date.now() < until; await sleep(AGAIN_MS)) {
      await this.#lookUp(told, true);
      if (!isSettled(told)) continue;
      this.#figures.settledLater += 1;
      return;
    }
    throw new Error(`the order ${told.orderId} is not settled, although nothing is disturbed any more`);
  }

  /**
   * @param isFinal whether every attempt is certainly over. Until then an order that is not there may still come. An order
   *   that is open or closed stays known in any case.
   */
  async #lookUp(told: Told, isFinal: boolean): Promise<void> {
    const outcome = await this.#client.get(`/trade/orders/${told.orderId}`);
    if (typeof outcome === 'string') return;
    const { status, body } = outcome;
    const said: LookedUp | undefined =
      status === 404
        ? { status: 'unknown', order: undefined, code: undefined }
        : status === 200 && body.status !== 'pending'
          ? { status: body.status, order: body.order, code: body.rejection?.code }
          : undefined;
    if (said === undefined) return;
    if (isFinal || said.status === 'open' || said.status === 'closed') told.lookedUp = said;
    else told.saidEarly = said;
  }
}
