import { createHash } from 'node:crypto';
import type { Entry } from '@fulcrum/log';

/** Tells entries apart that have the same id: ids can recur after a fail-over. */
export function entryDigest({ id, fields }: Entry): string {
  return createHash('sha256')
    .update(JSON.stringify([id, fields]))
    .digest('base64url');
}
