import { invalidInput } from '@fulcrum/http';
import { z } from 'zod';

/** A cursor of a list of the desk, as text: no longer than what may be searched for, and an id. */
export const CURSOR = /^[A-Za-z0-9_-]{1,2048}$/;

/** Names the row of a list behind which its next page begins, by what the list is sorted by. */
export function printCursor(place: readonly string[]): string {
  return Buffer.from(JSON.stringify(place)).toString('base64url');
}

/**
 * Reads a cursor, which anybody may have written.
 *
 * @param schema what the list is sorted by.
 * @throws Problem when it is no cursor of this list.
 */
export function readCursor<Place extends z.ZodType>(cursor: string, schema: Place): z.output<Place> {
  const text = Buffer.from(cursor, 'base64url').toString();
  const read = schema.safeParse(parsed(text));
  if (!read.success) throw invalidInput({ after: 'must be the next of the page before' });
  return read.data;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Of a list that is sorted by time: the time in milliseconds, and an id. */
export const timePlace = z.tuple([
  z
    .string()
    .regex(/^\d{1,15}$/)
    .transform((text) => new Date(Number(text)))
    .refine((time) => !Number.isNaN(time.getTime())),
  z.uuid(),
]);
