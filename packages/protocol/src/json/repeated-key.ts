/** A string, with the colon behind it if it is a key; or the beginning or the end of an object. */
const TOKENS = /"([^"\\]*(?:\\.[^"\\]*)*)"(\s*:)?|[{}]/g;

/**
 * The first key that stands twice in an object of a JSON text. JSON.parse takes the last value of such a key, and other
 * parsers take the first, so a message could mean different things to different readers. This looks at the text alone,
 * because a second parser would build all values once more. Libraries that refuse such keys accept one whose two values
 * are the same.
 *
 * @param json text that JSON.parse accepts. For any other text the result means nothing.
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

/** The string without its escapes; unchanged where it is no JSON. */
function unescaped(text: string): string {
  try {
    return JSON.parse(`"${text}"`);
  } catch {
    return text;
  }
}
