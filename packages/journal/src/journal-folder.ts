import { join } from 'node:path';
import { assertShard } from '@fulcrum/log';

/**
 * The folder of a shard's journal, with its files and its lease. That of shard 0 is the folder of all journals itself,
 * where a journal stands that is older than shards are.
 *
 * @param directory of all journals.
 */
export function journalFolder(directory: string, shard: number): string {
  assertShard(shard);
  return shard === 0 ? directory : join(directory, `shard-${shard}`);
}
