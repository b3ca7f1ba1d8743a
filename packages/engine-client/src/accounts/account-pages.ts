import type { CommandData, JsonEvent, OrdersPage, PendingOrderJson, ValuedOrderJson } from '@fulcrum/cfd';
import { assert, compareLogIds, type LogId } from '@fulcrum/log';
import {
  type AccountEvent,
  leftOpen,
  MAX_ORDERS_PER_PAGE,
  MAX_PRICES,
  withNewLevels,
  withNewTerms,
} from '@fulcrum/protocol';
import { ClosingPrices, nameOf } from './closing-prices.ts';

/** The most results of one user that may go by while a list is put together: some megabytes. */
const MAX_NOTED = 20_000;

/** How often the last page is asked for at most. */
const MAX_LAST_PAGES = 10;

/** The request for a page. */
export interface PageRequest extends Pick<CommandData<'get-account'>, 'prices'> {
  readonly orders: OrdersPage;
}

/**
 * An account with all its open orders, put together from pages. Each page is of a later moment than the one before, so
 * the events in between are applied to the earlier pages. All orders are valued at the prices of the last page. For that,
 * the request for a page names one earlier order of each side of each asset, and asks at which price it would close.
 */
export class AccountPages {
  readonly userId: string;
  /** The request for the first page. */
  readonly first: PageRequest;
  readonly #limit: number;
  readonly #orders = new Map<string, At<ValuedOrderJson>>();
  readonly #pending = new Map<string, At<PendingOrderJson>>();
  /** One order of each side of each asset. Its closing price is that of all orders of that side. */
  #samples = new Map<string, string>();
  readonly #noted: { readonly event: JsonEvent; readonly callback: LogId }[] = [];
  #last: { readonly page: AccountEvent; readonly after: LogId } | undefined;
  /** Behind which order the last page begins. */
  #behind: number | undefined;
  #lastPages = 0;

  /** @param limit how many orders a page may have. */
  constructor(userId: string, limit = MAX_ORDERS_PER_PAGE) {
    this.userId = userId;
    this.#limit = limit;
    this.first = { orders: { limit } };
  }

  /** Whether too much has happened meanwhile, so that there will be no list. */
  get isOverfull(): boolean {
    return this.#noted.length > MAX_NOTED || this.#lastPages > MAX_LAST_PAGES;
  }

  /** Takes the user's events in the order of callback-stream, beginning before the first page is requested. */
  note(event: JsonEvent, callback: LogId): void {
    if (!this.isOverfull) this.#noted.push({ event, callback });
  }

