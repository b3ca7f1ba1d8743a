import { assert } from '@fulcrum/log';

/** A UUID is kept as four 32-bit words. */
export const UUID_WORDS = 4;

const DASH = '-'.charCodeAt(0);
const DIGITS = Uint8Array.from('0123456789abcdef', (digit) => digit.charCodeAt(0));
/** The value of each character, or a negative number where it is no digit. */
const VALUES = new Int8Array(128).fill(-1);
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
  const [first, second, third, fourth] = [readHalf(text, 0), readHalf(text, 4), readHalf(text, 9), readHalf(text, 14)];
  const [fifth, sixth, seventh, eighth] = [
    readHalf(text, 19),
    readHalf(text, 24),
    readHalf(text, 28),
    readHalf(text, 32),
  ];
  const all = first | second | third | fourth | fifth | sixth | seventh | eighth;
  assert(all >= 0, 'an id is made of hexadecimal digits in lower case');
  words[0] = (first << 16) | second;
  words[1] = (third << 16) | fourth;
  words[2] = (fifth << 16) | sixth;
  words[3] = (seventh << 16) | eighth;
}

/** The same, from the word `at` on. */
export function writeUuid(words: Uint32Array, at: number, text: string): void {
  assert(at >= 0 && at + UUID_WORDS <= words.length, 'an id has room for its words');
  readUuid(text, words.subarray(at, at + UUID_WORDS));
}

/** Reads four digits: half a word. @returns a negative number where one of them is no digit. */
function readHalf(text: string, at: number): number {
  return (
    (digitAt(text, at) << 12) | (digitAt(text, at + 1) << 8) | (digitAt(text, at + 2) << 4) | digitAt(text, at + 3)
  );
}

function digitAt(text: string, at: number): number {
  return VALUES[text.charCodeAt(at)] ?? -1;
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
