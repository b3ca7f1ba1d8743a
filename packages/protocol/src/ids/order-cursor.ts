import { assert, assertShard } from '@fulcrum/log';

/**
 * What a cursor of open orders looks like: the shard, and the number of the last order of the page before. Cursors of
 * shard 0 do not name it, as before there were shards.
 */
export const ORDER_CURSOR = /^(?:s([1-9]\d{0,3})-)?(\d{1,15})$/;

/** @param number of the last order of a page. */
export function orderCursor(shard: number, number: number): string {
  assertShard(shard);
  return shard === 0 ? String(number) : `s${shard}-${number}`;
}

/** The number behind which the next page begins; undefined where the cursor is that of another shard. */
export function numberOfCursor(shard: number, cursor: string): number | undefined {
  const found = ORDER_CURSOR.exec(cursor);
  assert(found !== null, 'a cursor has been checked before it is read');
  return Number(found[1] ?? 0) === shard ? Number(found[2]) : undefined;
}
