import type { LogId } from '@fulcrum/log';
import { z } from 'zod';
import { logId } from './log-id.ts';

/** The last line of what `npm run journal` writes. Without it nobody could tell whether the end was cut off. */
export interface EndMark {
  /** The last entry. */
  readonly end: LogId;
  /** How many there are. */
  readonly entries: number;
  /** Why what stood in the log behind the last entry is missing; absent when nothing did. */
  readonly hole?: string | undefined;
}

const mark = z.object({ end: logId, entries: z.int().positive(), hole: z.string().optional() });

/** `{"end":"1732-0","entries":123}` */
export function toEndMarkLine({ end, entries, hole }: EndMark): string {
  return JSON.stringify({ end, entries, hole });
}

/** @returns undefined for a line that is none. */
export function parseEndMark(line: string): EndMark | undefined {
  if (!line.startsWith('{"end":')) return undefined;
  try {
    return mark.parse(JSON.parse(line));
  } catch {
    return undefined;
  }
}
