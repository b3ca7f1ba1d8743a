/** What a venue says besides good tickers. */
export type OtherMessage =
  /** An acknowledgement, or a sign of life. */
  | { readonly type: 'answer' }
  /** A refusal, in the venue's own words. */
  | { readonly type: 'refusal'; readonly message: string }
  /** A malformed ticker, or data that was not asked for. */
  | { readonly type: 'invalid' };

/**
 * Each venue words a refusal in its own way. So all other messages are recognised here: acknowledgements, signs of life
 * and data. Everything else is a refusal.
 */

const MAX_WORDS = 200;
/** Deeper than any venue hides its words. */
const MAX_DEPTH = 8;

const ACKNOWLEDGEMENT: ReadonlySet<string> = new Set(['result', 'id', 'error']);

type Fields = Readonly<Record<string, unknown>>;

/**
 * Reads a message that is not a good ticker.
 *
 * @param json what the text says, or the text itself where it is no JSON.
 */
export function otherMessage(json: unknown, text: string): OtherMessage {
  if (isAnswer(json)) return { type: 'answer' };
  return isData(json) ? { type: 'invalid' } : { type: 'refusal', message: wordsOf(json, text) };
}

/** An acknowledgement, or a sign of life. */
function isAnswer(json: unknown): boolean {
  if (!isFields(json)) return isSignOfLife(json);
  if (isError(json)) return false;
  if (Object.keys(json).every((name) => ACKNOWLEDGEMENT.has(name))) return json.result === null || json.result === true;
  return Object.entries(json).some(([name, value]) => isSignOfLife(name) || isSignOfLife(value));
}

function isSignOfLife(word: unknown): boolean {
  return typeof word === 'string' && /^p[io]ng$/i.test(word.trim());
}

/** Whether it is a stream's data, bare or wrapped, alone or in a list: it has a kind of event, or a bid or ask. */
function isData(json: unknown): boolean {
  const [first] = Array.isArray(json) ? json : [json];
  if (!isFields(first) || isError(first)) return false;
  const { stream, data } = first;
  if (typeof stream === 'string' && typeof data === 'object' && data !== null)
    return !(isFields(data) && isError(data));
  return ['e', 'a', 'b'].some((name) => name in first);
}

function isError({ e, stream, error, errors }: Fields): boolean {
  return (
    [error, errors].some((told) => told !== undefined && told !== null && told !== false) ||
    [e, stream].includes('error')
  );
}

function isFields(json: unknown): json is Fields {
  return typeof json === 'object' && json !== null && !Array.isArray(json);
}

/** All words and numbers of the message, at any depth; or else its text. */
function wordsOf(json: unknown, text: string): string {
  const words = isFields(json) || Array.isArray(json) ? [...leaves(json, MAX_DEPTH)].join(': ') : '';
  const said = (words === '' ? text : words).trim().slice(0, MAX_WORDS);
  return said === '' ? 'the venue gives no reason' : said;
}

/** All texts and numbers, except for the request's id. */
function* leaves(json: unknown, depth: number): Generator<string | number> {
  if ((typeof json === 'string' && json !== '') || typeof json === 'number') yield json;
  else if (typeof json === 'object' && json !== null && depth > 0)
    for (const [name, value] of Object.entries(json)) if (name !== 'id') yield* leaves(value, depth - 1);
}
