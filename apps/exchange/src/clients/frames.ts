import { formatDecimal } from '@fulcrum/cfd';
import { type BookTicker, bookTickerStream, type SocketRequest } from '@fulcrum/protocol';
import { at, type Books } from '@fulcrum/simulated-prices';

/** The times of a book and of its message. */
export interface TickTimes {
  /** Grows with each book of a symbol. */
  readonly updateId: number;
  /** The time of the book, in microseconds since 1970. */
  readonly bookUs: number;
  /** The present, in microseconds since 1970. */
  readonly nowUs: number;
}

/** A book in Backpack's letters and order, to be sent to many clients. */
export function bookTickerFrame(symbol: string, books: Books, index: number, times: TickTimes): Buffer {
  const price = (column: Uint32Array) => formatDecimal(at(column, index), books.priceDecimals);
  const quantity = (column: Uint32Array) => formatDecimal(at(column, index), books.quantityDecimals);
  const data: BookTicker = {
    e: 'bookTicker',
    E: times.nowUs,
    s: symbol,
    a: price(books.ask),
    A: quantity(books.askQuantity),
    b: price(books.bid),
    B: quantity(books.bidQuantity),
    u: times.updateId,
    T: times.bookUs,
  };
  return Buffer.from(JSON.stringify({ stream: bookTickerStream(symbol), data }));
}

/**
 * The numbers by which clients know why a request was refused. That of an unknown stream is Backpack's. A number never
 * changes its meaning.
 */
const CODES = {
  invalid_request: 4_000,
  unauthorized: 4_001,
  too_many_subscriptions: 4_005,
  unknown_stream: 4_006,
  too_many_requests: 4_007,
} as const;

/** Why a request was refused. */
export type RefusalCode = keyof typeof CODES;

export function errorFrame(id: SocketRequest['id'], code: RefusalCode, message: string): Buffer {
  return Buffer.from(JSON.stringify({ id: id ?? null, error: { code: CODES[code], message } }));
}
