import { createHash } from 'node:crypto';
import type { Entry } from '@fulcrum/log';

/** Tells entries apart that have the same id: ids can recur after a fail-over. */
export function entryDigest({ id, fields }: Entry): string {
  return createHash('sha256')
    .update(JSON.stringify([id, fields]))
    .digest('base64url');
}

/** Tells whether an entry is the one at a checkpoint. Undefined when the checkpoint is of a version that kept no digest. */
export function hasDigest(digest: string | undefined): ((entry: Entry) => boolean) | undefined {
  return digest === undefined ? undefined : (entry) => entryDigest(entry) === digest;
}
