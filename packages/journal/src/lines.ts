import { StringDecoder } from 'node:string_decoder';

/** A line longer than this is no entry of a log. */
const LONGEST_LINE = 64 * 1024 * 1024;

/**
 * The lines of a text, ended by "\n" or "\r\n" alone. Node's readline also ends them at Unicode's line separators,
 * which may stand in a JSON string.
 *
 * @throws when a line is longer than 64 million characters.
 */
export async function* linesOf(chunks: AsyncIterable<Buffer>): AsyncGenerator<string> {
  const decoder = new StringDecoder('utf8');
  let rest = '';
  for await (const chunk of chunks) {
    const pieces = decoder.write(chunk).split('\n');
    pieces[0] = rest + pieces[0];
    rest = pieces.pop() ?? '';
    if (rest.length > LONGEST_LINE) throw new Error(`a line is longer than ${LONGEST_LINE} characters`);
    for (const piece of pieces) yield withoutReturn(piece);
  }
  rest += decoder.end();
  if (rest !== '') yield withoutReturn(rest);
}

function withoutReturn(line: string): string {
  return line.endsWith('\r') ? line.slice(0, -1) : line;
}
