import { assert, type Entry, type LogId } from '@fulcrum/log';
import { entryDigest } from '@fulcrum/streams';

/**
 * The digest of the entry at a checkpoint, which is kept with it: ids can recur after a fail-over of Redis.
 *
 * @param last the last entry that was added to the batch that is written now.
 */
export function checkpointDigest(last: Entry | undefined, to: LogId): string {
  assert(last?.id === to, 'a batch ends with the last entry that was gathered');
  return entryDigest(last);
}
