import { compareLogIds, LOG_START, type LogId } from '@fulcrum/core';
import {
  type AccountEvent,
  type CommandData,
  type JsonEvent,
  MAX_ORDERS_PER_PAGE,
  type ValuedOrderJson,
} from '@fulcrum/protocol';
import { pause } from '@fulcrum/streams';
import type { CallbackListener } from './callbacks.ts';
import type { Answer, EngineClient } from './engine-client.ts';
import { OneAtATime } from './one-at-a-time.ts';

type Page = NonNullable<CommandData<'get-account'>['orders']>;
type Told = Extract<Answer, { outcome: 'answered' }>;

/** What has happened to a user's orders since somebody began to read them page by page. */
interface Following {
  readonly userId: string;
  readonly events: { readonly callback: LogId; readonly event: JsonEvent }[];
  /** Whether events went by unseen. */
  hasGap: boolean;
}

/** How long the results before the last page may take to get here, and how often it is looked. */
const CATCH_UP_MS = 5_000;
const LOOK_EVERY_MS = 2;

/** Reads accounts: one read of a user at a time, whose answer all share who asked before it began. */
export class AccountReads implements CallbackListener {
  readonly #engine: EngineClient;
  readonly #signal: AbortSignal;
  readonly #oneAtATime = new OneAtATime();
  readonly #following = new Set<Following>();
  #passed: LogId = LOG_START;

  constructor(engine: EngineClient, signal: AbortSignal) {
    this.#engine = engine;
    this.#signal = signal;
  }

  /** The account's figures. */
  figures(userId: string): Promise<Answer> {
    return this.#oneAtATime.ask(userId, 'figures', () => this.#engine.read('get-account', { userId }));
  }

  /** The account with a page of its open orders. */
  page(userId: string, orders: Page): Promise<Answer> {
    return this.#oneAtATime.ask(userId, JSON.stringify(orders), () => this.#page(userId, orders));
  }

  /** The account with all its open orders, as of one moment. */
  whole(userId: string): Promise<Answer> {
    return this.#oneAtATime.ask(userId, 'whole', () => this.#whole(userId));
  }

  concerns(text: string): boolean {
    for (const { userId } of this.#following) if (text.includes(userId)) return true;
    return false;
  }

  onEvent(event: JsonEvent, callback: LogId): void {
    for (const { userId, events } of this.#following)
      if ('userId' in event && event.userId === userId) events.push({ callback, event });
  }

  onGap(): void {
    for (const following of this.#following) following.hasGap = true;
  }

  onPassed(callback: LogId): void {
    this.#passed = callback;
  }

  #page(userId: string, orders: Page): Promise<Answer> {
    return this.#engine.read('get-account', { userId, orders });
  }

  async #whole(userId: string): Promise<Answer> {
    const following: Following = { userId, events: [], hasGap: false };
    this.#following.add(following);
    try {
      return await this.#readPages(following);
    } finally {
      this.#following.delete(following);
    }
  }

  /** Later pages are of later moments: what happened in between is applied to those before them. */
  async #readPages(following: Following): Promise<Answer> {
    const first = await this.#page(following.userId, { limit: MAX_ORDERS_PER_PAGE });
    if (first.outcome !== 'answered' || first.event.type !== 'account') return first;
    const orders = new Map<string, ValuedOrderJson>();
    let last: Told & { event: AccountEvent } = { ...first, event: first.event };
    for (;;) {
      for (const order of last.event.orders ?? []) orders.set(order.orderId, order);
      const { next } = last.event;
      if (next === undefined) break;
      const page = await this.#page(following.userId, { limit: MAX_ORDERS_PER_PAGE, after: next });
      if (page.outcome !== 'answered' || page.event.type !== 'account') return page;
      last = { ...page, event: page.event };
    }
    if (!(await this.#hasPassed(last.callback)) || following.hasGap) return { outcome: 'late' };
    for (const { callback, event } of following.events)
      if (compareLogIds(callback, first.callback) > 0 && compareLogIds(callback, last.callback) <= 0)
        change(orders, event);
    return { ...last, event: { ...last.event, orders: [...orders.values()] } };
  }

  /** Whether all results up to one have gone by here. */
  async #hasPassed(callback: LogId): Promise<boolean> {
    const until = performance.now() + CATCH_UP_MS;
    while (compareLogIds(this.#passed, callback) < 0) {
      if (performance.now() > until) return false;
      await pause(LOOK_EVERY_MS, this.#signal);
    }
    return true;
  }
}

/** An order that opened since the first page is on the last one already. */
function change(orders: Map<string, ValuedOrderJson>, event: JsonEvent): void {
  if (event.type === 'closed') orders.delete(event.orderId);
  if (event.type !== 'updated') return;
  const { orderId, takeProfit, stopLoss } = event;
  const order = orders.get(orderId);
  if (order !== undefined) orders.set(orderId, { ...order, takeProfit, stopLoss });
}
