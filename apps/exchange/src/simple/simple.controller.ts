import { assert, parseDecimal } from '@fulcrum/log';
import type { Side } from '@fulcrum/matching';
import type { Book } from '../core/book.ts';
import { venueProblem } from '../dialect/venue-problem.ts';
import type { EndedOrders } from '../history/ended-orders.ts';
import type { OrdersController } from '../orders/orders.controller.ts';
import { toSimpleOrder, toSimpleQuote } from './simple-answers.ts';
import type { SimpleOrderBody } from './simple-schemas.ts';

/** Whoever is told that there is no such order places it once more. */
const RECORDER_BEHIND =
  'The recorder is behind: it is not known yet whether this is an order of yours, or how it ended. Ask again later.';

/** The same orders for a person with curl: in words of every day, and named by their id alone. */
export class SimpleController {
  readonly #orders: OrdersController;
  readonly #book: Book;
  readonly #ended: Pick<EndedOrders, 'find'>;

  constructor(orders: OrdersController, book: Book, ended: Pick<EndedOrders, 'find'>) {
    this.#orders = orders;
    this.#book = book;
    this.#ended = ended;
  }

  async place(userId: string, { type, kind, market, ...amounts }: SimpleOrderBody) {
    const orderType = type === 'limit' ? ('Limit' as const) : ('Market' as const);
    const side = kind === 'buy' ? ('Bid' as const) : ('Ask' as const);
    return toSimpleOrder(await this.#orders.place(userId, { symbol: market, side, orderType, ...amounts }));
  }

  /** An order that is open, or how it ended. */
  async one(userId: string, orderId: string) {
    const symbol = this.#marketOf(userId, orderId);
    if (symbol !== undefined) return toSimpleOrder(this.#orders.one(userId, { symbol, orderId }));
    const ended = await this.#ended.find(userId, orderId);
    if (ended === 'behind') throw venueProblem('MAINTENANCE', RECORDER_BEHIND);
    if (ended === 'unknown') throw venueProblem('RESOURCE_NOT_FOUND', 'No such order is open, or recorded.');
    return toSimpleOrder(ended);
  }

  async cancel(userId: string, orderId: string) {
    const symbol = this.#marketOf(userId, orderId);
    if (symbol === undefined) throw venueProblem('RESOURCE_NOT_FOUND', 'No such order is open.');
    return toSimpleOrder(await this.#orders.cancel(userId, { symbol, orderId }));
  }

  /** What a market order would get of the book as it is. Nothing changes, and nothing is promised. */
  quote(market: string, kind: Side, quantity: string) {
    const { settings } = this.#book.market(market);
    const quote = this.#book.reads.quote(market, kind, quantity);
    assert(quote !== undefined, 'the market is there');
    if ('code' in quote) throw venueProblem(quote.code, quote.message);
    const asked = parseDecimal(quantity, settings.quantityDecimals);
    assert(asked !== undefined, 'a quantity of which there is a quote can be read');
    return toSimpleQuote(settings, kind, asked, quote);
  }

  /** Where an order is open; undefined where it is not. */
  #marketOf(userId: string, orderId: string): string | undefined {
    const { reads } = this.#book;
    return reads.markets().find(({ market }) => reads.order(userId, market, { orderId }) !== undefined)?.market;
  }
}
