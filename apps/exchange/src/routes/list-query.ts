import { z } from 'zod';
import { venueProblem } from '../dialect/venue-problem.ts';

export const symbol = z.string().min(1).max(32);

export const wholeUpTo = (least: number, most: number, byDefault: number) =>
  z
    .string()
    .regex(/^\d{1,6}$/, 'must be a whole number')
    .transform(Number)
    .pipe(z.int().min(least).max(most))
    .default(byDefault);

const milliseconds = z
  .string()
  .regex(/^\d{1,14}$/, 'must be whole milliseconds since 1970')
  .transform(Number);

/** The most rows that are passed over. */
const MAX_OFFSET = 10_000;

/** Which part of a list is wanted. */
export const page = { limit: wholeUpTo(1, 1_000, 100), offset: wholeUpTo(0, MAX_OFFSET, 0) };

/** A span of time. Both of its ends belong to it. */
export const times = { from: milliseconds.optional(), to: milliseconds.optional() };

/** @throws Problem where a span ends before it begins: nothing can be in it, and whoever asks meant another. */
export function requireInOrder({ from = 0, to = Number.POSITIVE_INFINITY }: z.output<z.ZodObject<typeof times>>): void {
  if (from > to) throw venueProblem('INVALID_RANGE', 'from must not be behind to.');
}
