import { setTimeout as sleep } from 'node:timers/promises';
import type { Answer as EngineAnswer } from '@fulcrum/engine-client';
import { logTime } from '@fulcrum/log';
import { type JsonEvent, newOrderId } from '@fulcrum/protocol';
import type { Random } from '../world/random.ts';
import { type Answer, request } from '../world/request.ts';
import type { Supervised } from '../world/supervised.ts';
import { orderCommand } from './order-kinds.ts';
import { ASSET, type Market } from './poller.ts';
import type { ApiApp } from './processes.ts';
import type { TradingWorld } from './trading-truth.ts';

/** An order as its owner knows it. */
export interface Asked {
  readonly orderId: string;
  readonly userId: string;
  /** The last time for which its owner asked to have it opened. */
  readonly validUntil: number | undefined;
  /** Every answer to `create`, in order; undefined where none came. */
  readonly opening: (Answer | undefined)[];
  /** Whether a request to open it arrived twice, so that an answer speaks of one copy alone. */
  isDoubled: boolean;
  /** The answer to `close` that says that it is closed. */
  closed: Answer | undefined;
  /** An answer that says that it was never opened, whenever that came: it has to stay true, for ten minutes of log time. */
  denied: Answer | undefined;
  /** The log's time when that was answered last. */
  deniedAt: number;
  /** What looking it up said in the end. */
  lookedUp: Answer | undefined;
}

/** A transfer, or a hold, as its owner knows it. */
export interface Moved {
  readonly transferId: string;
  /** Every event that answered a request about it. */
  readonly told: JsonEvent[];
}

export interface TraderOptions {
  readonly world: TradingWorld;
  readonly apis: readonly Supervised<ApiApp>[];
  readonly market: Market;
  readonly signal: AbortSignal;
  /** Says how long a command is valid. */
  readonly chance: Random;
  /** Draws the younger kinds of orders, so that all else is as it would be without. */
  readonly kinds: Random;
  /** Between two requests, on average. */
  readonly pauseMs: number;
}

const DEPOSIT = '10000';
/** What a broken connection has left is in the log by then. */
const LOOK_UP_AFTER_MS = 1_000;

/** Opens, closes, changes and looks up orders, and writes down what it was told. */
export class Trader {
  readonly orders: Asked[] = [];
  readonly transfers: Moved[] = [];
  /** What answered commands of the younger kinds of orders. */
  readonly told: JsonEvent[] = [];
  /** The orders of those kinds. */
  readonly #sent: string[] = [];
  readonly userId: string;
  readonly #options: TraderOptions;
  /** How many answers of which status came. */
  readonly statuses = new Map<number, number>();
  #isSettled = false;

  constructor(options: TraderOptions) {
    this.#options = options;
    this.userId = options.world.random.uuid();
  }

  /** Whether it knows what became of each of its orders. */
  get isSettled(): boolean {
    return this.#isSettled;
  }

  /** The ids of its last orders, of all kinds. */
  get recent(): readonly string[] {
    return [...this.orders.slice(-4).map(({ orderId }) => orderId), ...this.#sent.slice(-4)];
  }

  /** Trades until the signal is given, and then finds out what it does not know. */
  async run(): Promise<void> {
    const { world, signal, pauseMs } = this.#options;
    await this.#openAccount();
    while (!signal.aborted) {
      await sleep(world.random.between(0, 2 * pauseMs), undefined, { signal }).catch(() => {});
      await this.#act();
    }
    await sleep(LOOK_UP_AFTER_MS);
    await Promise.all(this.orders.filter((asked) => !isSure(asked)).map((asked) => this.#lookUp(asked)));
    this.#isSettled = true;
  }

  async #openAccount(): Promise<void> {
    for (;;) {
      const answer = await this.#ask(async ({ engine }) => {
        const { outcome } = await engine.send('create-account', { userId: this.userId, deposit: DEPOSIT });
        return { status: outcome === 'answered' ? 200 : 503, body: {} };
      });
      if (answer?.status === 200) return;
      await sleep(500);
    }
  }

