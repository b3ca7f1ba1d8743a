import { z } from 'zod';
import { decimal } from '../value-schemas.ts';

/** The venues' dialect: a book ticker in Backpack's letters, which Binance's spot stream shares without `e`, `E`, `T`. */
export const bookTickerSchema = z.object({
  e: z.literal('bookTicker').optional(),
  /** Event time, in microseconds. */
  E: z.int().nonnegative().optional(),
  /** Symbol. */
  s: z.string().max(64),
  /** Best ask. */
  a: decimal,
  /** Quantity at the best ask. */
  A: decimal,
  /** Best bid. */
  b: decimal,
  /** Quantity at the best bid. */
  B: decimal,
  /** Update id: a string in Backpack's documentation, a number on the wire. */
  u: z.union([z.string().max(64), z.number()]),
  /** Time at the venue's engine, in microseconds. */
  T: z.int().nonnegative().optional(),
});

export type BookTicker = z.infer<typeof bookTickerSchema>;

/** The stream's name, for example `bookTicker.BTC_USDC`. */
export function bookTickerStream(symbol: string): string {
  return `bookTicker.${symbol}`;
}
