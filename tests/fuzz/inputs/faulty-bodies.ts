import { gzipSync } from 'node:zlib';
import type { Dice } from './dice.ts';
import { brokenJson, deepJson, hostileText, jsonText, keyText } from './hostile-values.ts';

/** The kinds of fields, with JSON texts that are wrong for each. */
const WRONG = {
  decimal: ['null', 'true', '0.01', '5', '1e400', '{}', '[]', '["1"]', '"1e5"', '"NaN"', '"٣"', '""', '"-"', '"1.2.3"'],
  level: ['true', '0.01', '5', '{}', '[]', '["1"]', '"1e5"', '"NaN"', '"٣"', '""', `"${'9'.repeat(65)}"`],
  leverage: ['null', 'true', '"10"', '1.5', '1e400', '-1e400', '9007199254740993', '{}', '[10]', '""'],
  time: ['null', 'true', '"1732000000000"', '-1', '1.5', '1e400', '9007199254740993', '{}', '[1732000000000]', '""'],
  uuid: ['null', '5', 'true', '{}', '[]', '"mine"', '""', '"3F0C1C1E-6D0B-4A51-9D6F-0B8F7F0F5A11"', '"00000000"'],
  flag: ['null', '0', '1', '"true"', '""', '{}', '[]', '[true]'],
  orderType: ['null', '1', '"LIMIT"', '"fok"', '""', '{}', '[]', '["limit"]', '"__proto__"'],
  side: ['null', '1', '"BUY"', '"long"', '""', '{}', '[]', '["buy"]', '"constructor"'],
  asset: ['null', '5', 'true', '{}', '[]', '""', `"${'X'.repeat(33)}"`, `"${'💥'.repeat(17)}"`],
  password: ['null', '5', '{}', '[]', '["horse battery 9"]', '"\\ud800 battery staple"', `"${'x'.repeat(257)}"`],
  code: ['null', '5', '123456', '{}', '[]', '""', '"12345"', '"abcdef"', '"١٢٣٤٥٦"', `"${'1'.repeat(65)}"`],
  token: ['null', '5', '{}', '[]', '""', `"${'x'.repeat(129)}"`],
  name: ['null', '5', '{}', '""', '" "', '"a\\nb"', '"\\u202e"', `"${'x'.repeat(61)}"`],
  scopes: ['null', '"read"', '{}', '[]', '["trade"]', '["read","withdraw"]', '["read","read"]', '[["read"]]'],
  email: [
    'null',
    '5',
    '{}',
    '["a@example.com"]',
    '"nobody"',
    '"@"',
    '"a@"',
    '"a b@example.com"',
    '"a@example.com\\u0000"',
    '"a@localhost"',
    '"a@192.0.2.1"',
    '"a@b@example.com"',
    '"a@example.com/b.example"',
    '"a@%65xample.com"',
    '"josé@example.com"',
    '"\\u212a@example.com"',
    '"a@\\ud800.example"',
    '"a@℀.example"',
    `"a@${'ü.'.repeat(126)}example"`,
    `"${'x'.repeat(65)}@example.com"`,
  ],
} as const satisfies Record<string, readonly [string, ...string[]]>;

type Kind = keyof typeof WRONG;

/** A route that takes a body: the kind of each field, and a right value for it, with which the request would succeed. */
export interface Form {
  readonly path: string;
  readonly fields: Readonly<Record<string, readonly [kind: Kind, right: string]>>;
  readonly optional: readonly string[];
}

/** A body and the headers that belong to it. */
export interface Body {
  readonly bytes: Buffer;
  readonly headers: readonly string[];
}

const JSON_TYPE = 'Content-Type: application/json';

/** A body with at least one fault. The route must refuse it. */
export function faultyBody(dice: Dice, form: Form): Body {
  const fault = dice.below(100);
  if (fault < 40) return json(fieldsOf(form, wrongField(dice, form)));
  if (fault < 55) return json(fieldsOf(form, unknownField(dice)));
  if (fault < 65) return json(fieldsOf(form, [[requiredField(dice, form), undefined]]));
  if (fault < 70) return json(noObject(dice));
  if (fault < 75) return json(repeatedField(dice, form));
  if (fault < 85) return json(brokenJson(dice));
  if (fault < 90) return json(deepJson(dice, dice.below(15_000) + 10));
  return strangeBody(dice, form);
}

