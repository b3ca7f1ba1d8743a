import { assert } from './assert.ts';

/** Shards are numbered from 0. Each has a log of its own. */
export const MAX_SHARD = 9_999;

/**
 * Refuses a number that is no shard. Nothing else would: whoever reads or writes under such a number gets no error, and
 * finds no data.
 */
export function assertShard(shard: number): void {
  assert(Number.isInteger(shard) && shard >= 0 && shard <= MAX_SHARD, `a shard is a whole number up to ${MAX_SHARD}`);
}
