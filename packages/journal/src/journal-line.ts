import type { LogEntry, LogId } from '@fulcrum/log';
import { z } from 'zod';
import { logId } from './log-id.ts';

/** An entry of the log as it stands in a journal. */
export interface JournalEntry extends LogEntry {
  /** The entry before it, and `0-0` before the first: so a line that is missing shows. Older lines do not tell. */
  readonly after?: LogId | undefined;
  /** Why the journal does not have what stood in the log between the two; absent when nothing did. */
  readonly hole?: string | undefined;
  /** In the first line of a journal that ends with a mark (`EndMark`): without it, its end is missing. */
  readonly endMark?: true | undefined;
}

/**
 * One entry of the log as a line of a journal: `{"id":"1732-0","after":"1731-4","type":"price-update","data":{…}}`.
 *
 * The data's text stays as it is, so that a replay reads the very bytes that the engine read. Text that is no JSON becomes
 * a JSON string. It makes as little sense to the core.
 */
export function toJournalLine({ id, after, hole, endMark, type, data }: JournalEntry): string {
  const names = JSON.stringify({ id, after, hole, endMark, type }).slice(0, -1);
  const line = `${names},"data":${onOneLine(data)}}`;
  return line.replace(/[\u2028\u2029]/g, (separator) => `\\u${separator.charCodeAt(0).toString(16)}`);
}

/**
 * Line breaks in valid JSON can only be white space between its tokens. Unicode's separators, which can only stand in
 * its strings, end a line for some readers, so they are written as escapes.
 */
function onOneLine(data: string): string {
  return isJson(data) ? data.replace(/[\r\n]+/g, ' ') : JSON.stringify(data);
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

const lineSchema = z.object({
  id: logId,
  after: logId.optional(),
  hole: z.string().optional(),
  endMark: z.literal(true).optional(),
  type: z.string(),
  data: z.unknown(),
});

/** A line that is no entry of a log. */
export class JournalLineError extends Error {
  override name = 'JournalLineError';
}

/** Some editors put it before a text, to say which encoding it has. */
const BYTE_ORDER_MARK = '\ufeff';

/**
 * Reads a line of a journal. A byte order mark before it is passed over.
 *
 * @throws JournalLineError when it is not one JSON object with an id, a type and data.
 */
export function parseJournalLine(text: string): JournalEntry {
  const line = text.startsWith(BYTE_ORDER_MARK) ? text.slice(1) : text;
  let json: unknown;
  try {
    json = JSON.parse(line);
  } catch {
    throw new JournalLineError('not a JSON object');
  }
  const parsed = lineSchema.safeParse(json);
  if (!parsed.success) throw new JournalLineError(z.prettifyError(parsed.error).replace(/\s+/g, ' '));
  const { data, ...names } = parsed.data;
  return { ...names, data: dataText(line, data) };
}

const OWN_FORM =
  /^\{"id":"[^"]*"(?:,"after":"[^"]*")?(?:,"hole":"(?:[^"\\]|\\.)*")?(?:,"endMark":true)?,"type":"(?:[^"\\]|\\.)*","data":(.*)\}$/;

/** In a line that `toJournalLine` made, the data's own text; in any other, the same data printed anew. */
function dataText(line: string, data: unknown): string {
  const text = OWN_FORM.exec(line)?.[1];
  return text !== undefined && isJson(text) ? text : (JSON.stringify(data) ?? '');
}
