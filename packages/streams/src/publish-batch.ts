import type { LogId } from '@fulcrum/core';
import type { Connection } from './connection.ts';
import { isReplyError } from './errors.ts';

/** A result on its way into the callback-stream, under the id that its cause gives it. */
export interface Result {
  readonly id: LogId;
  /** The JSON text of its events. */
  readonly events: string;
}

/** So Redis refuses an id that is not greater than the last one. */
export const PUBLISHED_ALREADY = 'equal or smaller';

/**
 * Adds results in their order, passes over those that are published already, and stops at any other error. It adds
 * nothing unless the result before them is published, when one is named: whoever published that one or a later one had
 * published all before it.
 *
 * A script is one transaction to Redis: nothing comes between its writes, its file has all of them or none, and whether
 * there is memory for them is decided once, before the first. Unlike MULTI it does not carry out what stands behind an
 * error, so that no error leaves a gap; and it is one command with one answer, where MULTI makes three of each result,
 * and costs the engine a multiple.
 */
export const PUBLISH_SCRIPT = `
local before = ARGV[1]
if before ~= '' and #redis.call('XREVRANGE', KEYS[1], '+', before, 'COUNT', 1) == 0 then
  return redis.error_reply('ERR the result ' .. before .. ' before this batch is not published')
end
local added = 0
for at = 2, #ARGV, 2 do
  local reply = redis.pcall('XADD', KEYS[1], ARGV[at], 'events', ARGV[at + 1])
  if type(reply) == 'string' then
    added = added + 1
  elseif not string.find(reply.err, '${PUBLISHED_ALREADY}', 1, true) then
    return reply
  end
end
return added`;

/**
 * Publishes a batch in one round trip. Afterwards each of its results stands in the stream, whoever put it there. A
 * single result needs no script, and without one its client has the answer sooner.
 *
 * @param before the result before this batch, when it is not certain that it is published.
 * @returns how many of them were not published before.
 * @throws when Redis refuses a result, in which case none behind it is published, or when its answer does not come.
 */
export async function publishBatch(
  redis: Connection,
  key: string,
  batch: readonly Result[],
  before: LogId | undefined,
): Promise<number> {
  const [first, second] = batch;
  if (first !== undefined && second === undefined && before === undefined) return publishOne(redis, key, first);
  const args = [PUBLISH_SCRIPT, '1', key, before ?? ''];
  for (const { id, events } of batch) args.push(id, events);
  return Number(await redis.call('EVAL', args));
}

async function publishOne(redis: Connection, key: string, { id, events }: Result): Promise<number> {
  try {
    await redis.call('XADD', [key, id, 'events', events]);
    return 1;
  } catch (error) {
    if (!isReplyError(error, PUBLISHED_ALREADY)) throw error;
    return 0;
  }
}
