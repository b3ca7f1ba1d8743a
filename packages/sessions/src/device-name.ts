/** A program calls itself whatever it likes, and says the names of others as well: the first line that fits counts. */
const BROWSERS: readonly (readonly [pattern: RegExp, name: string])[] = [
  [/\bEdg(?:A|iOS)?\//, 'Edge'],
  [/\bOPR\//, 'Opera'],
  [/\bSamsungBrowser\//, 'Samsung Internet'],
  [/\b(?:Firefox|FxiOS)\//, 'Firefox'],
  [/\b(?:Chrome|Chromium|CriOS|HeadlessChrome)\//, 'Chrome'],
  [/\bSafari\//, 'Safari'],
];

const SYSTEMS: readonly (readonly [pattern: RegExp, name: string])[] = [
  [/\biPhone\b/, 'iPhone'],
  [/\biPad\b/, 'iPad'],
  [/\bAndroid\b/, 'Android'],
  [/\bWindows\b/, 'Windows'],
  [/\b(?:Macintosh|Mac OS X)\b/, 'macOS'],
  [/\bCrOS\b/, 'ChromeOS'],
  [/\bLinux\b/, 'Linux'],
];

/** What a program that is no browser calls itself: `curl` of `curl/8.5.0`. */
const PROGRAM = /^[A-Za-z][\w.-]{0,29}/;

/**
 * A name for people of what calls itself so in the header `User-Agent`: "Firefox on Linux". It has words of this file alone, or
 * a short one of letters, digits, dots and dashes.
 */
export function deviceName(userAgent: string): string {
  const system = nameIn(SYSTEMS, userAgent);
  const program = nameIn(BROWSERS, userAgent) ?? programIn(userAgent);
  return [program ?? 'Unknown program', ...(system === undefined ? [] : [`on ${system}`])].join(' ');
}

function nameIn(table: typeof BROWSERS, text: string): string | undefined {
  return table.find(([pattern]) => pattern.test(text))?.[1];
}

/** Every browser calls itself Mozilla, and some that are not known here do. */
function programIn(userAgent: string): string | undefined {
  const [program] = PROGRAM.exec(userAgent) ?? [];
  return program === 'Mozilla' ? 'Browser' : program;
}