  async #act(): Promise<void> {
    const { random } = this.#options.world;
    const known = this.orders.length === 0 ? undefined : random.pick(this.orders.slice(-8));
    const what = random.below(20);
    if (this.#options.chance.chance(0.08)) await this.#moveMoney();
    if (this.#options.chance.chance(0.04)) await this.#changeSettings();
    if (this.#options.kinds.chance(0.2)) await this.#sendOrder();
    if (known === undefined || what < 10) await this.#open();
    else if (what < 15) await this.#close(known);
    else if (what < 17) await this.#update(known);
    else if (what < 18) await this.#again(known);
    else await this.#status(known);
  }

  async #open(): Promise<void> {
    const { userId } = this;
    const { world } = this.#options;
    const orderId = this.#newId();
    const asked: Asked = {
      orderId,
      userId,
      ...{ validUntil: undefined, ...this.#validity() },
      opening: [],
      isDoubled: false,
      closed: undefined,
      denied: undefined,
      deniedAt: 0,
      lookedUp: undefined,
    };
    this.orders.push(asked);
    const order = this.#order(asked);
    // Half of those who got no answer send it again, and must not get two orders.
    const tries = world.random.chance(0.5) ? 6 : 1;
    for (let attempt = 0; attempt < tries; attempt++) {
      const copies = world.random.chance(0.03) ? 2 : 1;
      asked.isDoubled ||= copies > 1;
      const answer = await this.#ask(({ trade }) => trade.create(this.#session, order), copies);
      asked.opening.push(answer);
      if (answer !== undefined && answer.status !== 202 && answer.status !== 503) return;
      await sleep(world.random.between(0, 2_000));
    }
  }

  /** Pays in, puts on hold, or settles a hold: now and then twice, as whoever got no answer does. */
  async #moveMoney(): Promise<void> {
    const { chance } = this.#options;
    const { userId } = this;
    const isNew = this.transfers.length === 0 || chance.chance(0.6);
    const moved = isNew ? { transferId: this.#newId(), told: [] } : chance.pick(this.transfers.slice(-4));
    if (isNew) this.transfers.push(moved);
    const { transferId } = moved;
    const amount = `${1 + chance.below(300)}.5`;
    const ask = chance.pick<(engine: ApiApp['engine']) => Promise<EngineAnswer>>([
      (engine) => engine.send('transfer', { transferId, userId, kind: 'deposit', amount }),
      (engine) => engine.send('hold', { transferId, userId, amount }),
      (engine) => engine.send('reset-account', { transferId, userId, deposit: DEPOSIT }),
      (engine) => engine.send('settle-hold', { transferId, userId, outcome: chance.pick(['paid', 'released']) }),
    ]);
    for (let copy = chance.chance(0.2) ? 2 : 1; copy > 0; copy--) {
      await this.#ask(async ({ engine }) => {
        const answer = await ask(engine);
        if (answer.outcome !== 'answered') return { status: 503, body: {} };
        if (answer.event.type !== 'rejected') moved.told.push(answer.event);
        return { status: 200, body: {} };
      });
    }
  }

