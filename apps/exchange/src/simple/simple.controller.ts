import { assert } from '@fulcrum/log';
import type { Side } from '@fulcrum/matching';
import type { Book } from '../core/book.ts';
import { venueProblem } from '../dialect/venue-problem.ts';
import type { OrdersController } from '../orders/orders.controller.ts';
import { toSimpleOrder, toSimpleQuote } from './simple-answers.ts';
import type { SimpleOrderBody } from './simple-schemas.ts';

/** The same orders for a person with curl: in words of every day, and named by their id alone. */
export class SimpleController {
  readonly #orders: OrdersController;
  readonly #book: Book;

  constructor(orders: OrdersController, book: Book) {
    this.#orders = orders;
    this.#book = book;
  }

  async place(userId: string, { type, kind, market, ...amounts }: SimpleOrderBody) {
    const orderType = type === 'limit' ? ('Limit' as const) : ('Market' as const);
    const side = kind === 'buy' ? ('Bid' as const) : ('Ask' as const);
    return toSimpleOrder(await this.#orders.place(userId, { symbol: market, side, orderType, ...amounts }));
  }

  one(userId: string, orderId: string) {
    return toSimpleOrder(this.#orders.one(userId, { symbol: this.#marketOf(userId, orderId), orderId }));
  }

  async cancel(userId: string, orderId: string) {
    const symbol = this.#marketOf(userId, orderId);
    return toSimpleOrder(await this.#orders.cancel(userId, { symbol, orderId }));
  }

  /** What a market order would get of the book as it is. Nothing changes, and nothing is promised. */
  quote(market: string, kind: Side, quantity: string) {
    const { settings } = this.#book.market(market);
    const quote = this.#book.reads.quote(market, kind, quantity);
    assert(quote !== undefined, 'the market is there');
    if ('code' in quote) throw venueProblem(quote.code, quote.message);
    return toSimpleQuote(settings, kind, quantity, quote);
  }

  #marketOf(userId: string, orderId: string): string {
    const { reads } = this.#book;
    const at = reads.markets().find(({ market }) => reads.order(userId, market, { orderId }) !== undefined);
    if (at === undefined) throw venueProblem('RESOURCE_NOT_FOUND', 'No such order is open.');
    return at.market;
  }
}
