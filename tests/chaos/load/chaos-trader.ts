import { setTimeout as sleep } from 'node:timers/promises';
import type { ApiAnswer } from '../../support/trader.ts';
import type { Client, Outcome } from './client.ts';
import type { LoadFigures } from './load-figures.ts';
import { chooseOrder, type PriceOf, pick } from './order-choice.ts';
import { levelsAround } from './order-kinds.ts';
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
  /** Orders that wait for their price, as far as their owner knows. */
  #waiting: Told[] = [];
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
    if (this.#random() < 0.01) await this.#setLimits();
    if (this.#random() < 0.01) await this.#closeAll();
    if (this.#random() < 0.01) await this.#cancelAll();
    const held = this.#open.length;
    if (this.#waiting.length > 0 && this.#random() < 0.15)
      return this.#changeWaiting(pick(this.#waiting, this.#random));
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
      this.#keep(told, body);
      this.#figures.acknowledged += 1;
    } else if (status === 202 || status === 500) told.unsure = true;
    // A refusal is about this attempt alone. An earlier one may have been carried out, or may still be.
    else if (status < 500 && !told.unsure) told.refused = body.code;
    else if (status < 500) await this.#lookUp(told, false);
  }

  /** The answer 201 tells what became of an order at once. */
  #keep(told: Told, body: ApiAnswer['body']): void {
    if (body.closedQuantity !== undefined) told.reduced = body;
    else if (body.placedAt !== undefined) {
      told.placed = body;
      this.#waiting.push(told);
    } else {
      told.opened = body;
      this.#open.push(told);
    }
  }

  async #close(told: Told): Promise<void> {
    const terms = { orderId: told.orderId, ...this.#part(told), ...this.#validity() };
    const outcome = await this.#client.post('/trade/close-order', terms);
    if (typeof outcome === 'string') return;
    const { status, body } = outcome;
    if (status === 200 && body.remaining !== undefined) return void told.parts.push(body);
    if (status === 200) told.closed = body;
    if (status === 404) told.saidNotOpen = true;
    if (status === 200 || status === 404) this.#forget(told);
  }

  /** A third of what is open, now and then. It is refused where an answer about an earlier part has not come. */
  #part({ opened, parts }: Told): { quantity?: string; openQuantity?: string } {
    const openQuantity = parts.at(-1)?.remaining ?? opened?.quantity;
    if (openQuantity === undefined || this.#random() > 0.3) return {};
    return { quantity: (Number(openQuantity) / 3).toFixed(4), openQuantity };
  }

  async #closeAll(): Promise<void> {
    const known = this.#open;
    const outcome = await this.#client.post('/trade/close-all', {});
    if (typeof outcome === 'string' || outcome.status !== 200 || outcome.body.left > 0) return;
    for (const told of known) told.saidNotOpen = true;
    this.#open = this.#open.filter((told) => !known.includes(told));
  }

  async #cancelAll(): Promise<void> {
    const known = this.#waiting;
    const outcome = await this.#client.post('/trade/cancel-all', {});
    if (typeof outcome === 'string' || outcome.status !== 200) return;
    for (const told of known) told.saidNotWaiting = true;
    this.#waiting = this.#waiting.filter((told) => !known.includes(told));
  }

  /** Cancels an order that waits, or moves it. One that waits no longer may have opened. */
  async #changeWaiting(told: Told): Promise<void> {
    const { orderId, placed } = told;
    const price = ((Number(placed?.price) * (9_999 + 2 * this.#random())) / 10_000).toFixed(2);
    const [path, terms] = this.#random() < 0.5 ? ['cancel-order', {}] : ['update-order', { price }];
    const outcome = await this.#client.post(`/trade/${path}`, { orderId, ...terms });
    if (typeof outcome === 'string') return;
    const { status, body } = outcome;
    if (status === 200 && path === 'update-order') return void told.updates.push(body);
    if (status === 200) told.cancelled = body;
    else if (status === 404 && path === 'cancel-order') told.saidNotWaiting = true;
    else return;
    this.#waiting = this.#waiting.filter((other) => other !== told);
    if (status === 404) await this.#lookUp(told, false);
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
   *   that is there, or was, stays known in any case.
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
    if (isFinal || (said.status !== 'unknown' && said.status !== 'rejected')) told.lookedUp = said;
    else told.saidEarly = said;
  }
}