  /**
   * Takes the next page.
   *
   * @param after the last result before it in callback-stream.
   * @returns the request for the next page; undefined when this was the last one.
   */
  add(page: AccountEvent, after: LogId): PageRequest | undefined {
    this.#last = { page, after };
    for (const order of page.orders ?? []) this.#put(order, after);
    for (const order of page.pendingOrders ?? []) putLast(this.#pending, order, after);
    if (page.next === undefined) return undefined;
    this.#behind = page.next;
    return this.#request();
  }

  /**
   * The last page is requested once more when a price is missing. That happens when a named order was closed meanwhile,
   * or when the answer came in callback-stream, which names no prices. Called when all pages have come, and every event up
   * to the last one has been noted.
   */
  again(): PageRequest | undefined {
    const page = this.#settle();
    const closing = new ClosingPrices(page);
    const asked = this.#samples;
    const orders = [...this.#orders.values()].map(({ order }) => order);
    if (orders.every((order) => closing.has(order) || !asked.has(nameOf(order)))) return undefined;
    this.#samples = new Map();
    for (const order of orders) this.#sample(order);
    this.#lastPages += 1;
    return this.#request();
  }

  /** The last result that the account contains. */
  get after(): LogId {
    assert(this.#last !== undefined, 'a page has come');
    return this.#last.after;
  }

  /** The account as of that result. Every event up to it has been noted. */
  account(): AccountEvent {
    const page = this.#settle();
    const closing = new ClosingPrices(page);
    const { prices: _prices, pendingOrders: _pending, ...account } = page;
    const orders = [...this.#orders.values()].map(({ order }) => closing.value(order));
    const pendingOrders = [...this.#pending.values()].map(({ order }) => order);
    return { ...account, orders, ...(pendingOrders.length === 0 ? {} : { pendingOrders }) };
  }

  /** The noted events that are later than the account. */
  later(): JsonEvent[] {
    const { after } = this;
    return this.#noted.filter(({ callback }) => compareLogIds(callback, after) > 0).map(({ event }) => event);
  }

  #request(): PageRequest {
    return { orders: { limit: this.#limit, after: this.#behind }, prices: [...this.#samples.values()] };
  }

  #put(order: ValuedOrderJson, at: LogId): void {
    putLast(this.#orders, order, at);
    this.#sample(order);
  }

  /** A request can name only so many orders. Those of further sides keep the prices of their own page. */
  #sample(order: ValuedOrderJson): void {
    const name = nameOf(order);
    if (this.#samples.size < MAX_PRICES || this.#samples.has(name)) this.#samples.set(name, order.orderId);
  }

  /** Applies the noted events up to the last page. Doing so again changes nothing. @returns that page. */
  #settle(): AccountEvent {
    const last = this.#last;
    assert(last !== undefined, 'a page has come');
    assert(last.page.next === undefined && !this.isOverfull, 'all pages have come, and nothing was left out');
    for (const { event, callback } of this.#noted)
      if (compareLogIds(callback, last.after) <= 0) this.#change(event, callback);
    return last.page;
  }

  /**
   * Applies an event to an order whose page is older. An order that was opened since the first page is on a later one, which
   * has all events up to itself.
   */
  #change(event: JsonEvent, callback: LogId): void {
    if (!isOfOrder(event)) return;
    const { orderId } = event;
    const [open, pending] = [this.#orders.get(orderId), this.#pending.get(orderId)];
    if (open !== undefined && compareLogIds(callback, open.at) > 0)
      keep(this.#orders, orderId, callback, openAfter(open.order, event));
    if (pending !== undefined && compareLogIds(callback, pending.at) > 0)
      keep(this.#pending, orderId, callback, pendingAfter(pending.order, event));
  }
}

/** An order as of a result. */
interface At<Order> {
  readonly order: Order;
  readonly at: LogId;
}

/** Puts an order behind all others. It replaces an order with the same id. */
function putLast<Order extends { readonly orderId: string }>(
  orders: Map<string, At<Order>>,
  order: Order,
  at: LogId,
): void {
  orders.delete(order.orderId);
  orders.set(order.orderId, { order, at });
}

function keep<Order>(orders: Map<string, At<Order>>, orderId: string, at: LogId, order: Order | undefined): void {
  if (order === undefined) orders.delete(orderId);
  else orders.set(orderId, { order, at });
}

/** The events that change a list of orders that has them already. */
const OF_ORDERS = ['created', 'updated', 'closed', 'cancelled', 'reduced'] as const;

type OrderEvent = Extract<JsonEvent, { type: (typeof OF_ORDERS)[number] }>;

function isOfOrder(event: JsonEvent): event is OrderEvent {
  return OF_ORDERS.some((type) => type === event.type);
}

/** What an event leaves of an open order. */
function openAfter(order: ValuedOrderJson, event: OrderEvent): ValuedOrderJson | undefined {
  if (event.type === 'updated') return withNewLevels(order, event);
  return event.type === 'closed' ? leftOpen(order, event) : order;
}

/** What an event leaves of a pending order. */
function pendingAfter(order: PendingOrderJson, event: OrderEvent): PendingOrderJson | undefined {
  return event.type === 'updated' ? withNewTerms(order, event) : undefined;
}
