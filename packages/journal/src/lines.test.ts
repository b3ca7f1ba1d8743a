import { Readable } from 'node:stream';
import { expect, it } from 'vitest';
import { linesOf } from './lines.ts';

/** Cuts a text into chunks of one byte, so that every character of several bytes is cut as well. */
async function linesInBytes(text: string): Promise<string[]> {
  const lines: string[] = [];
  for await (const line of linesOf(Readable.from([...Buffer.from(text)].map((byte) => Buffer.of(byte)))))
    lines.push(line);
  return lines;
}

it.each([
  ['', []],
  ['a', ['a']],
  ['a\n', ['a']],
  ['a\nb', ['a', 'b']],
  ['a\r\nb\r\n', ['a', 'b']],
  ['\n\na\n', ['', '', 'a']],
  ['a\rb\n', ['a\rb']],
  ['a\u2028b\u2029c\n', ['a\u2028b\u2029c']],
  ['€😀\n€', ['€😀', '€']],
])('%j has the lines %j', async (text, lines) => {
  expect(await linesInBytes(text)).toEqual(lines);
});
