import { assert, type Entry, type LogId } from '@fulcrum/log';
import { entryDigest } from '@fulcrum/streams';

/**
 * The digest that goes with a checkpoint.
 *
 * @param last the last entry that was gathered: a batch is handed over to be written just then.
 */
export function digestOf(last: Entry | undefined, to: LogId): string {
  assert(last?.id === to, 'a batch ends with the last entry that was gathered');
  return entryDigest(last);
}

/** Whether an entry has the digest that went with a checkpoint; undefined where there was none, since nobody can tell. */
export function isTheOneOf(digest: string | undefined): ((entry: Entry) => boolean) | undefined {
  return digest === undefined ? undefined : (entry) => entryDigest(entry) === digest;
}
