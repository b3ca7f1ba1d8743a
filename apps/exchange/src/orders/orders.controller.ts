import { toProblem } from '@fulcrum/http';
import { assert, describeFault, parseDecimal } from '@fulcrum/log';
import { printBalances, printOrder } from '@fulcrum/matching';
import type { VenueClient } from '../commands/venue-client.ts';
import type { Book } from '../core/book.ts';
import { venueError, venueProblem } from '../dialect/venue-problem.ts';
import { ORDER_TYPES, SELF_TRADE_PREVENTIONS, SIDES } from '../dialect/venue-words.ts';
import { toOpenOrder, toOrder, toPlacedOrder } from './order-answer.ts';
import type { PlaceOrderBody } from './order-schemas.ts';

type Order = ReturnType<typeof toOrder>;

/** How an order is named: by one of its two ids. */
interface OrderName {
  readonly symbol: string;
  readonly orderId?: string | undefined;
  readonly clientId?: number | undefined;
}

/** A user's orders: placed and cancelled by the log, and read out of the own core. */
export class OrdersController {
  readonly #client: Pick<VenueClient, 'send'>;
  readonly #book: Book;

  constructor(client: Pick<VenueClient, 'send'>, book: Book) {
    this.#client = client;
    this.#book = book;
  }

  async place(userId: string, order: PlaceOrderBody): Promise<Order> {
    const { symbol: market, side, orderType, selfTradePrevention: prevention, reduceOnly: _, ...others } = order;
    this.#requireQuote(order);
    const answered = await this.#client.send('place-order', {
      userId,
      market,
      side: SIDES[side],
      orderType: ORDER_TYPES[orderType],
      ...others,
      ...(prevention === undefined ? {} : { selfTradePrevention: SELF_TRADE_PREVENTIONS[prevention] }),
    });
    const { event } = answered;
    assert(event.type === 'accepted', 'an order is accepted where it is not refused');
    return toPlacedOrder(event, answered, this.#book.market(event.market).settings);
  }

  /** The core would say that it is no amount above zero, also of one that is too large or too fine. */
  #requireQuote({ symbol, orderType, price, quantity, quoteQuantity }: PlaceOrderBody): void {
    const isByQuote = orderType === 'Market' && price === undefined && quantity === undefined;
    if (quoteQuantity === undefined || !isByQuote) return;
    const settings = this.#book.reads.market(symbol)?.settings;
    if (settings === undefined || parseDecimal(quoteQuantity, settings.quoteDecimals) !== undefined) return;
    const fault = describeFault(quoteQuantity, settings.quoteDecimals);
    throw venueProblem('INVALID_QUANTITY', `The quoteQuantity ${fault}.`);
  }

  /** Places one after the other, whatever comes of those before. */
  placeAll(userId: string, orders: readonly PlaceOrderBody[]): Promise<object[]> {
    return Promise.all(
      orders.map((order) =>
        this.place(userId, order).then(
          (placed) => ({ operation: 'Ok', ...placed }),
          (error: unknown) => ({ operation: 'Err', ...venueError(toProblem(error)) }),
        ),
      ),
    );
  }

  async cancel(userId: string, { symbol: market, orderId, clientId }: OrderName): Promise<Order> {
    const name = orderId === undefined ? { clientId } : { orderId };
    const { event } = await this.#client.send('cancel-order', { userId, market, ...name });
    assert(event.type === 'cancel-accepted', 'an order is cancelled where that is not refused');
    return toOrder(event, event, 'Cancelled');
  }

  async cancelAll(userId: string, market: string, side?: keyof typeof SIDES): Promise<Order[]> {
    const { event, met } = await this.#client.send('cancel-orders', {
      userId,
      market,
      ...(side === undefined ? {} : { side: SIDES[side] }),
    });
    assert(event.type === 'orders-cancelled', 'orders are cancelled where that is not refused');
    const cancelled = new Set(event.orderIds);
    return met.filter(({ orderId }) => cancelled.has(orderId)).map((order) => toOrder(order, order, 'Cancelled'));
  }

  one(userId: string, { symbol, orderId, clientId }: OrderName): Order {
    this.#book.market(symbol);
    const order = this.#book.reads.order(userId, symbol, { orderId, clientId });
    if (order === undefined) throw venueProblem('RESOURCE_NOT_FOUND', 'No such order is open.');
    return toOpenOrder(printOrder(order));
  }

  open(userId: string, symbol: string | undefined): Order[] {
    if (symbol !== undefined) this.#book.market(symbol);
    const orders = this.#book.reads.openOrders(userId, symbol);
    if (orders === undefined) throw noAccount();
    return orders.map((order) => toOpenOrder(printOrder(order)));
  }

  /** What the user has of each asset: free, and locked in orders. */
  capital(userId: string): object {
    const balances = this.#book.reads.balances(userId);
    if (balances === undefined) throw noAccount();
    return Object.fromEntries(
      printBalances(balances).map(([asset, available, locked]) => [asset, { available, locked, staked: '0' }]),
    );
  }
}

function noAccount() {
  return venueProblem('UNAUTHORIZED', 'The venue has no account of this user: register the key once more.');
}
