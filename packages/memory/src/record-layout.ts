import { assert } from '@fulcrum/log';
import { UUID_WORDS } from './uuid.ts';

/** What a field of a record may hold, and how many words of 32 bits that takes. */
export const FIELD_WORDS = {
  /** A floating point number. */
  number: 2,
  /** A number that may be absent. Zero stands for that. */
  'number?': 2,
  /** A whole number of up to 127 bits with its sign. */
  amount: 4,
  /** A UUID. */
  id: UUID_WORDS,
  /** A whole number from 0 to 2^32 - 1. */
  word: 1,
  /** Stands for something that is kept elsewhere: its slot or its number there. Another process has another one. */
  link: 1,
  /** One of two words. The flags of a record share one word of memory. */
  flag: 0,
} as const;

export type FieldKind = keyof typeof FIELD_WORDS;

export interface RecordField {
  readonly kind: FieldKind;
  /** Whether snapshots keep it. The others follow from those that are kept. */
  readonly isKept: boolean;
  /**
   * Whether the state's hash covers it. A field that is younger than the first snapshots is covered when it is set, so
   * that states without it keep their hash.
   */
  readonly isHashed: 'always' | 'when set' | 'never';
  /** The two values of a flag: the first one stands for a bit that is not set. */
  readonly values?: readonly [string, string];
}

/** The fields of a record by name, in the order in which they are hashed. */
export type RecordFields = Readonly<Record<string, RecordField>>;

/** Where the fields of a record stand. */
export interface RecordLayout<Fields extends RecordFields = RecordFields> {
  readonly fields: Fields;
  /** Words of a record. */
  readonly size: number;
  /** The first words hold what snapshots keep. */
  readonly keptWords: number;
  /**
   * The place of each field: in words for ids, words and links; in numbers, which are two words, for numbers and amounts;
   * for flags the bit, as a word that has no other.
   */
  readonly places: { readonly [Name in keyof Fields]: number };
  /** The word that the flags share. */
  readonly flagsPlace: number;
}

const WIDE: ReadonlySet<FieldKind> = new Set(['number', 'number?', 'amount']);

export function isWide(kind: FieldKind): boolean {
  return WIDE.has(kind);
}

/**
 * Gives each field its place: first those that snapshots keep, and in both parts the wide ones first, because numbers of
 * two words stand at even places.
 *
 * @param size words of a record, at least as many as its fields take: the others are free for fields to come. Without it
 *   the record is as small as it can be.
 * @throws when the fields do not fit.
 */
export function layoutRecord<Fields extends RecordFields>(fields: Fields, size?: number): RecordLayout<Fields> {
  const all = Object.entries(fields);
  const places: Record<string, number> = {};
  let next = 0;
  const place = (part: typeof all) => {
    for (const [name, { kind }] of part) {
      places[name] = isWide(kind) ? next / 2 : next;
      next += FIELD_WORDS[kind];
    }
  };
  const flags = all.filter(([, { kind }]) => kind === 'flag');
  const others = all.filter(([, { kind }]) => kind !== 'flag');
  const kept = others.filter(([, { isKept }]) => isKept);
  const unkept = others.filter(([, { isKept }]) => !isKept);
  place(kept.filter(([, { kind }]) => isWide(kind)));
  place(kept.filter(([, { kind }]) => !isWide(kind)));
  const flagsPlace = next;
  for (const [at, [name]] of flags.entries()) places[name] = 1 << at;
  if (flags.length > 0) next += 1;
  const keptWords = next;
  next += next % 2;
  place(unkept.filter(([, { kind }]) => isWide(kind)));
  place(unkept.filter(([, { kind }]) => !isWide(kind)));
  const words = size ?? next + (next % 2);
  assert(flags.length <= 31, 'the flags of a record fit into one word');
  assert(words % 2 === 0, 'a record has an even number of words');
  assert(next <= words, `the fields of a record take ${next} words, and it has ${words}`);
  return { fields, size: words, keptWords, places: places as RecordLayout<Fields>['places'], flagsPlace };
}
