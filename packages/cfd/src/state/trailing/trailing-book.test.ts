import { IdReader } from '@fulcrum/memory';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { NewOrder } from '../order.ts';
import { Orders } from '../orders.ts';
import { TrailingBook } from './trailing-book.ts';
import { TrailingNotes, type TrailingRecord } from './trailing-notes.ts';

const market = { assetHash: 7, instrument: { asset: 'GOLD_USDC' } };
const ORDER: Omit<NewOrder, 'orderId' | 'side'> = {
  ...{ quantity: 1, openPrice: 100, margin: 1n, takeProfit: undefined, stopLoss: undefined, slippage: 0, openedAt: 0 },
  ...{ userId: '', leverage: 1, asset: 'GOLD_USDC', stopKind: 'plain', liquidationPrice: 0, trailingDistance: 1 },
};

/** Each order with its best price, looked at on every tick: what the book must never do. */
class PlainStops {
  readonly #sign: 1 | -1;
  readonly stops = new Map<number, { since: number; distance: number; best: number }>();

  constructor(side: 'buy' | 'sell') {
    this.#sign = side === 'buy' ? 1 : -1;
  }

  move(price: number): void {
    for (const stop of this.stops.values())
      stop.best = this.#sign * Math.max(this.#sign * stop.best, this.#sign * price);
  }

  stopOf(slot: number): number {
    const { best = 0, distance = 0 } = this.stops.get(slot) ?? {};
    return best - this.#sign * distance;
  }

  due(price: number): number[] {
    return [...this.stops.keys()].filter((slot) => this.#sign * price <= this.#sign * this.stopOf(slot));
  }
}

class Pair {
  readonly orders = new Orders(new IdReader([0, 0]));
  readonly notes = new TrailingNotes();
  readonly side: 'buy' | 'sell';
  readonly book: TrailingBook;
  readonly plain: PlainStops;
  /** The groups as snapshots have them, from the changes alone. */
  readonly kept = new Map<number, TrailingRecord>();
  #price = 1_000;
  #number = 0;

  constructor(side: 'buy' | 'sell') {
    this.side = side;
    this.book = new TrailingBook(side, market, this.orders, this.notes);
    this.plain = new PlainStops(side);
  }

  tick(step: number): void {
    this.#price = Math.max(500, this.#price + step);
    this.book.move(this.#price);
    this.plain.move(this.#price);
    const due = this.plain.due(this.#price);
    expect(this.book.isDue(this.#price)).toBe(due.length > 0);
    expect([...this.book.due(this.#price)].sort((a, b) => a - b)).toEqual(due.sort((a, b) => a - b));
    for (const slot of due) this.remove(slot);
  }

  add(distance: number): void {
    const since = this.#number++;
    const orderId = `00000000-0000-4000-8000-${String(since).padStart(12, '0')}`;
    const slot = this.orders.addOpen({ ...ORDER, orderId, side: this.side }, since, 1, 0);
    this.book.add({ slot, since, distance }, this.#price);
    this.plain.stops.set(slot, { since, distance, best: this.#price });
  }

  removeAny(place: number): void {
    const slots = [...this.plain.stops.keys()];
    const slot = slots[place % slots.length];
    if (slot !== undefined) this.remove(slot);
  }

  remove(slot: number): void {
    this.book.remove(slot);
    this.plain.stops.delete(slot);
  }

  /** A book that is made from what the changes have told has the same stops, and the same hash. */
  check(): void {
    for (const slot of this.plain.stops.keys()) expect(this.book.stopOf(slot)).toBe(this.plain.stopOf(slot));
    for (const { number, record } of this.notes.takeChanges())
      if (record === undefined) this.kept.delete(number);
      else this.kept.set(number, record);
    const [orders, notes] = [new Orders(new IdReader([0, 0])), new TrailingNotes()];
    const restored = new TrailingBook(this.side, market, orders, notes);
    const trails = [...this.plain.stops.values()].map(({ since, distance }) => {
      const orderId = this.orders.idOf([...this.plain.stops].find(([, stop]) => stop.since === since)?.[0] ?? 0);
      return { slot: orders.addOpen({ ...ORDER, orderId, side: this.side }, since, 1, 0), since, distance };
    });
    restored.restore(
      [...this.kept.values()].sort((a, b) => a.number - b.number),
      trails,
    );
    expect(trails.map(({ slot }) => restored.stopOf(slot))).toEqual(
      [...this.plain.stops.keys()].map((slot) => this.plain.stopOf(slot)),
    );
    expect([String(notes), restored.hashTexts()]).toEqual([String(this.notes), this.book.hashTexts()]);
  }
}

type Step = (pair: Pair) => void;
const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.integer({ min: -12, max: 9 }).map(
      (by): Step =>
        (pair) =>
          pair.tick(by),
    ),
  },
  {
    weight: 4,
    arbitrary: fc.integer({ min: 1, max: 90 }).map(
      (distance): Step =>
        (pair) =>
          pair.add(distance),
    ),
  },
  {
    weight: 3,
    arbitrary: fc.nat(999).map(
      (place): Step =>
        (pair) =>
          pair.removeAny(place),
    ),
  },
  { weight: 1, arbitrary: fc.constant<Step>((pair) => pair.check()) },
);

it.each(['buy', 'sell'] as const)('trails each %s as if it looked at all of them on every tick', (side) => {
  fc.assert(
    fc.property(fc.array(step, { minLength: 20, maxLength: 400, size: 'max' }), (steps) => {
      const pair = new Pair(side);
      for (const take of steps) take(pair);
      pair.check();
    }),
    { numRuns: 60 },
  );
});
