import { assert } from '@fulcrum/log';
import { readAmount, writeAmount } from '../amount.ts';
import type { RecordViews } from '../record-views.ts';
import { printUuid } from '../uuid.ts';
import { checkSource, refuse } from './field-values.ts';
import type { RecordField } from './record-fields.ts';
import type { RecordLayout } from './record-layout.ts';

/**
 * Reads values out of a record that begins at the word `at`.
 *
 * @param given values of fields that the caller knows better, in the order in which the reader was told their names.
 */
export type RecordReader<Values> = (views: RecordViews, at: number, ...given: readonly unknown[]) => Values;

/**
 * Writes values into a record. A value that its field does not take is a broken invariant.
 *
 * @param links the numbers of its links by name.
 */
export type RecordWriter<Values, Links extends string> = (
  views: RecordViews,
  at: number,
  values: Values,
  links: Readonly<Record<Links, number>>,
) => void;

/**
 * Makes the function that reads a record as an object.
 *
 * A tick may close a hundred thousand orders, and each is read. So the function is written out as source and compiled
 * once, when the program starts: one that goes through the fields of each record takes several times as long.
 *
 * @param names of the fields to be read.
 * @param given the names of values that the caller hands over: these come first. Links are among them, because their
 *   numbers mean nothing to others.
 */
export function compileReader<Values>(
  layout: RecordLayout,
  names: readonly string[],
  given: readonly string[] = [],
): RecordReader<Values> {
  const others = names.filter((name) => !given.includes(name));
  for (const name of others)
    assert(fieldOf(layout, name).kind !== 'link', `the reader is given what the link ${name} stands for`);
  for (const name of given)
    assert(isKnownBetter(layout, name), `the field ${name} would be hidden by the ${name} that the reader is given`);
  const read = others.map((name) => `${name}: ${readSource(layout, name)}`);
  const body = `const half = at >> 1; return { ${[...given, ...read].join(', ')} };`;
  const parameters = ['views', 'at', ...given].join(', ');
  return new Function('amount', 'uuid', `return (${parameters}) => { ${body} };`)(readAmount, printUuid);
}

/** Whether a caller may give the value of this name: of a link, of the id that it has at hand, or of what is no field. */
function isKnownBetter({ fields }: RecordLayout, name: string): boolean {
  const kind = fields[name]?.kind;
  return kind === undefined || kind === 'link' || kind === 'id';
}

/** Makes the function that writes the named fields into a record that is new or has held them before. Ids are not written. */
export function compileWriter<Values, Links extends string = never>(
  layout: RecordLayout,
  names: readonly string[],
): RecordWriter<Values, Links> {
  const written = names.filter((name) => fieldOf(layout, name).kind !== 'id');
  const body = ['const half = at >> 1;', ...written.map((name) => writeSource(layout, name))].join(' ');
  return new Function('writeAmount', 'refuse', `return (views, at, values, links) => { ${body} };`)(
    writeAmount,
    refuse,
  );
}

function fieldOf({ fields }: RecordLayout, name: string): RecordField {
  const field = fields[name];
  assert(field !== undefined, `${name} is a field of the record`);
  return field;
}

function readSource(layout: RecordLayout, name: string): string {
  const place = layout.places[name];
  switch (fieldOf(layout, name).kind) {
    case 'number':
      return `views.numbers[half + ${place}]`;
    case 'number?':
      return `views.numbers[half + ${place}] === 0 ? undefined : views.numbers[half + ${place}]`;
    case 'amount':
      return `amount(views, half + ${place})`;
    case 'id':
      return `uuid(views.words, at + ${place})`;
    case 'flag':
      return `(views.words[at + ${layout.flagsPlace}] & ${place}) === 0 ? ${flagValues(layout, name).join(' : ')}`;
    default:
      return `views.words[at + ${place}]`;
  }
}

function writeSource(layout: RecordLayout, name: string): string {
  const field = fieldOf(layout, name);
  const value = `${field.kind === 'link' ? 'links' : 'values'}.${name}`;
  return `${checkSource(name, field, value)} ${storeSource(layout, name, value)}`;
}

function storeSource(layout: RecordLayout, name: string, value: string): string {
  const place = layout.places[name];
  switch (fieldOf(layout, name).kind) {
    case 'number':
      // The sum makes 0 of -0, which is another one to the hash, and comes back from a snapshot as 0.
      return `views.numbers[half + ${place}] = ${value} + 0;`;
    case 'number?':
      return `views.numbers[half + ${place}] = ${value} ?? 0;`;
    case 'amount':
      return `writeAmount(views, half + ${place}, ${value});`;
    case 'flag': {
      const flags = `views.words[at + ${layout.flagsPlace}]`;
      const isSet = `${value} === ${flagValues(layout, name)[1]}`;
      return `${flags} = ${isSet} ? ${flags} | ${place} : ${flags} & ~${place};`;
    }
    default:
      return `views.words[at + ${place}] = ${value};`;
  }
}

function flagValues(layout: RecordLayout, name: string): string[] {
  const { values = [] } = fieldOf(layout, name);
  return values.map((value) => JSON.stringify(value));
}
