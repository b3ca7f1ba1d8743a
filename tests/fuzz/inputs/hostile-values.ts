import type { Dice } from './dice.ts';

/** Keys that reach the prototype of an object in a program that is careless with them. */
export const PROTOTYPE_KEYS = [
  '__proto__',
  'constructor',
  'prototype',
  'toString',
  'hasOwnProperty',
  'valueOf',
] as const;

const TEXTS = [
  '',
  ' ',
  '\0',
  '\u0000\u001f\u007f',
  '\ud800',
  '\udfff\ud800',
  '\u202eabc',
  '\ufeff',
  '٣',
  '１２',
  '💥'.repeat(40),
  'NaN',
  'Infinity',
  '-0',
  '1e5',
  '0x10',
  '+1',
  '.5',
  '1.',
  ' 1',
  '1\n',
  '1,5',
  'null',
  'true',
  '[object Object]',
  "' OR 1=1 --",
  '"; DROP TABLE "User"; --',
  '../../../etc/passwd',
  '..\\..\\windows',
  '%s%n%x',
  '{{7*7}}',
  '<script>alert(1)</script>',
  'a\r\nX-Injected: 1',
  'x'.repeat(1_000),
  '9'.repeat(65),
  'é'.repeat(300),
  ...PROTOTYPE_KEYS,
] as const;

/** Texts of somebody who looks for a weakness. None of them is a decimal number, an id or an address. */
export function hostileText(dice: Dice): string {
  if (dice.chance(0.8)) return dice.pick(TEXTS);
  return `~${String.fromCharCode(...Array.from({ length: dice.below(40) }, () => dice.below(0x10000)))}`;
}

const NUMBERS = [
  '0',
  '-0',
  '1',
  '-1',
  '1.5',
  '1e400',
  '-1e400',
  '1e-400',
  '9007199254740993',
  '1E+2',
  '0.1e1',
  '123456789012345678901234567890',
  `1${'0'.repeat(400)}`,
  '5e-324',
] as const;

/** The JSON text of any value. It is made as text, because JavaScript's values cannot hold all that JSON can. */
export function jsonText(dice: Dice, depth = 3): string {
  const kind = dice.below(depth > 0 ? 7 : 5);
  if (kind === 0) return dice.pick(['null', 'true', 'false']);
  if (kind === 1) return dice.pick(NUMBERS);
  if (kind <= 4) return JSON.stringify(hostileText(dice));
  if (kind === 5) return `[${dice.some(4, () => jsonText(dice, depth - 1)).join(',')}]`;
  return `{${dice.some(4, () => `${keyText(dice)}:${jsonText(dice, depth - 1)}`).join(',')}}`;
}

/** A key, often one of a prototype. Its letters are sometimes escaped, so that a search does not find it. */
export function keyText(dice: Dice): string {
  if (dice.chance(0.4)) return JSON.stringify(hostileText(dice));
  const key = dice.pick(PROTOTYPE_KEYS);
  return dice.chance(0.3) ? `"${key.replace('_', '\\u005f').replace('c', '\\u0063')}"` : JSON.stringify(key);
}

/** Nested as deeply as the limit allows. A recursive reader runs out of stack. */
export function deepJson(dice: Dice, length: number): string {
  const [open, close] = dice.pick<readonly [open: string, close: string]>([
    ['[', ']'],
    ['{"a":', '}'],
    ['{"__proto__":', '}'],
  ]);
  const depth = Math.floor(length / (open.length + close.length));
  const isWhole = dice.chance(0.7);
  return `${open.repeat(depth)}${open === '[' ? '' : '1'}${isWhole ? close.repeat(depth) : ''}`;
}

/** Text that is nearly JSON. */
export function brokenJson(dice: Dice): string {
  return dice.pick([
    '',
    '{',
    '{"a":1,}',
    "{'a':1}",
    '{"a":NaN}',
    '{"a":Infinity}',
    '{"a":01}',
    '{"a":.5}',
    '{"a":"\u0001"}',
    '{"a":"\\x41"}',
    '{"a":"\\ud8"}',
    '{/* c */}',
    '{"a":1}{"b":2}',
    '{a:1}',
    'undefined',
    '\0',
    '[1,2',
    '{"a" 1}',
    '"text',
    jsonText(dice).slice(1),
    `${jsonText(dice)}]`,
  ]);
}