type Changes = readonly (readonly [name: string, text: string | undefined])[];

/** All fields. Some are wrong, and an unknown one is added. Of a repeated name the last value counts. */
function fieldsOf({ fields }: Form, changes: Changes): string {
  const texts = new Map(Object.entries(fields).map(([name, [, right]]) => [JSON.stringify(name), right]));
  for (const [name, text] of changes)
    if (text === undefined) texts.delete(name);
    else texts.set(name, text);
  return `{${[...texts].map(([name, text]) => `${name}:${text}`).join(',')}}`;
}

function wrongField(dice: Dice, { fields }: Form): Changes {
  const all = Object.entries(fields);
  const [name, [kind]] = all[dice.below(all.length)] ?? ['', ['uuid']];
  return [[JSON.stringify(name), dice.pick<string>(WRONG[kind])]];
}

function unknownField(dice: Dice): Changes {
  const names = [
    '"userId"',
    '"requestId"',
    '"actor"',
    '"balance"',
    '"pnl"',
    '"openPrice"',
    '"price"',
    '"deposit"',
  ] as const;
  return [[dice.chance(0.3) ? dice.pick(names) : keyText(dice), jsonText(dice)]];
}

/** A body with a field twice. The value may be the same, and the name may be written in another way. */
function repeatedField(dice: Dice, form: Form): string {
  const all = Object.entries(form.fields);
  const [name, [, right]] = all[dice.below(all.length)] ?? ['', ['uuid', '""']];
  const escaped = `"\\u${name.charCodeAt(0).toString(16).padStart(4, '0')}${name.slice(1)}"`;
  const again = `${dice.pick([JSON.stringify(name), escaped])}${dice.pick(['', ' ', '\n'])}:${dice.pick([right, jsonText(dice)])}`;
  const body = fieldsOf(form, []);
  return dice.chance(0.5) ? `{${again},${body.slice(1)}` : `${body.slice(0, -1)},${again}}`;
}

function requiredField(dice: Dice, { fields, optional }: Form): string {
  const required = Object.keys(fields).filter((name) => !optional.includes(name));
  return JSON.stringify(required[dice.below(required.length)] ?? '');
}

/** A body of JSON that no route takes: an array, a text, a number, or an object of other fields. */
function noObject(dice: Dice): string {
  const text = jsonText(dice, 4);
  return text.startsWith('{') ? `{"none of them":${text}}` : text;
}

/** Faults of the bytes, of their encoding, and of the headers that describe them. */
function strangeBody(dice: Dice, form: Form): Body {
  const right = fieldsOf(form, []);
  switch (dice.below(6)) {
    case 0:
      return json(
        Buffer.concat([
          Buffer.from(right.slice(0, -2)),
          Buffer.of(dice.pick([0x80, 0xc0, 0xff, 0xed])),
          Buffer.from(right.slice(-2)),
        ]),
      );
    case 1:
      return { bytes: Buffer.from(right), headers: [dice.pick(OTHER_TYPES)] };
    case 2:
      return { bytes: Buffer.from(right), headers: [JSON_TYPE, dice.pick(BAD_ENCODINGS)] };
    case 3:
      return { bytes: gzipSync(' '.repeat(100_000)), headers: [JSON_TYPE, 'Content-Encoding: gzip'] };
    case 4:
      return json(`${right.slice(0, -1)},"x":"${'x'.repeat(17_000 + dice.below(60_000))}"}`);
    default:
      return json(`${right.slice(0, -1)},${JSON.stringify(`~${hostileText(dice)}`)}:1}`);
  }
}

const OTHER_TYPES = [
  'Content-Type: text/plain',
  'Content-Type: application/x-www-form-urlencoded',
  'Content-Type: multipart/form-data; boundary=x',
  'Content-Type: application/jsonp',
  'Content-Type: ;;;',
  'X-No-Type: 1',
  'Content-Type: application/json; charset=x',
  'Content-Type: application/json; charset=latin1',
  'Content-Type: application/json; charset=utf-16',
] as const;

const BAD_ENCODINGS = [
  'Content-Encoding: gzip',
  'Content-Encoding: deflate',
  'Content-Encoding: br',
  'Content-Encoding: zstd',
  'Content-Encoding: gzip, gzip',
] as const;

function json(text: string | Buffer): Body {
  return { bytes: Buffer.from(text), headers: [JSON_TYPE] };
}
