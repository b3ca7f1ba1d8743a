import { formatDecimal, parseDecimal } from '@fulcrum/log';
import type { MarketSettings } from '@fulcrum/matching';
import type { Book } from '../core/book.ts';
import { venueProblem } from '../dialect/venue-problem.ts';
import { SIDES } from '../dialect/venue-words.ts';
import { collateralOf } from './collateral.ts';
import { maxOrder, presentPrice } from './max-order.ts';

/** What Backpack tells of an account besides its orders and balances. Nothing is lent, borrowed or held on margin here. */
export class AccountController {
  readonly #book: Book;

  constructor(book: Book) {
    this.#book = book;
  }

  /** Fees are in hundredths of a percent. Those of a market may be less. */
  account(userId: string): object {
    const { reads } = this.#book;
    const limitOrders = reads.openOrderCountOf(userId);
    if (limitOrders === undefined) throw noAccount();
    const highest = (fee: (market: MarketSettings) => number) => {
      const fees = reads.markets().map(fee);
      return formatDecimal(fees.length === 0 ? 0 : Math.max(...fees), 2);
    };
    return {
      ...{ autoBorrowSettlements: false, autoLend: false, autoRealizePnl: false, autoRepayBorrows: false },
      ...{ borrowLimit: '0', leverageLimit: '1', positionLimit: '0', liquidating: false, triggerOrders: 0 },
      ...{ futuresMakerFee: '0', futuresTakerFee: '0' },
      limitOrders,
      spotMakerFee: highest(({ makerFeePpm }) => makerFeePpm),
      spotTakerFee: highest(({ takerFeePpm }) => takerFeePpm),
    };
  }

  /** What all of it is worth, of which nothing is borrowed against. */
  collateral(userId: string): object {
    const { reads } = this.#book;
    return collateralOf(
      this.#balances(userId),
      reads.markets().map(({ market }) => this.#book.market(market)),
    );
  }

  /** The largest order that the account can pay for. Without a price it is at the present one. */
  maxOrder(userId: string, { symbol, side, price, ...asked }: MaxOrderQuery): object {
    const figures = this.#book.market(symbol);
    const { base, quote, priceDecimals, quantityDecimals } = figures.settings;
    const ownSide = SIDES[side];
    const at = price === undefined ? presentPrice(figures, ownSide) : parseDecimal(price, priceDecimals);
    if (at === undefined || at === 0) throw venueProblem('INVALID_PRICE', 'There is no such price, or none yet.');
    const balances = this.#balances(userId);
    const of = (wanted: string) => balances.find(([{ asset }]) => asset === wanted)?.[1] ?? 0;
    const most = maxOrder(figures, ownSide, at, { base: of(base), quote: of(quote) });
    return {
      ...{ autoBorrow: null, autoBorrowRepay: null, autoLendRedeem: null, reduceOnly: null, ...asked },
      ...{ maxOrderQuantity: formatDecimal(most, quantityDecimals), price: formatDecimal(at, priceDecimals) },
      ...{ side, symbol },
    };
  }

  #balances(userId: string) {
    const balances = this.#book.reads.balances(userId);
    if (balances === undefined) throw noAccount();
    return balances;
  }
}

export interface MaxOrderQuery {
  readonly symbol: string;
  readonly side: keyof typeof SIDES;
  readonly price?: string | undefined;
}

function noAccount() {
  return venueProblem('UNAUTHORIZED', 'The venue has no account of this user.');
}
