import type { LogId } from '@fulcrum/core';

/** An entry of a stream: its id, and its fields by name. */
export interface Entry {
  readonly id: LogId;
  readonly fields: Readonly<Record<string, string>>;
}

/** An entry as Redis sends it: names and values in turn. */
export type RawEntry = [id: string, fields: string[]];

export function toEntry([id, fields]: RawEntry): Entry {
  const byName: Record<string, string> = Object.create(null);
  for (let at = 0; at + 1 < fields.length; at += 2) byName[fields[at] ?? ''] = fields[at + 1] ?? '';
  return { id, fields: byName };
}
