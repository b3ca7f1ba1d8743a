/** A text, with the colon behind it if it is a key; or where an object begins or ends. */
const TOKENS = /"([^"\\]*(?:\\.[^"\\]*)*)"(\s*:)?|[{}]/g;

/**
 * The first key that stands twice in an object of a JSON text. JSON.parse takes the last value of such a key, and others
 * take the first, so that a message would say different things to different readers. A parser of our own would build all
 * values a second time. Parsers that refuse such keys still take one that has the same value twice.
 *
 * @param json text that JSON.parse takes. Of any other text nothing is said.
 */
export function repeatedKey(json: string): string | undefined {
  const open: Set<string>[] = [];
  for (const [token, text = '', colon] of json.matchAll(TOKENS)) {
    if (token === '{') open.push(new Set());
    else if (token === '}') open.pop();
    else if (colon !== undefined) {
      const key = text.includes('\\') ? unescaped(text) : text;
      const keys = open.at(-1);
      if (keys?.has(key)) return key;
      keys?.add(key);
    }
  }
  return undefined;
}

/** As it is where the text is no JSON after all. */
function unescaped(text: string): string {
  try {
    return JSON.parse(`"${text}"`);
  } catch {
    return text;
  }
}
