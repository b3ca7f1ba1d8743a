import { Readable } from 'node:stream';
import type { Client } from 'pg';
import { expect, it } from 'vitest';
import type { Row } from '../tables/bulk-rows.ts';
import { copyRows } from './copy-rows.ts';

/** What PostgreSQL's text format says, and what it means. */
const TEXT = String.raw`plain	\N	1.50
\\N		a\tb
\\\\x	é€😀	l\nm\r\b\f\v
`;
const ROWS: Row[] = [
  ['plain', null, '1.50'],
  ['\\N', '', 'a\tb'],
  ['\\\\x', 'é€😀', 'l\nm\r\b\f\v'],
];

/** Stands for a connection on which a COPY arrives in these pieces. */
function connection(pieces: readonly Buffer[]): Client {
  return { query: () => Readable.from(pieces) } as unknown as Client;
}

async function rowsOf(pieces: readonly Buffer[]): Promise<Row[]> {
  const rows: Row[] = [];
  for await (const some of copyRows(connection(pieces), 'select')) rows.push(...some);
  return rows;
}

it('reads nulls, escapes and empty texts', async () => {
  expect(await rowsOf([Buffer.from(TEXT)])).toEqual(ROWS);
});

it.each([1, 2, 3, 7])('does not mind where the text is cut: every %i bytes', async (size) => {
  const bytes = Buffer.from(TEXT);
  const pieces = Array.from({ length: Math.ceil(bytes.length / size) }, (_, at) =>
    bytes.subarray(at * size, (at + 1) * size),
  );
  expect(await rowsOf(pieces)).toEqual(ROWS);
});

it('reads no row where there is none', async () => {
  expect(await rowsOf([])).toEqual([]);
});
