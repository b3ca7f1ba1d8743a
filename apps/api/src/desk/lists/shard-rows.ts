import { callbackId, type LogId, MAX_PARTS } from '@fulcrum/log';
import { historyId, lastHistoryId } from '@fulcrum/protocol';

/** The last index of an event in a callback for which there are ids. */
const LAST_EVENT = 999;

/** Before all rows of a shard's history. Those of other shards do not lie among its own. */
export function firstRowOf(shard: number): string {
  return historyId(shard, '0-0', 0);
}

/** Behind all rows of a shard's history. */
export function lastRowOf(shard: number): string {
  return lastHistoryId(shard);
}

/** Behind all rows that the commands up to this one have led to. */
export function lastRowUpTo(shard: number, command: LogId): string {
  return historyId(shard, callbackId(command, MAX_PARTS - 1), LAST_EVENT);
}
