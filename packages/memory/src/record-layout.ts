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
  next += next % 2;
  place(unkept.filter(([, { kind }]) => isWide(kind)));
  place(unkept.filter(([, { kind }]) => !isWide(kind)));
  const words = size ?? next + (next % 2);
  assert(flags.length <= 31, 'the flags of a record fit into one word');
  assert(words % 2 === 0, 'a record has an even number of words');
  assert(next <= words, `the fields of a record take ${next} words, and it has ${words}`);
  const layout = { fields, size: words, places: places as RecordLayout<Fields>['places'], flagsPlace };
  assertApart(layout);
  return layout;
}

/** The first word of a field, and how many it has. Flags share one. */
export function wordsOf({ fields, places, flagsPlace }: RecordLayout, name: string): { from: number; count: number } {
  const [kind, place] = [fields[name]?.kind, places[name]];
  assert(kind !== undefined && place !== undefined, `${name} is a field of the record`);
  if (kind === 'flag') return { from: flagsPlace, count: 1 };
  return { from: isWide(kind) ? 2 * place : place, count: FIELD_WORDS[kind] };
}

/**
 * Every field stands in the record, and has its words for itself: a flag its bit.
 *
 * @throws when that is not so.
 */
export function assertApart(layout: RecordLayout): void {
  /** The bits that are taken of each word. */
  const taken = new Uint32Array(layout.size);
  for (const [name, { kind }] of Object.entries(layout.fields)) {
    const { from, count } = wordsOf(layout, name);
    assert(from >= 0 && from + count <= layout.size, `the field ${name} stands in the record`);
    const bits = kind === 'flag' ? (layout.places[name] as number) : -1;
    for (let word = from; word < from + count; word++) {
      assert(((taken[word] as number) & bits) === 0, `the field ${name} has its place for itself`);
      taken[word] = (taken[word] as number) | bits;
    }
  }
}
