export type Json = null | boolean | number | string | Json[] | { [field: string]: Json };

/** An event of callback-stream, as it stands there. */
export type JsonEvent = { [field: string]: Json };

/**
 * Writes a value as JSON text that parses to the same value. JSON.stringify changes two numbers that a client can send:
 * 1e400, which parses to Infinity, and -0.
 */
export function toJsonText(value: unknown): string {
  if (value === Number.POSITIVE_INFINITY) return '1e400';
  if (value === Number.NEGATIVE_INFINITY) return '-1e400';
  if (Object.is(value, -0)) return '-0';
  if (Array.isArray(value)) return `[${value.map(toJsonText).join(',')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value) ?? 'null';
  const present = Object.entries(value).filter(([, field]) => field !== undefined);
  return `{${present.map(([name, field]) => `${JSON.stringify(name)}:${toJsonText(field)}`).join(',')}}`;
}
