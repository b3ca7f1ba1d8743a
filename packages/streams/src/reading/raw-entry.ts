import type { Entry } from '@fulcrum/log';

/** An entry as Redis sends it: names and values in turn. */
export type RawEntry = [id: string, fields: string[]];

/** More than any entry of ours has. An entry with a hundred thousand fields would take too long to read. */
export const MAX_FIELDS = 64;

/** Fields beyond the sixty-fourth are left out. */
export function toEntry([id, fields]: RawEntry): Entry {
  const byName: Record<string, string> = Object.create(null);
  const end = Math.min(fields.length, 2 * MAX_FIELDS);
  for (let at = 0; at + 1 < end; at += 2) byName[fields[at] ?? ''] = fields[at + 1] ?? '';
  return { id, fields: byName };
}
