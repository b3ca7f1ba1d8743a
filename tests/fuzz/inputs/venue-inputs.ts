import type { Dice } from './dice.ts';
import { brokenJson, deepJson, hostileText, jsonText, keyText, PROTOTYPE_KEYS } from './hostile-values.ts';

/** A message of a venue that is broken, changes its dialect, or means harm. */
export interface VenueInput {
  readonly message: string | Buffer;
  /**
   * The right outcome: it counts as a price, or it is dropped and counted, or either of them. It is never an answer to a
   * request.
   */
  readonly becomes: 'price' | 'drop' | 'anything';
}

/** One of a venue's symbols, in the letters of its dialect. */
export interface VenueSymbol {
  readonly symbol: string;
  /** Backpack wraps a ticker, and says when it made it. */
  readonly isBackpack: boolean;
}

/** The only good prices. */
export const GOOD_PRICES = { least: 61_000, most: 62_000 };

/** JSON texts of a ticker's fields. */
type Fields = Record<string, string | undefined>;

/** @param updateId greater than that of all before. */
export function venueInput(dice: Dice, venue: VenueSymbol, updateId: number): VenueInput {
  if (dice.chance(0.2)) return goodTicker(dice, venue, updateId);
  if (dice.chance(0.25)) return { message: noTicker(dice), becomes: 'drop' };
  if (dice.chance(0.05)) return { message: noPrice(dice), becomes: 'anything' };
  return dice.pick<() => VenueInput>([
    () => ({ message: brokenTicker(dice, venue, updateId), becomes: 'drop' }),
    () => ({ message: badPrice(dice, venue, updateId), becomes: 'drop' }),
    () => ({ message: strangeTicker(dice, venue, updateId), becomes: 'anything' }),
  ])();
}

export function goodTicker(dice: Dice, venue: VenueSymbol, updateId: number): VenueInput {
  return { message: printed(venue, fieldsOf(dice, venue, updateId)), becomes: 'price' };
}

function fieldsOf(dice: Dice, { symbol, isBackpack }: VenueSymbol, updateId: number): Fields {
  const cents = GOOD_PRICES.least * 100 + dice.below(90_000);
  const price = (units: number) => `"${(units / 100).toFixed(2)}"`;
  const now = String(Date.now() * 1_000);
  const sizes = { B: '"1.5"', A: '"2.5"' };
  const all = { u: String(updateId), s: `"${symbol}"`, b: price(cents), a: price(cents + dice.below(100)), ...sizes };
  return isBackpack ? { e: '"bookTicker"', E: now, T: now, ...all } : all;
}

function printed({ symbol, isBackpack }: VenueSymbol, fields: Fields): string {
  const data = `{${Object.entries(fields)
    .flatMap(([name, text]) => (text === undefined ? [] : [`"${name}":${text}`]))
    .join(',')}}`;
  return isBackpack ? `{"stream":"bookTicker.${symbol}","data":${data}}` : data;
}

/** A ticker in which a required field is missing or wrong. */
function brokenTicker(dice: Dice, venue: VenueSymbol, updateId: number): string {
  const name = dice.pick(['s', 'a', 'b', 'u']);
  const wrong = dice.pick<() => string | undefined>([
    () => undefined,
    () => JSON.stringify(hostileText(dice)),
    () => dice.pick(['null', 'true', '{}', '[]', '-1', '1.5', '-0.0', '"1e5"', '["61500.00"]', '{"toString":1}']),
    () => `"${'9'.repeat(dice.pick([25, 5_000]))}"`.slice(0, name === 's' || name === 'u' ? undefined : 2),
  ])();
  return printed(venue, { ...fieldsOf(dice, venue, updateId), [name]: wrong });
}

/** A ticker whose prices nobody may trade at. */
function badPrice(dice: Dice, venue: VenueSymbol, updateId: number): string {
  const fields = fieldsOf(dice, venue, updateId);
  const huge = `"${dice.pick(['9'.repeat(17), '9'.repeat(40), '9'.repeat(4_000), `${2 ** 53}`])}"`;
  const wrong = dice.pick<Fields>([
    { b: '"0"' },
    { b: '"-1"', a: '"-0.5"' },
    { b: '"0.001"', a: '"61500.00"' },
    { b: '"0.000000000000000000000000000001"' },
    { b: '"99999.00"', a: '"61500.00"' },
    { a: '"1.00"' },
    { a: huge },
    { b: huge, a: huge },
    { b: `"-${'1'.repeat(30)}.5"` },
    { s: '"DOGE_MOON"' },
    { s: JSON.stringify(dice.pick(PROTOTYPE_KEYS)) },
    { u: '0' },
    { u: '"0"' },
  ]);
  return printed(venue, { ...fields, ...wrong });
}

/** A ticker with strange values in fields that do not count, or with a repeated field. */
function strangeTicker(dice: Dice, venue: VenueSymbol, updateId: number): string {
  const fields = fieldsOf(dice, venue, updateId);
  const finer = `"61500.${String(dice.below(10 ** 9)).padStart(9, '0')}"`;
  const time = dice.pick([
    ...['null', '0', '"0"', '1', `"${Math.floor(Date.now() / 1_000)}"`, String(Date.now())],
    ...[`${Date.now()}000000`, String(10 ** 15 + dice.below(10 ** 15)), jsonText(dice, 1)],
  ] as [string, ...string[]]);
  const more = dice.pick<() => Fields>([
    () => ({ A: jsonText(dice), B: undefined }),
    () => ({ A: `"${'9'.repeat(60_000 * dice.below(2))}"` }),
    () => ({ T: time }),
    () => ({ E: time, T: undefined }),
    () => ({ e: jsonText(dice, 0) }),
    () => ({ b: finer, a: finer }),
    () => ({ __proto__: undefined, constructor: jsonText(dice), '__proto__":{"b":"1.00"},"x': '1' }),
    () => ({ 'x":1,"b': fields.b, 'y":1,"a': fields.a }),
  ])();
  const text = printed(venue, { ...fields, ...more });
  return dice.chance(0.1) ? text.replace('{', `{${keyText(dice)}:${jsonText(dice)},`) : text;
}

/** A message that is neither a ticker nor the answer to a request. */
function noTicker(dice: Dice): string | Buffer {
  return dice.pick<() => string | Buffer>([
    () => brokenJson(dice),
    () => jsonText(dice, 4),
    () => deepJson(dice, dice.pick([1_000, 8_000, 60_000])),
    () => dice.bytes(dice.below(500)),
    () => `[${jsonText(dice)}]`,
    () => `{"stream":${jsonText(dice, 1)},"data":${jsonText(dice)}}`,
    () => 'x'.repeat(60_000),
    () => hostileText(dice),
    () => `{"status":${dice.below(600)},"message":${jsonText(dice)}}`,
    () => `{"errors":[{"message":${jsonText(dice)}}],"id":${jsonText(dice, 0)}}`,
  ])();
}

/** An answer, or a refusal in one of its forms. */
function noPrice(dice: Dice): string {
  const said = () => jsonText(dice, 2);
  return dice.pick<() => string>([
    () => `{"result":${said()},"id":${jsonText(dice, 0)}}`,
    () => `{"code":${said()},"msg":${said()}}`,
    () => `{"error":${said()},"id":1}`,
    () => `{"error":{"code":${said()},"message":"${'x'.repeat(50_000)}"}}`,
  ])();
}
