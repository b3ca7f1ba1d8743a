import { assert } from '@fulcrum/log';
import { AMOUNT_WORDS } from '../amount.ts';
import { UUID_WORDS } from '../uuid.ts';

/** What a field of a record may hold, and how many words of 32 bits that takes. */
export const FIELD_WORDS = {
  /** A floating point number. */
  number: 2,
  /** A number that may be absent. Zero stands for that, and cannot be written. */
  'number?': 2,
  /** A whole number of up to 127 bits with its sign. */
  amount: AMOUNT_WORDS,
  /** A UUID. A record has one at most, by which it is found. */
  id: UUID_WORDS,
  /** A whole number from 0 to 2^31 - 1 (see MAX_WORD). */
  word: 1,
  /** Stands for something that is kept elsewhere: its slot or its number there. Another process has another one. */
  link: 1,
  /** The record's own hash, as a set's hash contains it (see `addNoted` of SetHash). It is never kept, nor hashed itself. */
  hash: 2,
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
  /** Whether a number takes nothing but safe integers. */
  readonly isWhole?: boolean;
  /** The two values of a flag: the first one stands for a bit that is not set. */
  readonly values?: readonly [string, string];
}

/** The fields of a record by name, in the order in which they are hashed. */
export type RecordFields = Readonly<Record<string, RecordField>>;

/**
 * Holds a table of fields to what can be kept in a record. Whoever writes one is told when the program starts, and not by
 * the first record.
 *
 * @throws an error that names the field, and says what is wrong with it.
 */
export function assertFields(fields: RecordFields): void {
  for (const [name, field] of Object.entries(fields)) assertField(name, field);
  const [first, second] = Object.keys(fields).filter((name) => fields[name]?.kind === 'id');
  assert(second === undefined, `the field ${second} is a second id: records are found by ${first}`);
}

function assertField(name: string, { kind, isKept, isHashed, isWhole, values }: RecordField): void {
  assert(/^[a-z]\w*$/i.test(name), `the field ${name} has a name of which no code can be made`);
  assert(Object.hasOwn(FIELD_WORDS, kind), `the field ${name} is of the kind ${kind}, which there is not`);
  assert(
    isKept || isHashed === 'never',
    `the field ${name} is hashed and not kept: a restored state would have another hash`,
  );
  assert(!isWhole || kind.startsWith('number'), `the field ${name} is said to be whole, and is no number`);
  assert(!isKept || kind !== 'hash', `the field ${name} is a noted hash, which is made anew and not kept`);
  if (kind === 'flag') assertFlag(name, values);
  else assert(values === undefined, `the field ${name} has two values, and is no flag`);
}

function assertFlag(name: string, values: RecordField['values']): void {
  const [unset, set, ...others] = new Set(values);
  const areTwo = unset !== undefined && set !== undefined && others.length === 0;
  assert(areTwo, `the flag ${name} has the values ${JSON.stringify(values ?? [])}, and not two that differ`);
}
