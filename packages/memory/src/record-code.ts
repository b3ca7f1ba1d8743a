import { assert } from '@fulcrum/log';
import { readAmount, writeAmount } from './amount.ts';
import type { FieldKind, RecordLayout } from './record-layout.ts';
import type { RecordViews } from './record-views.ts';
import { printUuid } from './uuid.ts';

/**
 * Reads values out of a record that begins at the word `at`.
 *
 * @param given values of fields that the caller knows better, in the order in which the reader was told their names.
 */
export type RecordReader<Values> = (views: RecordViews, at: number, ...given: readonly unknown[]) => Values;

/**
 * Writes values into a record.
 *
 * @param links the numbers of its links, in the order of their fields.
 */
export type RecordWriter<Values> = (views: RecordViews, at: number, values: Values, ...links: number[]) => void;

/**
 * Makes the function that reads a record as an object.
 *
 * A tick may close a hundred thousand orders, and each is read. So the function is written out as source and compiled
 * once, when the program starts: one that goes through the fields of each record takes several times as long.
 *
 * @param names of the fields to be read.
 * @param given the names of values that the caller hands over: these come first.
 */
export function compileReader<Values>(
  layout: RecordLayout,
  names: readonly string[],
  given: readonly string[] = [],
): RecordReader<Values> {
  const read = names.filter((name) => !given.includes(name)).map((name) => `${name}: ${readSource(layout, name)}`);
  const body = `const half = at >> 1; return { ${[...given, ...read].join(', ')} };`;
  const parameters = ['views', 'at', ...given].join(', ');
  return new Function('amount', 'uuid', `return (${parameters}) => { ${body} };`)(readAmount, printUuid);
}

/** Makes the function that writes the named fields into a record that is new or has held them before. Ids are not written. */
export function compileWriter<Values>(layout: RecordLayout, names: readonly string[]): RecordWriter<Values> {
  const written = names.filter((name) => kindOf(layout, name) !== 'id');
  const links = written.filter((name) => kindOf(layout, name) === 'link');
  const body = ['const half = at >> 1;', ...written.map((name) => writeSource(layout, name))].join(' ');
  const parameters = ['views', 'at', 'values', ...links].join(', ');
  return new Function('writeAmount', `return (${parameters}) => { ${body} };`)(writeAmount);
}

function kindOf({ fields }: RecordLayout, name: string): FieldKind {
  const field = fields[name];
  assert(field !== undefined && /^\w+$/.test(name), `${name} is a field of the record`);
  return field.kind;
}

function readSource(layout: RecordLayout, name: string): string {
  const place = layout.places[name];
  switch (kindOf(layout, name)) {
    case 'number':
      return `views.numbers[half + ${place}]`;
    case 'number?':
      return `views.numbers[half + ${place}] === 0 ? undefined : views.numbers[half + ${place}]`;
    case 'amount':
      return `amount(views.integers, half + ${place})`;
    case 'id':
      return `uuid(views.words, at + ${place})`;
    case 'flag':
      return `(views.words[at + ${layout.flagsPlace}] & ${place}) === 0 ? ${flagValues(layout, name).join(' : ')}`;
    default:
      return `views.words[at + ${place}]`;
  }
}

function writeSource(layout: RecordLayout, name: string): string {
  const place = layout.places[name];
  switch (kindOf(layout, name)) {
    case 'number':
      return `views.numbers[half + ${place}] = values.${name};`;
    case 'number?':
      return `views.numbers[half + ${place}] = values.${name} ?? 0;`;
    case 'amount':
      return `writeAmount(views.integers, half + ${place}, values.${name});`;
    case 'link':
      return `views.words[at + ${place}] = ${name};`;
    case 'flag': {
      const flags = `views.words[at + ${layout.flagsPlace}]`;
      const isSet = `values.${name} === ${flagValues(layout, name)[1]}`;
      return `${flags} = ${isSet} ? ${flags} | ${place} : ${flags} & ~${place};`;
    }
    default:
      return `views.words[at + ${place}] = values.${name};`;
  }
}

function flagValues({ fields }: RecordLayout, name: string): string[] {
  const values = fields[name]?.values;
  assert(values !== undefined, `the flag ${name} has two values`);
  return values.map((value) => JSON.stringify(value));
}
