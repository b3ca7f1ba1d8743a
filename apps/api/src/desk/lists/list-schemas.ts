import { HISTORY_ID, uuid } from '@fulcrum/protocol';
import { z } from 'zod';
import { pageLimit } from '../../http/schemas.ts';
import { CURSOR } from './cursor.ts';

/** What all lists of the desk take and give. */

export const MAX_DESK_PAGE = 100;

const NO_CURSOR = 'must be the next of the page before';

const limit = pageLimit(MAX_DESK_PAGE)
  .default(50)
  .meta({ override: { default: 50 } });

export const pageQuery = z.strictObject({ limit, after: z.string().regex(CURSOR, NO_CURSOR).optional() });

/** Of a list that the recorder has written: its cursors are the ids of rows. */
export const historyQuery = z.strictObject({ limit, after: z.string().regex(HISTORY_ID, NO_CURSOR).optional() });

export const next = z.string().optional().meta({ description: 'Where it is there, another page follows' });

export const clientParams = z.object({ userId: uuid });

/** Characters that are not seen, or change how others are seen, and the ends of lines. */
const UNSEEN = /(?![\u200c\u200d])[\p{C}\p{Zl}\p{Zp}]/u;

/** One line of plain text, which staff write, or look for. It is shown as text wherever it is shown. */
export function plainLine(most: number) {
  return z
    .string()
    .max(4 * most)
    .transform((text) => text.normalize('NFC').trim())
    .refine((text) => text.length > 0 && text.length <= most, `must have from 1 to ${most} characters`)
    .refine((text) => !UNSEEN.test(text), 'must be one line of plain text');
}
