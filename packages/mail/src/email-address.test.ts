import { expect, test } from 'vitest';
import { z } from 'zod';
import { emailAddress } from './email-address.ts';

/** As a route checks it. */
const compiled = z.compile(emailAddress);
const address = (text: unknown) => compiled.safeParse(text).data;
const long = (length: number) => 'x'.repeat(length);

test.each([
  ['ada@example.com', 'ada@example.com'],
  ['  Ada@Example.COM ', 'ada@example.com'],
  ['a&b@example.com', 'a&b@example.com'],
  ["o'neil+{tag}!#$%*/=?^_`|~-@example.com", "o'neil+{tag}!#$%*/=?^_`|~-@example.com"],
  ['a.b.c@a-b.c--d.example', 'a.b.c@a-b.c--d.example'],
  ['moya@xn--e1afmkfd.xn--e1aybc', 'moya@xn--e1afmkfd.xn--e1aybc'],
  ['moya@пример.тест', 'moya@xn--e1afmkfd.xn--e1aybc'],
  ['ada@bücher.example', 'ada@xn--bcher-kva.example'],
  ['ada@BÜCHER.Example', 'ada@xn--bcher-kva.example'],
  ['ada@bu\u0308cher.example', 'ada@xn--bcher-kva.example'],
  ['ada@ｅｘａｍｐｌｅ。com', 'ada@example.com'],
  ['ada@123.example', 'ada@123.example'],
  ['ada@a.co', 'ada@a.co'],
  [`${long(64)}@example.com`, `${long(64)}@example.com`],
  [`a@${long(63)}.example`, `a@${long(63)}.example`],
  [`a@${Array(124).fill('x').join('.')}.com`, `a@${Array(124).fill('x').join('.')}.com`],
])('%s is %s', (text, kept) => {
  expect(address(text)).toBe(kept);
  expect(address(kept)).toBe(kept);
});

test.each([
  [undefined],
  [null],
  [5],
  [''],
  ['@'],
  ['ada'],
  ['ada@'],
  ['@example.com'],
  ['ada@localhost'],
  ['ada@example.c'],
  ['ada@example..com'],
  ['ada@.example.com'],
  ['ada@example.com.'],
  ['ada@-a.example'],
  ['ada@a-.example'],
  ['ada@192.0.2.1'],
  ['ada@0x7f.1'],
  ['ada@[192.0.2.1]'],
  ['ada@[::1]'],
  ['ada@example.com:25'],
  ['ada@example.com/x.org'],
  ['ada@example.com?x.org'],
  ['ada@exa%6dple.com'],
  ['ada@a_b.example'],
  ['ada@℀.example'],
  ['ada@\u200d.example'],
  ['ada@\ud800.example'],
  ['ada@bob@example.com'],
  ['ada,bob@example.com'],
  ['ada bob@example.com'],
  ['<ada@example.com>'],
  ['"ada"@example.com'],
  ['.ada@example.com'],
  ['ada.@example.com'],
  ['a..b@example.com'],
  ['jos\u00e9@example.com'],
  // The Kelvin sign, which is a k in small letters.
  ['\u212aelvin@example.com'],
  ['ada\0@example.com'],
  ['ada@example.com\r\nBcc: bob@example.com'],
  [`${long(65)}@example.com`],
  [`a@${long(64)}.example`],
  [`a@${'ü'.repeat(60)}.example`],
  [`a@${Array(125).fill('x').join('.')}.com`],
  [`a@${'ü.'.repeat(60)}example`],
  [`a@${'.'.repeat(250)}`],
])('%j is no address', (text) => {
  expect(address(text)).toBeUndefined();
});
