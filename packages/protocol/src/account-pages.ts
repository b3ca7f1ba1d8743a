import { assert, compareLogIds, type LogId } from '@fulcrum/core';
import { MAX_ORDERS_PER_PAGE } from './commands.ts';
import type { AccountEvent, JsonEvent, ValuedOrderJson } from './events.ts';

/** Which of a user's open orders are asked for: so many, behind a sequence number. */
export interface OrdersPage {
  readonly limit: number;
  readonly after?: number;
}

export const FIRST_PAGE: OrdersPage = { limit: MAX_ORDERS_PER_PAGE };

/** Results of one user that may go by while a list is put together: some megabytes. */
const MAX_NOTED = 20_000;

/**
 * An account with all its open orders, put together from pages. Each page is of a later moment than the one before, so
 * that what happened in between is applied to those that came first.
 */
export class AccountPages {
  readonly userId: string;
  readonly #orders = new Map<string, ValuedOrderJson>();
  readonly #noted: { readonly event: JsonEvent; readonly callback: LogId }[] = [];
  #first: LogId | undefined;
  #last: { readonly page: AccountEvent; readonly after: LogId } | undefined;

  constructor(userId: string) {
    this.userId = userId;
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
    this.#first ??= after;
    this.#last = { page, after };
    for (const order of page.orders ?? []) this.#orders.set(order.orderId, order);
    return page.next === undefined ? undefined : { ...FIRST_PAGE, after: page.next };
  }

  /** The last result that is contained in the account. */
  get after(): LogId {
    assert(this.#last !== undefined, 'a page has come');
    return this.#last.after;
  }

  /** The account at that moment. Everything up to it has been noted. */
  account(): AccountEvent {
    const [first, last] = [this.#first, this.#last];
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

  /** An order that was opened since the first page is on the last one. */
  #change(event: JsonEvent): void {
    if (event.type === 'closed') this.#orders.delete(event.orderId);
    if (event.type !== 'updated') return;
    const { orderId, takeProfit, stopLoss } = event;
    const order = this.#orders.get(orderId);
    if (order !== undefined) this.#orders.set(orderId, { ...order, takeProfit, stopLoss });
  }
}