  /** Places, changes, cancels, closes in part, nets, and so on: what only the newest rules know. */
  async #sendOrder(): Promise<void> {
    const { world, kinds: chance } = this.#options;
    const { userId } = this;
    const price = (dollarsAway: number) => this.#price(dollarsAway);
    const newId = () => newOrderId(Date.now()).slice(0, 15) + chance.uuid().slice(15);
    const now = logTime(world.truth.end);
    const sent = this.#sent.slice(-6);
    const { type, command } = orderCommand({ chance, userId, asset: ASSET, price, now, newId, sent });
    if (type === 'create-order') this.#sent.push(command.orderId);
    await this.#ask(async ({ engine }) => {
      const answer = await engine.send(type, command as Parameters<typeof engine.send<typeof type>>[1]);
      if (answer.outcome === 'answered') this.told.push(answer.event);
      return { status: answer.outcome === 'answered' ? 200 : 503, body: {} };
    });
  }

  /** Limits, restricts or pauses the account. Most of it is taken back soon. */
  async #changeSettings(): Promise<void> {
    const { chance, world } = this.#options;
    const { userId } = this;
    const limits = { maxOpenOrders: chance.pick([1, 3, null]), maxNotional: chance.pick(['300', '2000', null, null]) };
    const pausedUntil = Math.floor(logTime(world.truth.end) + chance.between(-200, 3_000));
    const ask = chance.pick<(engine: ApiApp['engine']) => Promise<EngineAnswer>>([
      (engine) => engine.send('set-account', { userId, limits }),
      (engine) => engine.send('set-account', { userId, limits: { maxOpenOrders: null, maxNotional: null } }),
      (engine) => engine.send('set-account', { userId, pausedUntil }),
      (engine) => engine.send('set-account', { userId, rights: chance.pick(['full', 'full', 'close_only', 'none']) }),
      (engine) => engine.send('set-account', { userId, rights: 'full' }),
    ]);
    await this.#ask(async ({ engine }) => ({
      status: (await ask(engine)).outcome === 'answered' ? 200 : 503,
      body: {},
    }));
  }

  /** The id of an order that is there, or was, or was refused. */
  async #again(asked: Asked): Promise<void> {
    asked.opening.push(await this.#ask(({ trade }) => trade.create(this.#session, this.#order(asked))));
  }

  async #close(asked: Asked): Promise<void> {
    const { orderId } = asked;
    const answer = await this.#ask(({ trade }) => trade.close(this.#session, { orderId, ...this.#validity() }));
    if (answer?.status === 200) asked.closed = answer;
  }

  async #update(asked: Asked): Promise<void> {
    const { orderId } = asked;
    const stopLoss = this.#options.world.random.chance(0.5) ? null : this.#price(-1_000);
    await this.#ask(({ trade }) => trade.update(this.#session, { orderId, stopLoss, ...this.#validity() }));
  }

  async #lookUp(asked: Asked): Promise<void> {
    for (;;) {
      const answer = await this.#status(asked);
      if (answer?.status === 404 || (answer?.status === 200 && answer.body.status !== 'pending')) {
        asked.lookedUp = answer;
        return;
      }
      // Redis lost the account: signing in again opens it.
      if (answer?.body.code === 'unknown_account') await this.#openAccount();
      await sleep(300);
    }
  }

  async #status(asked: Asked): Promise<Answer | undefined> {
    const answer = await this.#ask(({ trade }) => trade.status(this.#session, asked.orderId));
    if (answer?.status === 404 || answer?.body.status === 'rejected') {
      asked.denied ??= answer;
      asked.deniedAt = logTime(this.#options.world.truth.end);
    }
    return answer;
  }

  /** One in ten is no UUIDv7 and has to be looked up. */
  #newId(): string {
    const { world, chance } = this.#options;
    const id = world.random.uuid();
    return chance.chance(0.1) ? id : newOrderId(Date.now()).slice(0, 15) + id.slice(15);
  }

  /** Of three requests one must not be carried out later than soon, by the clock of the log. */
  #validity(): { validUntil?: number } {
    const { chance, world } = this.#options;
    return chance.chance(1 / 3)
      ? { validUntil: Math.floor(logTime(world.truth.end) + chance.between(-20, 2_000)) }
      : {};
  }

  #order({ orderId, validUntil }: Asked) {
    const { random } = this.#options.world;
    const side: 'buy' | 'sell' = random.chance(0.5) ? 'buy' : 'sell';
    const towards = side === 'buy' ? 1 : -1;
    const levels = random.chance(0.6)
      ? {
          takeProfit: this.#price(towards * random.below(400)),
          stopLoss: this.#price(-towards * (10 + random.below(400))),
        }
      : {};
    const size = { quantity: `0.00${1 + random.below(9)}`, leverage: random.pick([2, 10, 50, 100]) };
    return { orderId, asset: ASSET, side, ...size, ...levels, ...(validUntil === undefined ? {} : { validUntil }) };
  }

  #price(dollarsAway: number): string {
    return (this.#options.market.middle / 100 + dollarsAway).toFixed(2);
  }

  async #ask(handle: Parameters<typeof request<ApiApp>>[2], copies = 1): Promise<Answer | undefined> {
    const { world, apis } = this.#options;
    const answer = await request(world, world.random.pick(apis), handle, copies);
    const status = answer?.status ?? 0;
    this.statuses.set(status, (this.statuses.get(status) ?? 0) + 1);
    if (status >= 500 && status !== 503) world.violate(`the API answered ${status}: ${answer?.body.code}`);
    return answer;
  }

  get #session() {
    return { userId: this.userId, sessionId: this.userId, expiresAt: Number.MAX_SAFE_INTEGER };
  }
}

/** Whether the answers to its creation say for sure what became of an order. */
function isSure({ opening }: Asked): boolean {
  return opening.some((answer) => answer?.status === 201);
}
