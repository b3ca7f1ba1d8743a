import { expect, it } from 'vitest';
import { plainName } from './plain-name.ts';

it.each([
  ['Ada Lovelace', 'Ada Lovelace'],
  ['  Ada   Lovelace ', 'Ada Lovelace'],
  ['José', 'Jose\u0301'.normalize('NFC')],
  ["O'Neil & <b>Sons</b>", "O'Neil & <b>Sons</b>"],
  ['می\u200cخواهم', 'می\u200cخواهم'],
  ['李', '李'],
])('takes %j', (given, kept) => {
  expect(plainName.parse(given)).toBe(kept);
});

it.each([
  ['nothing', ''],
  ['blanks alone', '   '],
  ['signs alone', '!!!'],
  ['two lines', 'Ada\nBcc: bob@example.com'],
  ['a line separator', 'Ada\u2028Bob'],
  ['a nul', 'Ada\0'],
  ['a change of direction', 'Ada\u202eadA'],
  ['what cannot be seen', 'Ada\u200b'],
  ['half a character', 'Ada\ud800'],
  ['81 characters', 'a'.repeat(81)],
  ['very many blanks', ' '.repeat(100_000)],
])('refuses %s', (_what, text) => {
  expect(plainName.safeParse(text).success).toBe(false);
});
