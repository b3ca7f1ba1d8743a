import { assert } from '@fulcrum/log';
import { assertFields, FIELD_WORDS, type FieldKind, type RecordFields } from './record-fields.ts';

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
 * @throws when the fields make no sense, or do not fit.
 */
export function layoutRecord<Fields extends RecordFields>(fields: Fields, size?: number): RecordLayout<Fields> {
  assertFields(fields);
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

/**
 * The same record, of which some fields alone count.
 *
 * @throws when one is no field of the record, or is of another kind there.
 */
export function partOfLayout<Fields extends RecordFields>(layout: RecordLayout, fields: Fields): RecordLayout<Fields> {
  assertFields(fields);
  for (const [name, { kind }] of Object.entries(fields)) {
    const there = layout.fields[name]?.kind;
    assert(
      there === kind,
      `the field ${name} is of the kind ${kind}, and in its record of the kind ${there ?? 'none'}`,
    );
  }
  return { ...layout, fields, places: layout.places as RecordLayout<Fields>['places'] };
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
