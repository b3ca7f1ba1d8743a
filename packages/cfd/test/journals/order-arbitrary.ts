import fc from 'fast-check';
import { among, beside, junk, junkText, type Level, level, sometimes, soundLevel } from './values-arbitrary.ts';

/** How an order of a random journal is entered, beyond its size and levels. */
export interface EntryTerms {
  readonly orderType: unknown;
  /** The price for which it waits: an offset is away from the quote, so that it is not reached yet. */
  readonly price: Level;
  readonly expiry: Expiry | null;
  readonly trailing: Distance | null;
  readonly guaranteed: unknown;
  readonly reduceOnly: unknown;
  /** Whether whatever contradicts the rest is left out. */
  readonly isTidy: boolean;
}

/** So many ms after its own entry, or a value that is no time. */
export type Expiry = { readonly inMs: number } | { readonly value: unknown };

/** In steps of the price. */
export type Distance = { readonly steps: number } | { readonly text: unknown };

/** What is changed of an order, beyond its levels. */
export interface OrderChange {
  readonly price: Level | null;
  readonly expiry: Expiry | null;
  readonly trailing: Distance | null;
  readonly isTidy: boolean;
}

/** A part of an open position: so much of it, next to an edge of what may be left, or any text. */
export interface Part {
  readonly quantity:
    | { readonly permille: number }
    | { readonly left: 'nothing' | 'least'; readonly beside: number }
    | Text;
  /** What is said to be open: this many steps beside what is, or any text. */
  readonly believed: number | Text;
}

interface Text {
  readonly text: unknown;
}

const isTidy = fc.oneof({ weight: 9, arbitrary: fc.constant(true) }, { weight: 1, arbitrary: fc.constant(false) });

const expiry: fc.Arbitrary<Expiry> = fc.oneof(
  { weight: 8, arbitrary: fc.record({ inMs: fc.integer({ min: 1, max: 3_000 }) }) },
  { weight: 4, arbitrary: fc.record({ inMs: fc.integer({ min: -1, max: 2 }) }) },
  { weight: 1, arbitrary: fc.record({ value: junk }) },
);

const distance: fc.Arbitrary<Distance> = fc.oneof(
  { weight: 8, arbitrary: fc.record({ steps: fc.integer({ min: 1, max: 8 }) }) },
  { weight: 3, arbitrary: fc.record({ steps: fc.integer({ min: 1, max: 200 }) }) },
  { weight: 1, arbitrary: fc.record({ steps: fc.integer({ min: -1, max: 0 }) }) },
  { weight: 1, arbitrary: fc.record({ text: fc.oneof(junkText, junk) }) },
);

const orderType = fc.oneof(
  { weight: 10, arbitrary: fc.constant<unknown>(undefined) },
  { weight: 5, arbitrary: fc.constant<unknown>('limit') },
  { weight: 5, arbitrary: fc.constant<unknown>('stop') },
  { weight: 1, arbitrary: among<unknown>('market', 'market', 'LIMIT', null) },
);

/** Now and then yes, seldom no, and hardly ever something else. */
function flag(percent: number): fc.Arbitrary<unknown> {
  return sometimes(percent, among<unknown>(true, true, true, true, true, true, true, false, 'true')).map(
    (value) => value ?? undefined,
  );
}

export const entryTerms: fc.Arbitrary<EntryTerms> = fc.record({
  orderType,
  price: level,
  expiry: sometimes(40, expiry),
  trailing: sometimes(20, distance),
  guaranteed: flag(20),
  reduceOnly: flag(12),
  isTidy,
});

/** One with which nothing is wrong, as far as that can be told beforehand. */
export const soundEntry: fc.Arbitrary<EntryTerms> = fc.record({
  orderType: among<unknown>(undefined, undefined, 'limit', 'stop'),
  price: soundLevel,
  expiry: sometimes(30, fc.record({ inMs: fc.integer({ min: 1, max: 3_000 }) })),
  trailing: sometimes(25, fc.record({ steps: fc.integer({ min: 1, max: 30 }) })),
  guaranteed: sometimes(20, fc.constant(true)).map((value) => value ?? undefined),
  reduceOnly: sometimes(8, fc.constant(true)).map((value) => value ?? undefined),
  isTidy: fc.constant(true),
});

export const orderChange: fc.Arbitrary<OrderChange> = fc.record({
  price: sometimes(50, level),
  expiry: sometimes(30, expiry),
  trailing: sometimes(35, distance),
  isTidy,
});

export const part: fc.Arbitrary<Part> = fc.record({
  quantity: fc.oneof(
    { weight: 8, arbitrary: fc.record({ permille: fc.integer({ min: 1, max: 999 }) }) },
    { weight: 4, arbitrary: fc.record({ left: among('nothing' as const, 'least' as const), beside }) },
    { weight: 1, arbitrary: fc.record({ text: fc.oneof(junkText, junk) }) },
  ),
  believed: fc.oneof(
    { weight: 12, arbitrary: fc.constant<number | Text>(0) },
    { weight: 1, arbitrary: fc.integer({ min: -1, max: 1 }) },
    { weight: 1, arbitrary: fc.record({ text: fc.oneof(junkText, junk) }) },
  ),
});
