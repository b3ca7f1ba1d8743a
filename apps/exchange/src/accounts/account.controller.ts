import { formatDecimal } from '@fulcrum/log';
import type { MarketSettings } from '@fulcrum/matching';
import type { Book } from '../core/book.ts';
import { venueProblem } from '../dialect/venue-problem.ts';

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
    if (limitOrders === undefined) throw venueProblem('UNAUTHORIZED', 'The venue has no account of this user.');
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
}
