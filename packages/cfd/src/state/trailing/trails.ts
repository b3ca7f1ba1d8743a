import { assert } from '@fulcrum/log';
import { WORDS } from '../../messages/fields.ts';
import type { Side } from '../../numbers/money.ts';
import { closingPrice } from '../../prices/quote.ts';
import type { Market } from '../market.ts';
import type { OrderRecord } from '../order.ts';
import type { Orders } from '../orders.ts';
import type { Trailing } from './trailing-book.ts';
import { type TrailingChange, TrailingNotes, type TrailingRecord } from './trailing-notes.ts';

/** A trailing stop out of a snapshot, with the book to which it belongs. */
interface Restored extends Trailing {
  readonly asset: string;
  readonly side: Side;
}

/** The trailing stops of all markets, each in the book of its market and side. */
export class Trails {
  readonly notes = new TrailingNotes();
  readonly #orders: Orders;
  /** Those of a snapshot, until all are there. */
  readonly #restored: Restored[] = [];

  constructor(orders: Orders) {
    this.#orders = orders;
  }

  /** Lets an order trail from now on. @param since the number at which that begins. */
  begin(slot: number, side: Side, market: Market, distance: number, since: number): void {
    assert(market.quote !== undefined, 'an instrument with open orders has a quote');
    this.#orders.setTrailingSince(slot, since);
    market.trailingOf(side).add({ slot, since, distance }, closingPrice(side, market.quote));
  }

  /** Lets an order trail no longer. */
  end(slot: number, side: Side, market: Market): void {
    market.trailingOf(side).remove(slot);
    this.#orders.setTrailingSince(slot, 0);
  }

  takeChanges(): TrailingChange[] {
    return this.notes.takeChanges();
  }

  /** The texts that stand for them in the state's hash: none where there are none, as in states that are older. */
  hashTexts(markets: readonly Market[]): string[] {
    const books = markets.flatMap((market) => WORDS.side.map((side) => market.trailingOf(side)));
    const newest = books.flatMap((book) => book.hashTexts());
    return newest.length === 0 ? [] : [`trailing ${this.notes}`, ...newest.sort()];
  }

  /** Takes an order of a snapshot. */
  add(slot: number, { asset, side, trailingDistance: distance, trailingSince: since }: OrderRecord): void {
    if (distance !== undefined) this.#restored.push({ slot, since, distance, asset, side });
  }

  /** Puts groups and orders of a snapshot into their books, once all are there. Nothing of it counts as changed. */
  restore(markets: readonly Market[], groups: readonly TrailingRecord[]): void {
    const groupsOf = byBook(groups.toSorted((a, b) => a.number - b.number));
    const stopsOf = byBook(this.#restored.splice(0).sort((a, b) => a.since - b.since));
    for (const market of markets)
      for (const side of WORDS.side) {
        const name = bookName({ asset: market.instrument.asset, side });
        market.trailingOf(side).restore(groupsOf.get(name) ?? [], stopsOf.get(name) ?? []);
      }
    this.notes.takeChanges();
  }
}

interface InBook {
  readonly asset: string;
  readonly side: Side;
}

function bookName({ asset, side }: InBook): string {
  return `${side} ${asset}`;
}

function byBook<Of extends InBook>(all: readonly Of[]): Map<string, Of[]> {
  const books = new Map<string, Of[]>();
  for (const one of all) {
    const book = books.get(bookName(one));
    if (book === undefined) books.set(bookName(one), [one]);
    else book.push(one);
  }
  return books;
}
