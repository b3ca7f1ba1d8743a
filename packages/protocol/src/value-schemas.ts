import { WORDS } from '@fulcrum/cfd';
import { isLogId } from '@fulcrum/log';
import { z } from 'zod';

/** The values that every message is made of. */

const DECIMAL = /^-?\d+(\.\d+)?$/;
const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/** At most 64 UTF-16 units, which is what JavaScript counts. */
function isShort(text: string): boolean {
  return text.length <= 64;
}

/** An exact amount as text: floating point numbers are never accepted for one. */
export const decimal = z
  .string()
  .regex(DECIMAL, 'must be a decimal number, such as "0.01"')
  .meta({ description: 'An exact decimal number', example: '0.01' });

export const uuid = z
  .string()
  .regex(UUID, 'must be a UUID in lower case')
  .meta({ format: 'uuid', example: '3f0c1c1e-6d0b-4a51-9d6f-0b8f7f0f5a11' });

/** What an instrument may be called. */
export const assetName = z.string().regex(/^[\x21-\x7e]{1,32}$/, 'must be 1 to 32 printable characters of ASCII');

export const requestId = z.string().refine(isShort, 'must have at most 64 characters');

/** Where a price comes from, for example `backpack` or `recorded`. */
export const priceSource = z.string().refine(isShort, 'must have at most 64 characters');

export const assetClass = z.string().regex(/^[a-z0-9_-]{1,32}$/, 'must be 1 to 32 of a-z, 0-9, _ and -');

export const marketMode = z.enum(WORDS.mode);

/** A remark for people, of one line: it is printed where people read, and kept in a database. */
export const note = z
  .string()
  .refine((text) => /^[^\p{Cc}\p{Cs}]{1,200}$/u.test(text), 'must be 1 to 200 characters of one line');

/**
 * Who asked for a command in somebody else's place: it is printed where people read. Nothing in it turns the direction of
 * writing around or ends a line. The classes of characters that count here are those that never change.
 */
export const actor = z
  .string()
  .refine(
    (text) => /^[^\p{Cc}\p{Cs}\u200e\u200f\u2028-\u202e\u2066-\u2069]{1,64}$/u.test(text),
    'must be 1 to 64 printable characters',
  );

/** What an asker calls itself: part of the name of the channel on which it listens. */
export const replyTo = z.string().regex(/^[\w-]{1,64}$/, 'must be 1 to 64 letters, digits, _ or -');

export const side = z.enum(WORDS.side);

/** Milliseconds of log time. */
export const timeMs = z.int().nonnegative().meta({ description: 'Milliseconds since 1970' });

export const logId = z.string().refine(isLogId, 'must be an id such as "1732000000000-0"');

/** Any number at all, also one that JSON can write and a double cannot hold: the core's own check refuses it. */
export const anyNumber = z.custom<number>((value) => typeof value === 'number', 'must be a number');
