import { z } from 'zod';

const MAX_CHARACTERS = 80;

/**
 * Characters that are not seen, or change how others are seen: of control, of direction, of no meaning yet, and ends of
 * lines. Two that join letters stay: Persian and Indian names are written with them.
 */
const UNSEEN = /(?![\u200c\u200d])[\p{C}\p{Zl}\p{Zp}]/u;

/** Plain text in one line. Wherever it is shown, it is shown as text. */
export function plainLine(maxCharacters: number) {
  return z
    .string()
    .max(4 * maxCharacters)
    .transform((text) => text.normalize('NFC').trim().replace(/ +/g, ' '))
    .refine(
      (text) => text.length > 0 && text.length <= maxCharacters,
      `must have from 1 to ${maxCharacters} characters`,
    )
    .refine((text) => !UNSEEN.test(text), 'must be one line of plain text')
    .refine((text) => /[\p{L}\p{N}]/u.test(text), 'must have a letter in it');
}

/** The name of a person. */
export const plainName = plainLine(MAX_CHARACTERS);
