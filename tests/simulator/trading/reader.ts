import { setTimeout as sleep } from 'node:timers/promises';
import type { ValuedOrderJson } from '@fulcrum/protocol';
import { readBalance } from '../../../apps/api/src/controllers/balance.controller.ts';
import type { Random } from '../world/random.ts';
import { request } from '../world/request.ts';
import type { Supervised } from '../world/supervised.ts';
import type { ApiApp } from './processes.ts';
import type { TradingWorld } from './trading-truth.ts';

type ToldOrder = Pick<ValuedOrderJson, 'orderId' | 'takeProfit' | 'stopLoss' | 'asset' | 'side' | 'currentPrice'>;

export interface ReaderOptions {
  readonly world: TradingWorld;
  readonly apis: readonly Supervised<ApiApp>[];
  readonly random: Random;
  readonly userId: string;
  readonly signal: AbortSignal;
}

/** Between two requests, on average. */
const PAUSE_MS = 400;
const PAGE = 2;
/** Within this time those are begun that are read at once. */
const SPREAD_MS = 100;

/** Reads a trader's account over and over, and holds each answer to what the log has said since it was asked for. */
export class Reader {
  readonly #options: ReaderOptions;
  /** How many lists and figures were held to the truth. */
  compared = 0;

  constructor(options: ReaderOptions) {
    this.#options = options;
  }

  async run(): Promise<void> {
    const { random, signal } = this.#options;
    const reads = [() => this.#readFigures(), () => this.#readList(), () => this.#readPages()];
    while (!signal.aborted) {
      await sleep(random.between(0, 2 * PAUSE_MS), undefined, { signal }).catch(() => {});
      const read = random.pick(reads);
      // Several at once share readings, and none may share one that began before it asked.
      const together = random.chance(0.3) ? 5 : 1;
      await Promise.all(Array.from({ length: together }, () => sleep(random.between(0, SPREAD_MS)).then(read)));
    }
  }

  async #readFigures(): Promise<void> {
    const { truth } = this.#options.world;
    const since = truth.versionOf(this.#options.userId);
    const answer = await this.#ask(({ reads }) => readBalance(reads, this.#session));
    if (answer?.status !== 200) return;
    const versions = truth.versionsSince(this.#options.userId, since);
    this.#expect(
      versions.some(({ balance }) => balance === answer.body.balance),
      answer.body,
      versions,
    );
  }

  /** The whole list is that of one moment, and so are its prices. */
  async #readList(): Promise<void> {
    const { truth } = this.#options.world;
    const since = truth.versionOf(this.#options.userId);
    const answer = await this.#ask(({ trade }) => trade.openOrders(this.#session, {}));
    if (answer?.status !== 200) return;
    const versions = truth.versionsSince(this.#options.userId, since);
    const told = ordersIn(answer.body).map(({ orderId, takeProfit, stopLoss }) => [orderId, takeProfit, stopLoss]);
    const isThere = versions.some(({ orders }) => JSON.stringify([...orders.values()]) === JSON.stringify(told));
    this.#expect(isThere && haveOnePrice(ordersIn(answer.body)), answer.body, versions);
  }

  /** Each page is of its own moment: what is open all the time is on exactly one, and nothing is on two, unless its id was used again. */
  async #readPages(): Promise<void> {
    const { truth } = this.#options.world;
    const since = truth.versionOf(this.#options.userId);
    const told: string[] = [];
    for (let cursor: string | undefined, isFirst = true; isFirst || cursor !== undefined; isFirst = false) {
      const page = { limit: PAGE, ...(cursor === undefined ? {} : { cursor }) };
      const answer = await this.#ask(({ trade }) => trade.openOrders(this.#session, page));
      if (answer?.status !== 200) return;
      told.push(...ordersIn(answer.body).map(({ orderId }) => orderId));
      cursor = answer.body.nextCursor as string | undefined;
    }
    const versions = truth.versionsSince(this.#options.userId, since);
    const always = [...(versions[0]?.orders.keys() ?? [])].filter((id) =>
      versions.every(({ orders }) => orders.has(id)),
    );
    const isRight =
      told.every((id, at) => told.indexOf(id) === at || versions.some(({ orders }) => !orders.has(id))) &&
      always.every((id) => told.includes(id)) &&
      told.every((id) => versions.some(({ orders }) => orders.has(id)));
    this.#expect(isRight, told, versions);
  }

  /** After a loss nobody knows what is right. */
  #expect(isRight: boolean, told: unknown, versions: readonly object[]): void {
    const { world, userId } = this.#options;
    if (world.truth.isBroken) return;
    this.compared += 1;
    const seen = JSON.stringify(versions, (_key, value) => (value instanceof Map ? [...value.values()] : value));
    if (!isRight) world.violate(`${userId} was told ${JSON.stringify(told)}, where the log says ${seen}`);
  }

  #ask(handle: Parameters<typeof request<ApiApp>>[2]) {
    const { world, apis, random } = this.#options;
    return request(world, random.pick(apis), handle);
  }

  get #session() {
    const { userId } = this.#options;
    return { userId, sessionId: userId, expiresAt: Number.MAX_SAFE_INTEGER };
  }
}

function ordersIn(body: Record<string, unknown>) {
  return body.orders as ToldOrder[];
}

/** All buys of an asset close at the same price, and all sells. */
function haveOnePrice(orders: readonly ToldOrder[]): boolean {
  const prices = new Map(orders.map((order) => [marketSide(order), order.currentPrice]));
  return orders.every((order) => prices.get(marketSide(order)) === order.currentPrice);
}

function marketSide({ asset, side }: ToldOrder): string {
  return `${side} ${asset}`;
}
