import { assert } from '@fulcrum/log';
import { printUuid } from '@fulcrum/memory';
import type { Instrument } from '../messages/instrument.ts';
import type { HeldTick } from '../prices/quote.ts';
import type { AccountRecord } from '../state/accounts.ts';
import type { ClosedIdRecord } from '../state/closed-ids.ts';
import type { OrderRecord } from '../state/order.ts';
import { NO_LEVEL, ORDER_NUMBERS, TERMS } from '../state/record-layout.ts';
import { ACCOUNT_CHANGE, CHANGE, type ChangePage, CLOSED_CHANGE, EXPIRED_CHANGE, ORDER_CHANGE } from './change-log.ts';
import type { QuoteRecord, Totals } from './snapshot.ts';

/** What changed between two cuts. It can be handed to another thread, and its pages without a copy. */
export interface Changes {
  readonly totals: Totals;
  readonly stateHash: string;
  /** All instruments, by the number of their market: whoever prints a record needs its decimals. */
  readonly markets: readonly Instrument[];
  /** Those whose settings changed. */
  readonly instruments: readonly Instrument[];
  readonly quotes: readonly QuoteRecord[];
  /** The instruments that began to hold a tick, hold another one, or hold none any more. */
  readonly held: readonly HeldChange[];
  /** Ids that were closed up to this log time are forgotten since the last cut; -Infinity if none are. */
  readonly forgottenUntil: number;
  readonly pages: readonly ChangePage[];
}

export interface HeldChange {
  readonly asset: string;
  readonly held: HeldTick | undefined;
}

/** Takes each change of a record, in the order in which they happened. */
export interface ChangeReader {
  account(record: AccountRecord): void;
  order(record: OrderRecord): void;
  /** The order is not open any more. */
  closed(record: ClosedIdRecord): void;
  voided(record: ClosedIdRecord): void;
  /** The id may be used again. */
  expired(orderId: string): void;
  /** The id is used again, or about to be, before its record would have been removed. */
  freed(orderId: string): void;
}

export function readChanges({ pages, markets }: Changes, reader: ChangeReader): void {
  for (const page of pages) {
    const views = new PageViews(page);
    for (let at = 0; at < page.length && page[at] !== CHANGE.end; ) at += readChange(views, at, markets, reader);
  }
}

/** @returns the words of the change. */
function readChange(page: PageViews, at: number, markets: readonly Instrument[], reader: ChangeReader): number {
  switch (page.word(at)) {
    case CHANGE.order:
      reader.order(readOrder(page, at, markets));
      return ORDER_CHANGE.size;
    case CHANGE.account:
      reader.account({
        userId: page.uuid(at + ACCOUNT_CHANGE.id),
        balance: page.amount(at + ACCOUNT_CHANGE.balance),
      });
      return ACCOUNT_CHANGE.size;
    case CHANGE.closed:
      reader.closed(readClosedId(page, at));
      return CLOSED_CHANGE.size;
    case CHANGE.voided:
      reader.voided(readClosedId(page, at));
      return CLOSED_CHANGE.size;
    case CHANGE.freed:
      reader.freed(page.uuid(at + EXPIRED_CHANGE.id));
      return EXPIRED_CHANGE.size;
    default:
      assert(page.word(at) === CHANGE.expired, 'a change is of a known kind');
      reader.expired(page.uuid(at + EXPIRED_CHANGE.id));
      return EXPIRED_CHANGE.size;
  }
}

function readClosedId(page: PageViews, at: number): ClosedIdRecord {
  return {
    orderId: page.uuid(at + CLOSED_CHANGE.id),
    userId: page.uuid(at + CLOSED_CHANGE.userId),
    closedAt: page.number(at + CLOSED_CHANGE.since),
  };
}

function readOrder(page: PageViews, at: number, markets: readonly Instrument[]): OrderRecord {
  const terms = page.word(at + ORDER_CHANGE.terms);
  const instrument = markets[terms >>> TERMS.marketShift];
  assert(instrument !== undefined, 'the market of a changed order is known');
  const number = (field: number) => page.number(at + ORDER_CHANGE.kept + 2 * field);
  const level = (field: number) => (number(field) === NO_LEVEL ? undefined : number(field));
  return {
    orderId: page.uuid(at + ORDER_CHANGE.id),
    userId: page.uuid(at + ORDER_CHANGE.userId),
    asset: instrument.asset,
    side: (terms & TERMS.sell) === 0 ? 'buy' : 'sell',
    number: number(ORDER_NUMBERS.number),
    quantity: number(ORDER_NUMBERS.quantity),
    leverage: page.word(at + ORDER_CHANGE.leverage),
    openPrice: number(ORDER_NUMBERS.openPrice),
    margin: page.amount(at + ORDER_CHANGE.kept + 2 * ORDER_NUMBERS.margin),
    takeProfit: level(ORDER_NUMBERS.takeProfit),
    stopLoss: level(ORDER_NUMBERS.stopLoss),
    slippage: number(ORDER_NUMBERS.slippage),
    openedAt: number(ORDER_NUMBERS.since),
  };
}

/** A page as words, and as the numbers of two words that stand at even places in it. */
class PageViews {
  readonly #words: ChangePage;
  readonly #numbers: Float64Array;
  readonly #integers: BigUint64Array;

  constructor(page: ChangePage) {
    this.#words = page;
    this.#numbers = new Float64Array(page.buffer);
    this.#integers = new BigUint64Array(page.buffer);
  }

  word(at: number): number {
    return this.#words[at] as number;
  }

  number(at: number): number {
    return this.#numbers[at / 2] as number;
  }

  amount(at: number): bigint {
    return ((this.#integers[at / 2 + 1] as bigint) << 64n) | (this.#integers[at / 2] as bigint);
  }

  uuid(at: number): string {
    return printUuid(this.word(at), this.word(at + 1), this.word(at + 2), this.word(at + 3));
  }
}
