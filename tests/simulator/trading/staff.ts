import { setTimeout as sleep } from 'node:timers/promises';
import type { Answer as EngineAnswer } from '@fulcrum/engine-client';
import { type JsonEvent, newOrderId } from '@fulcrum/protocol';
import type { Random } from '../world/random.ts';
import { request } from '../world/request.ts';
import type { Supervised } from '../world/supervised.ts';
import { ASSET, type Market } from './poller.ts';
import type { ApiApp } from './processes.ts';
import type { Trader } from './trader.ts';
import type { TradingWorld } from './trading-truth.ts';

export interface StaffOptions {
  readonly world: TradingWorld;
  readonly apis: readonly Supervised<ApiApp>[];
  readonly market: Market;
  readonly traders: readonly Trader[];
  readonly signal: AbortSignal;
  /** A source of their own, so that all else is as it would be without them. */
  readonly chance: Random;
}

/** Between two commands, on average. */
const PAUSE_MS = 700;
const NAMES = ['desk:ada', 'desk:ben'];

type Engine = ApiApp['engine'];

/** The people of the desk: they restrict accounts, and act in the place of their owners. */
export class Staff {
  readonly #options: StaffOptions;
  /** What answered their commands. */
  readonly told: JsonEvent[] = [];

  constructor(options: StaffOptions) {
    this.#options = options;
  }

  async run(): Promise<void> {
    const { chance, signal } = this.#options;
    while (!signal.aborted) {
      await sleep(chance.between(0, 2 * PAUSE_MS), undefined, { signal }).catch(() => {});
      await this.#ask(this.#command());
    }
  }

  #command(): (engine: Engine) => Promise<EngineAnswer> {
    const { chance, traders } = this.#options;
    const { userId, recent } = chance.pick(traders);
    const actor = chance.pick(NAMES);
    const named = { userId, actor };
    const orderId = recent.length === 0 ? this.#newId() : chance.pick(recent);
    return chance.pick<(engine: Engine) => Promise<EngineAnswer>>([
      // Most restrictions stay for a while, so that owners and staff meet them.
      (engine) => engine.send('set-account', { ...named, rights: chance.pick(['close_only', 'none', 'full']) }),
      (engine) => engine.send('create-order', { ...named, ...this.#order() }),
      (engine) => engine.send('create-order', { ...named, ...this.#order() }),
      (engine) => engine.send('create-order', { ...named, ...this.#order(), ...this.#waiting() }),
      (engine) => engine.send('close-order', { ...named, orderId }),
      (engine) => engine.send('close-order', { ...named, orderId }),
      (engine) => engine.send('update-order', { ...named, orderId, takeProfit: null }),
      (engine) => engine.send('cancel-order', { ...named, orderId }),
      (engine) => engine.send(chance.chance(0.5) ? 'close-all' : 'cancel-all', { ...named, asset: ASSET }),
    ]);
  }

  #order() {
    const { chance } = this.#options;
    const side = chance.pick(['buy', 'sell'] as const);
    const quantity = chance.pick(['0.001', '0.002', '0.005']);
    return { orderId: this.#newId(), asset: ASSET, side, quantity, leverage: chance.pick([2, 10]) };
  }

  #waiting() {
    const { chance, market } = this.#options;
    const price = (market.middle / 100 + chance.below(400) - 200).toFixed(2);
    return { orderType: chance.pick(['limit', 'stop'] as const), price };
  }

  #newId(): string {
    return newOrderId(Date.now()).slice(0, 15) + this.#options.chance.uuid().slice(15);
  }

  async #ask(command: (engine: Engine) => Promise<EngineAnswer>): Promise<void> {
    const { world, apis, chance } = this.#options;
    const answer = await request(world, chance.pick(apis), async ({ engine }) => {
      const sent = await command(engine);
      if (sent.outcome === 'answered') this.told.push(sent.event);
      return { status: sent.outcome === 'answered' ? 200 : 503, body: {} };
    });
    if (answer !== undefined && answer.status >= 500 && answer.status !== 503)
      world.violate(`the API answered staff with ${answer.status}: ${answer.body.code}`);
  }
}
