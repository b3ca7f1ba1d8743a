import { assert, assertShard, causeOf, type LogId } from '@fulcrum/log';

/**
 * A history row's id: the shard, the two numbers of the callback's id, and the index of the event in it. Ids of shard 0
 * do not name the shard, because such rows are older than shards. A letter sorts behind all digits, so the ids of other
 * shards do not lie among them.
 */
export const HISTORY_ID = /^(?:s([1-9]\d{0,3})-)?(\d{15})-(\d{16})-(\d{3})$/;

/** The most events of a callback for which there are ids. */
const MAX_EVENTS = 1_000;

/** Made from the shard, the callback's id and the event's index, padded so that the order of the ids is that of the log. */
export function historyId(shard: number, callback: LogId, index: number): string {
  return historyIds(shard, callback)(index);
}

/** The same for all events of a callback: the part that their ids share is made once. */
export function historyIds(shard: number, callback: LogId): (index: number) => string {
  assertShard(shard);
  const [milliseconds = '', sequence = ''] = callback.split('-');
  const shared = `${shard === 0 ? '' : `s${shard}-`}${milliseconds.padStart(15, '0')}-${sequence.padStart(16, '0')}-`;
  return (index) => {
    assert(index >= 0 && index < MAX_EVENTS, 'the index of an event has three digits');
    return shared + String(index).padStart(3, '0');
  };
}

/** No row of a shard has an id behind this one. */
export function lastHistoryId(shard: number): string {
  return historyId(shard, '999999999999999-9999999999999999', MAX_EVENTS - 1);
}

/** The shard to which a history row's id belongs; undefined where the text is no row's id. */
export function shardOfRow(id: string): number | undefined {
  const found = HISTORY_ID.exec(id);
  return found === null ? undefined : Number(found[1] ?? 0);
}

/**
 * The id of the callback-stream entry whose event a history row tells.
 *
 * @throws when the text is no row's id.
 */
export function callbackOfRow(id: string): LogId {
  const [, , milliseconds, sequence] = HISTORY_ID.exec(id) ?? [];
  if (milliseconds === undefined || sequence === undefined) throw new Error(`${id} is no id of a history row`);
  return `${Number(milliseconds)}-${Number(sequence)}`;
}

/**
 * The id of the engine-stream entry that led to a history row.
 *
 * @throws when the text is no row's id.
 */
export function causeOfRow(id: string): LogId {
  return causeOf(callbackOfRow(id));
}
