import { assert } from '@fulcrum/log';

/** A UUID is kept as four 32-bit words. */
export const UUID_WORDS = 4;

const DASH = '-'.charCodeAt(0);
const DIGITS = Uint8Array.from('0123456789abcdef', (digit) => digit.charCodeAt(0));
/** The value of each character, or one that is more than a digit can have. */
const VALUES = new Uint8Array(128).fill(16);
DIGITS.forEach((code, value) => {
  VALUES[code] = value;
});

/** Where the 32 digits stand in the text, which has dashes between its groups. */
const PLACES = Uint8Array.from({ length: 36 }, (_, at) => at).filter((at) => ![8, 13, 18, 23].includes(at));

/**
 * Reads a UUID in lower case into the first four words of `words`. What comes from outside has been checked before:
 * anything else is a broken invariant.
 */
export function readUuid(text: string, words: Uint32Array): void {
  assert(text.length === 36, 'an id has the length of a UUID');
  let seen = 0;
  for (let word = 0; word < UUID_WORDS; word++) {
    let value = 0;
    for (let at = 8 * word; at < 8 * word + 8; at++) {
      const digit = VALUES[text.charCodeAt(PLACES[at] ?? 0)] ?? 16;
      seen |= digit;
      value = (value << 4) | digit;
    }
    words[word] = value;
  }
  assert(seen < 16, 'an id is made of hexadecimal digits in lower case');
}

/** One buffer for all: printing happens for each order of a tick, and makes nothing but its text. */
const codes = new Array<number>(36).fill(DASH);

/** Prints the UUID of the four words that begin at a place. */
export function printUuid(words: Uint32Array, at: number): string {
  printWord(words[at] as number, 0);
  printWord(words[at + 1] as number, 8);
  printWord(words[at + 2] as number, 16);
  printWord(words[at + 3] as number, 24);
  return String.fromCharCode(...codes);
}

function printWord(word: number, from: number): void {
  for (let digit = 0; digit < 8; digit++)
    codes[PLACES[from + digit] ?? 0] = DIGITS[(word >>> (28 - 4 * digit)) & 15] ?? 0;
}
