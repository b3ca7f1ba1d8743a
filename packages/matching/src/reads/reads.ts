import { NONE } from '@fulcrum/memory';
import type { OrderView } from '../messages/events.ts';
import type { AssetUnits, BalanceRow, Side } from '../messages/fields.ts';
import type { Refusal } from '../messages/rejections.ts';
import type { MarketSettings } from '../messages/settings.ts';
import { findOrder, type OrderName } from '../rules/cancelling/find-order.ts';
import type { Market } from '../state/market.ts';
import type { State } from '../state/state.ts';
import { balancesOf } from './balances.ts';
import { ordersAt, orderView } from './order-view.ts';
import { type Quote, quoteOf } from './quote.ts';

/** What is left at a price, in the market's units. */
export type LevelRow = readonly [price: number, quantity: number];

/** The best prices of a book, each with what is left at it; undefined where nobody bids, or asks. */
export interface BestLevels {
  readonly bestBid: LevelRow | undefined;
  readonly bestAsk: LevelRow | undefined;
}

/** The figures of a market. Prices are in its units, and undefined where there is none. */
export interface MarketFigures extends BestLevels {
  readonly settings: MarketSettings;
  /** The number of the last change of its book that was told; 0 before the first. */
  readonly updateId: number;
  /** The number of its last trade; 0 before the first. */
  readonly tradeId: number;
  readonly lastPrice: number | undefined;
  /** The mean of its last trades, on which its bands stand. */
  readonly reference: number | undefined;
}

/** What can be read of the state, as it is between two commands. Nothing is changed. */
export class Reads {
  readonly #state: State;

  constructor(state: State) {
    this.#state = state;
  }

  /** All assets, in the order in which they were set. */
  assets(): readonly AssetUnits[] {
    return this.#state.assets.list.map(({ asset, decimals }) => ({ asset, decimals }));
  }

  /** All markets, in the order in which they were set. */
  markets(): readonly MarketSettings[] {
    return this.#state.markets.list.map(({ settings }) => settings);
  }

  /** @returns undefined where there is no such market. */
  market(name: string): MarketFigures | undefined {
    const market = this.#state.markets.find(name);
    if (market === undefined) return undefined;
    const { settings, updateId, tradeId, lastPrices } = market;
    const { last: lastPrice, reference } = lastPrices;
    return { settings, updateId, tradeId, lastPrice, reference, ...this.#best(market) };
  }

  /** The best prices of the book that was changed last: whoever is told of each change finds them at once. */
  bestOfLastChanged(): BestLevels {
    return this.#best(this.#state.markets.at(this.#state.bookChanges.market));
  }

  /**
   * The levels of one side of a book, the best price first.
   *
   * @param limit the most that are told.
   * @returns undefined where there is no such market.
   */
  levels(name: string, side: Side, limit: number): readonly LevelRow[] | undefined {
    const market = this.#state.markets.find(name);
    return market === undefined ? undefined : this.#levels(market, side, limit);
  }

  /** Whether a user has an account. */
  has(userId: string): boolean {
    return this.#state.accounts.find(userId) !== NONE;
  }

  /** What an account has, in the order in which the assets were set; undefined where there is no such account. */
  balances(userId: string): readonly BalanceRow[] | undefined {
    const account = this.#state.accounts.find(userId);
    return account === NONE ? undefined : balancesOf(this.#state, account);
  }

  /**
   * A user's open orders, by their numbers.
   *
   * @param market those of one market alone.
   * @returns undefined where there is no such account or market.
   */
  openOrders(userId: string, market?: string): readonly OrderView[] | undefined {
    const { accounts, seats, markets } = this.#state;
    const account = accounts.find(userId);
    const only = market === undefined ? undefined : markets.find(market);
    if (account === NONE || (market !== undefined && only === undefined)) return undefined;
    const slots: number[] = [];
    for (let seat = accounts.firstSeat(account); seat !== NONE; seat = seats.next(seat))
      if (only === undefined || seats.market(seat) === only.number) slots.push(...ordersAt(this.#state, seat));
    return slots.map((slot) => orderView(this.#state, slot)).sort((one, other) => one.orderId - other.orderId);
  }

  /** How many open orders a user has; undefined where there is no such account. */
  openOrderCountOf(userId: string): number | undefined {
    const { accounts, seats } = this.#state;
    const account = accounts.find(userId);
    if (account === NONE) return undefined;
    let count = 0;
    for (let seat = accounts.firstSeat(account); seat !== NONE; seat = seats.next(seat))
      count += seats.orderCount(seat);
    return count;
  }

  /** A user's open order by one of its ids; undefined where there is none. */
  order(userId: string, market: string, name: OrderName): OrderView | undefined {
    const { accounts, markets } = this.#state;
    const account = accounts.find(userId);
    const at = markets.find(market);
    const order = account === NONE || at === undefined ? NONE : findOrder(this.#state, account, at, name);
    return order === NONE ? undefined : orderView(this.#state, order);
  }

  /**
   * What a market order by quantity would get of a book as it is; undefined where there is no such market.
   *
   * @returns a refusal of what no such order may be for.
   */
  quote(name: string, side: Side, quantity: string): Quote | Refusal | undefined {
    const market = this.#state.markets.find(name);
    return market === undefined ? undefined : quoteOf(this.#state, market, side, quantity);
  }

  /** The number of the last order that was accepted, which is its id; 0 before the first. */
  get lastOrderId(): number {
    return this.#state.nextOrderNumber - 1;
  }

  get openOrderCount(): number {
    return this.#state.orders.records.count;
  }

  #best({ bids, asks }: Market): BestLevels {
    return { bestBid: this.#row(bids.best), bestAsk: this.#row(asks.best) };
  }

  #row(level: number): LevelRow | undefined {
    const { levels } = this.#state;
    return level === NONE ? undefined : [levels.price(level), levels.quantity(level)];
  }

  #levels(market: Market, side: Side, limit: number): LevelRow[] {
    const { levels } = this.#state;
    const of = side === 'buy' ? market.bids : market.asks;
    const rows: LevelRow[] = [];
    for (let level = of.best; level !== NONE && rows.length < limit; level = of.behind(level))
      rows.push([levels.price(level), levels.quantity(level)]);
    return rows;
  }
}
