import { at, type Books, createBooks } from './books.ts';
import type { Recording } from './recording.ts';
import { bellShaped, seededRandom } from './seeded-random.ts';

/** How a simulated symbol moves. */
export interface WalkSettings {
  readonly seed: number;
  readonly startPrice: number;
  readonly priceDecimals: number;
  readonly quantityDecimals: number;
  /** The part of the leading symbol's return that it takes over. */
  readonly beta: number;
  /** The standard deviation of a step's own return, in ten-thousandths. */
  readonly noiseBps: number;
  /** The widest spread, in units of the price. */
  readonly maxSpread: number;
  /** The largest quantity, in units of the quantity. */
  readonly maxQuantity: number;
}

/** A simulated symbol: its books, and the book at each row of the leading symbol. */
export interface Walk {
  readonly books: Books;
  readonly bookAtRow: Uint32Array;
}

/** A quiet market gets new quantities this often, in microseconds. Otherwise it would look dead. */
const QUIET_US = 250_000;

/**
 * Simulates a symbol along a recorded one. Its price moves whenever the recorded price does, partly with it and partly
 * at random. In between only its quantities change. The walk is a pure function of the row and the seed, so it can be
 * played in both directions.
 */
export function simulateWalk(leader: Recording, settings: WalkSettings): Walk {
  const hasMoved = movesOf(leader.books);
  const bookAtRow = numberBooks(leader.timeUs, hasMoved);
  const length = (bookAtRow.at(-1) ?? 0) + 1;
  const books = createBooks(length, settings.priceDecimals, settings.quantityDecimals);
  const random = seededRandom(settings.seed);
  let middle = settings.startPrice * 10 ** settings.priceDecimals;
  let leaderBefore = middleOf(leader.books, 0);
  putPrice(books, 0, middle, settings, random);
  putQuantities(books, 0, settings, random);
  for (let row = 1, book = 0; row < bookAtRow.length; row++) {
    if (bookAtRow[row] === book) continue;
    book += 1;
    putQuantities(books, book, settings, random);
    if (!hasMoved(row)) {
      repeatPrice(books, book);
      continue;
    }
    const leaderNow = middleOf(leader.books, row);
    middle *= 1 + settings.beta * (leaderNow / leaderBefore - 1) + (bellShaped(random) * settings.noiseBps) / 10_000;
    leaderBefore = leaderNow;
    putPrice(books, book, middle, settings, random);
  }
  return { books, bookAtRow };
}

/** Whether a row changed a price. */
function movesOf({ bid, ask }: Books): (row: number) => boolean {
  return (row) => row > 0 && (bid[row] !== bid[row - 1] || ask[row] !== ask[row - 1]);
}

/** The number of each row's book. A new book begins with each move, and after a while without one. */
function numberBooks(timeUs: Uint32Array, hasMoved: (row: number) => boolean): Uint32Array {
  let book = 0;
  let sinceUs = 0;
  return timeUs.map((nowUs, row) => {
    if (hasMoved(row) || nowUs - sinceUs >= QUIET_US) {
      book += 1;
      sinceUs = nowUs;
    }
    return book;
  });
}

function middleOf({ bid, ask }: Books, row: number): number {
  return (at(bid, row) + at(ask, row)) / 2;
}

function putPrice(books: Books, book: number, middle: number, settings: WalkSettings, random: () => number): void {
  const spread = 1 + Math.floor(random() * settings.maxSpread);
  const bid = Math.max(1, Math.round(middle - spread / 2));
  books.bid[book] = bid;
  books.ask[book] = bid + spread;
}

function repeatPrice({ bid, ask }: Books, book: number): void {
  bid[book] = at(bid, book - 1);
  ask[book] = at(ask, book - 1);
}

/** The square makes small quantities common and large ones rare. */
function putQuantities(books: Books, book: number, { maxQuantity }: WalkSettings, random: () => number): void {
  const quantity = () => 1 + Math.floor(random() ** 2 * maxQuantity);
  books.bidQuantity[book] = quantity();
  books.askQuantity[book] = quantity();
}
