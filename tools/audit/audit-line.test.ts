import { expect, it } from 'vitest';
import { UsageError } from '../command-line.ts';
import { auditLine } from './audit-line.ts';
import { placeIn, printPlace } from './place.ts';

const row = {
  ...{ number: 7n, at: new Date(0), actor: 'cli:ada', role: 'operator', address: 'local', act: 'note' },
  ...{ subject: 'BTC_USDC', content: '{"reason":"why"}', hash: '00' },
};

it('a row is one line, and nothing in it reaches the terminal as anything but text', () => {
  expect(auditLine(row)).toBe(
    '7  1970-01-01T00:00:00.000Z  cli:ada (operator, local)  note  BTC_USDC  {"reason":"why"}',
  );
  expect(auditLine({ ...row, content: 'a\n8  b\u001b[2J\u202e', at: new Date(Number.NaN) })).toBe(
    '7  no time  cli:ada (operator, local)  note  BTC_USDC  a\\u{a}8  b\\u{1b}[2J\\u{202e}',
  );
});

it('what is kept of a row is read as it was printed, and nothing else is', () => {
  const place = { number: 12n, hash: 'ab'.repeat(32) };
  expect(placeIn(` ${printPlace(place)}\n`)).toEqual(place);
  for (const text of ['', '12', '12:ab', `-1:${place.hash}`, `12:${place.hash}0`])
    expect(() => placeIn(text)).toThrow(UsageError);
});
