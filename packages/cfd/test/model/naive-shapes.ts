import { COMMANDS } from '@fulcrum/cfd';
import { parseDecimal } from './rational.ts';

/** The fields of a command as they came out of JSON. */
export type Fields = { readonly [field: string]: unknown };

type Test = (value: unknown) => boolean;

const ID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

export const isId: Test = (value) => typeof value === 'string' && ID.test(value);
export const isRequestId: Test = (value) => typeof value === 'string' && value.length <= 64;

const isString: Test = (value) => typeof value === 'string';
const isNatural = isIntegerWithin(0, Number.MAX_SAFE_INTEGER);

function isIntegerWithin(least: number, most: number): Test {
  return (value) => Number.isInteger(value) && Number(value) >= least && Number(value) <= most;
}

function isLike(pattern: RegExp): Test {
  return (value) => typeof value === 'string' && pattern.test(value);
}

function isOneOf(...words: string[]): Test {
  return (value) => words.includes(value as string);
}

/** The shape of each kind of value. It is checked before any rule of trade (docs/rules.md, "Messages"). */
const kinds = new Map<string, Test>([
  ['uuid', isId],
  ['requestId', isRequestId],
  ['assetName', isLike(/^[\x21-\x7e]{1,32}$/)],
  ['assetClass', isLike(/^[a-z0-9_-]{1,32}$/)],
  ['mode', isOneOf('open', 'close_only', 'closed')],
  ['side', isOneOf('buy', 'sell')],
  ['transferKind', isOneOf('deposit', 'adjustment')],
  ['holdOutcome', isOneOf('paid', 'released')],
  // Lone halves of a character and control characters have no place in a line of text.
  ['note', isLike(/^[^\p{Cc}\p{Cs}]{1,200}$/u)],
  // Neither does what turns the direction of writing around.
  ['actor', (value) => isLike(/^[^\p{Cc}\p{Cs}\p{Zl}\p{Zp}]+$/u)(value) && isShown(String(value))],
  ['rights', isOneOf('full', 'close_only', 'none')],
  ['orderType', isOneOf('market', 'limit', 'stop')],
  ['positionMode', isOneOf('hedging', 'netting')],
  ['flag', (value) => typeof value === 'boolean'],
  ['ordersPage', isPage],
  ['group', isString],
  ['time', isNatural],
  ['asset', isString],
  ['amount', isString],
  ['source', isRequestId],
  ['decimal', (value) => typeof value === 'string' && parseDecimal(value) !== undefined],
  ['quantity', (value) => typeof value === 'string' && parseDecimal(value) !== undefined],
  ['money', (value) => typeof value === 'string' && parseDecimal(value) !== undefined],
  ['number', (value) => typeof value === 'number'],
  ['natural', isNatural],
  ['bps', isIntegerWithin(1, 1_000_000)],
  // A number, or its digits as text: the venues write it in both ways.
  ['microseconds', (value) => isNatural(value) || isLike(/^\d{1,20}$/)(value)],
]);

const TURNS = [
  '\u200e',
  '\u200f',
  '\u202a',
  '\u202b',
  '\u202c',
  '\u202d',
  '\u202e',
  '\u2066',
  '\u2067',
  '\u2068',
  '\u2069',
];

/** At most 64 characters, each of which is seen where it stands. The word for what is malformed is nobody's name. */
function isShown(text: string): boolean {
  return text !== 'malformed' && [...text].length <= 64 && !TURNS.some((turn) => text.includes(turn));
}

function isPage(value: unknown): boolean {
  if (!isPlainObject(value)) return false;
  return isIntegerWithin(1, 100)(value.limit) && (value.after === undefined || isNatural(value.after));
}

/** Reads the description of a field (see Spec). What is malformed may count as absent. */
function testOf(name: string, spec: string): Test {
  if (spec.includes(' or ignored')) return () => true;
  const [kind = '', least, most] = spec
    .replace(/ since .*/, '')
    .replace('|null', '')
    .split(/\W+/);
  if (kind === 'whole')
    return orAbsent(
      spec,
      name.endsWith('Decimals')
        ? isIntegerWithin(0, 12)
        : isIntegerWithin(Number(least), Number(most || Number.MAX_SAFE_INTEGER)),
    );
  const test = kinds.get(kind);
  if (test === undefined) throw new Error(`the model does not know what a value of the kind ${kind} looks like`);
  return orAbsent(spec, test);
}

function orAbsent(spec: string, test: Test): Test {
  return (value) =>
    (spec.includes('?') && value === undefined) || (spec.includes('|null') && value === null) || test(value);
}

interface Field {
  readonly name: string;
  readonly test: Test;
  /** The version of the rules from which on it is looked at. */
  readonly since: number;
}

/** A field that holds a message may be absent. */
function shapeOf(fields: object): Field[] {
  return Object.entries(fields).map(([name, spec]) => {
    if (typeof spec === 'string')
      return { name, test: testOf(name, spec), since: Number(/ since (\d+)/.exec(spec)?.[1] ?? 1) };
    const inner = shapeOf(spec.one);
    return { name, test: (value) => value === undefined || (isPlainObject(value) && fits(value, inner)), since: 1 };
  });
}

function fits(data: Fields, shape: readonly Field[]): boolean {
  return shape.every(({ name, test }) => test(data[name]));
}

const shapes = new Map(Object.entries(COMMANDS).map(([type, fields]) => [type, shapeOf(fields)]));

export function isPlainObject(data: unknown): data is Fields {
  return typeof data === 'object' && data !== null && !Array.isArray(data);
}

/** Whether a command has the shape that all rules ask for. */
export function hasShape(type: string, data: Fields): boolean {
  const shape = shapes.get(type);
  return (
    shape !== undefined &&
    fits(
      data,
      shape.filter(({ since }) => since === 1),
    )
  );
}

/** Whether the younger fields have the shape for which these rules ask. Others may hold anything. */
export function hasLaterShape(type: string, data: Fields, rulesVersion: number): boolean {
  return fits(
    data,
    (shapes.get(type) ?? []).filter(({ since }) => since > 1 && since <= rulesVersion),
  );
}

/** What a command of this type says: other fields are passed over. */
export function knownFields(type: string, data: Fields): Fields {
  const names = new Set((shapes.get(type) ?? []).map(({ name }) => name));
  return Object.fromEntries(Object.entries(data).filter(([name]) => names.has(name)));
}
