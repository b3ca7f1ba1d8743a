import { assert } from './assert.ts';

/** Shards are numbered from 0. Each has a log of its own. */
export const MAX_SHARD = 9_999;

/** Stops whoever would write or read under a number that is none: it would meet with no error elsewhere, and no data. */
export function assertShard(shard: number): void {
  assert(Number.isInteger(shard) && shard >= 0 && shard <= MAX_SHARD, `a shard is a whole number up to ${MAX_SHARD}`);
}
