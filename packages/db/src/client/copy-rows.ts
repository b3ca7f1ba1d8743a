import type { Client } from 'pg';
import { to } from 'pg-copy-streams';
import type { Row } from '../tables/bulk-rows.ts';

/**
 * The rows of a query as text, some hundred at a time. COPY is the fastest way out of PostgreSQL, and an amount passes
 * as the text that it is. Whoever stops reading early has to give up the connection, on which the rest is still to come.
 *
 * @param onProgress told of each piece that comes.
 */
export async function* copyRows(client: Client, query: string, onProgress = () => {}): AsyncGenerator<Row[]> {
  const decoder = new TextDecoder();
  let unfinished = '';
  for await (const chunk of client.query(to(`copy (${query}) to stdout`))) {
    onProgress();
    const lines = (unfinished + decoder.decode(chunk as Buffer, { stream: true })).split('\n');
    unfinished = lines.pop() ?? '';
    if (lines.length > 0) yield lines.map(readLine);
  }
}

/** A line of COPY's text format. No line or column ends inside a value: such characters are escaped. */
function readLine(line: string): Row {
  const row: (string | null)[] = [];
  let from = 0;
  for (let to = line.indexOf('\t'); to >= 0; to = line.indexOf('\t', from)) {
    row.push(readValue(line.slice(from, to)));
    from = to + 1;
  }
  row.push(readValue(line.slice(from)));
  return row;
}

function readValue(text: string): string | null {
  if (text === '\\N') return null;
  return text.includes('\\') ? text.replace(/\\(.)/g, (_, letter: string) => ESCAPES[letter] ?? letter) : text;
}

/** Any other character stands for itself behind a backslash. PostgreSQL writes no octal or hexadecimal escapes. */
const ESCAPES: Readonly<Record<string, string>> = { b: '\b', f: '\f', n: '\n', r: '\r', t: '\t', v: '\v' };
