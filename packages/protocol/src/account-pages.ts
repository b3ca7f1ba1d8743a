import { assert, compareLogIds, type LogId, type OrdersPage } from '@fulcrum/core';
import { MAX_ORDERS_PER_PAGE } from './commands.ts';
import type { AccountEvent, JsonEvent, ValuedOrderJson } from './events.ts';

/** Results of one user that may go by while a list is put together: some megabytes. */
const MAX_NOTED = 20_000;

/**
 * An account with all its open orders, put together from pages. Each page is of a later moment than the one before.
 * What happened in between is applied to the earlier ones.
 */
export class AccountPages {
  readonly userId: string;
  /** What to ask for first. */
  readonly first: OrdersPage;
  readonly #orders = new Map<string, ValuedOrderJson>();
  readonly #noted: { readonly event: JsonEvent; readonly callback: LogId }[] = [];
  #firstAfter: LogId | undefined;
  #last: { readonly page: AccountEvent; readonly after: LogId } | undefined;

  /** @param limit how many orders a page may have. */
  constructor(userId: string, limit = MAX_ORDERS_PER_PAGE) {
    this.userId = userId;
    this.first = { limit };
  }

  /** Whether more has happened than is kept: then no list comes of it. */
  get isOverfull(): boolean {
    return this.#noted.length > MAX_NOTED;
  }

  /** Takes what happens to the user, in the order of callback-stream, from before the first page is asked for. */
  note(event: JsonEvent, callback: LogId): void {
    if (!this.isOverfull) this.#noted.push({ event, callback });
  }

  /**
   * Takes the next page.
   *
   * @param after the last result before it in callback-stream.
   * @returns which page to ask for next, undefined when this was the last one.
   */
  add(page: AccountEvent, after: LogId): OrdersPage | undefined {
    this.#firstAfter ??= after;
    this.#last = { page, after };
    for (const order of page.orders ?? []) this.#put(order);
    return page.next === undefined ? undefined : { ...this.first, after: page.next };
  }

  /** Puts an order behind all others, also where one of its id was among them. */
  #put(order: ValuedOrderJson): void {
    this.#orders.delete(order.orderId);
    this.#orders.set(order.orderId, order);
  }

  /** The last result that is contained in the account. */
  get after(): LogId {
    assert(this.#last !== undefined, 'a page has come');
    return this.#last.after;
  }

  /** The account at that moment. Everything up to it has been noted. */
  account(): AccountEvent {
    const [first, last] = [this.#firstAfter, this.#last];
    assert(first !== undefined && last !== undefined, 'a page has come');
    assert(last.page.next === undefined && !this.isOverfull, 'all pages have come, and nothing was left out');
    for (const { event, callback } of this.#noted)
      if (compareLogIds(callback, first) > 0 && compareLogIds(callback, last.after) <= 0) this.#change(event);
    return { ...last.page, orders: [...this.#orders.values()] };
  }

  /** What has been noted that is later than the account. */
  later(): JsonEvent[] {
    const { after } = this;
    return this.#noted.filter(({ callback }) => compareLogIds(callback, after) > 0).map(({ event }) => event);
  }

  /**
   * An order that was opened since the first page is on the last one. An earlier order may have had its id, if ten
   * minutes of log time have passed. That one's results must not change it.
   */
  #change(event: JsonEvent): void {
    if (event.type !== 'created' && event.type !== 'updated' && event.type !== 'closed') return;
    const order = this.#orders.get(event.orderId);
    if (order === undefined || (event.type !== 'updated' && order.openedAt !== event.openedAt)) return;
    if (event.type === 'closed') this.#orders.delete(event.orderId);
    else this.#orders.set(event.orderId, { ...order, takeProfit: event.takeProfit, stopLoss: event.stopLoss });
  }
}
