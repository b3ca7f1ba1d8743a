import { assert, causeOf, type Entry, type LogId } from '@fulcrum/log';
import type { Connection } from '../connection/connection.ts';
import type { LogKeys } from '../keys.ts';
import { MAX_FIELDS } from '../reading/raw-entry.ts';

/** A result on its way into the callback-stream, under the id that its cause gives it. */
export interface Result {
  readonly id: LogId;
  /** The JSON text of its events, on one line. It may be made only when it is asked for. */
  readonly events: string;
  /** About how many characters that will be, where it is not made yet. */
  readonly size?: number;
  /** The entry that it answers, where its publisher has read it: ids can recur, with other entries, after a fail-over. */
  readonly cause?: Entry;
}

/** So Redis refuses an id that is not greater than the last one. */
export const PUBLISHED_ALREADY = 'equal or smaller';

/** So the script refuses results of entries that the log does not have any more. */
export const CAUSE_GONE = 'is not in the log';

/**
 * Adds results in their order, passes over those that are published already, and stops at any other error.
 *
 * It adds nothing unless the result before them is published, when one is named: whoever published that one or a later
 * one had published all before it. Nor does it add anything when the log has lost the entry that the last of them
 * answers, and with it perhaps others: somebody who was told nothing may send the command again, and would have two
 * results. The log has lost it as well when another entry stands under its id. Only the causes of what is published
 * already are ever trimmed. A log that is lost from some entry on has lost all results of that entry as well, because
 * those were written later; so no result stands without its cause.
 *
 * A script is one transaction to Redis: nothing comes between its writes, its file has all of them or none, and whether
 * there is memory for them is decided once, before the first. Unlike MULTI it does not carry out what stands behind an
 * error, so that no error leaves a gap; and it is one command with one answer, where MULTI makes three of each result,
 * and costs the engine a multiple. All results are one argument, which costs a client half of what one for each does.
 */
export const PUBLISH_SCRIPT = `
local callbacks, log = KEYS[1], KEYS[2]
local before, cause, content, last, lines = ARGV[1], ARGV[2], ARGV[3], ARGV[4], ARGV[5]
if before ~= '' and #redis.call('XREVRANGE', callbacks, '+', before, 'COUNT', 1) == 0 then
  return redis.error_reply('ERR the result ' .. before .. ' before this batch is not published')
end
local entry = redis.call('XRANGE', log, cause, cause)[1]
if not entry and #redis.call('XREVRANGE', callbacks, '+', last, 'COUNT', 1) == 0 then
  return redis.error_reply('ERR the cause ' .. cause .. ' ${CAUSE_GONE}')
end
if entry and content ~= '' then
  local type, data, fields = '', '', entry[2]
  for at = 1, math.min(#fields, 2 * ${MAX_FIELDS}), 2 do
    if fields[at] == 'type' then type = fields[at + 1] elseif fields[at] == 'data' then data = fields[at + 1] end
  end
  if type .. '\\n' .. data ~= content then
    return redis.error_reply('ERR the cause ' .. cause .. ' ${CAUSE_GONE}: another entry has its id')
  end
end
local added, at = 0, 1
while at <= #lines do
  local idEnd = string.find(lines, '\\n', at, true)
  local eventsEnd = string.find(lines, '\\n', idEnd + 1, true)
  local id, events = string.sub(lines, at, idEnd - 1), string.sub(lines, idEnd + 1, eventsEnd - 1)
  local reply = redis.pcall('XADD', callbacks, id, 'events', events)
  if type(reply) == 'string' then
    added = added + 1
  elseif not string.find(reply.err, '${PUBLISHED_ALREADY}', 1, true) then
    return reply
  end
  at = eventsEnd + 1
end
return added`;

/** The log and its results: both of one shard, so that one script reaches both. */
export type PublishKeys = Pick<LogKeys, 'input' | 'output'>;

/**
 * Publishes a batch in one round trip. Afterwards each of its results stands in the stream, whoever put it there.
 *
 * @param batch at least one result.
 * @param before the result before this batch, when it is not certain that it is published.
 * @returns how many of them were not published before.
 * @throws when Redis refuses a result, in which case none behind it is published, or when its answer does not come.
 */
export async function publishBatch(
  redis: Connection,
  keys: PublishKeys,
  batch: readonly Result[],
  before: LogId | undefined,
): Promise<number> {
  const last = batch.at(-1);
  assert(last !== undefined, 'a batch has a result');
  const conditions = { before: before ?? '', cause: causeOf(last.id), content: contentOf(last.cause) };
  return Number(await redis.call('EVAL', publishArguments(keys, batch, conditions)));
}

/** What has to hold before anything is added. */
export interface PublishConditions {
  /** A result that is published, or an empty text. */
  readonly before: LogId | '';
  /** An entry that the log has. */
  readonly cause: LogId;
  /** That entry's content, or an empty text. */
  readonly content: string;
}

/** What EVAL takes: the script, its keys, and its arguments in the order in which it reads them. */
export function publishArguments(
  { input, output }: PublishKeys,
  batch: readonly Result[],
  { before, cause, content }: PublishConditions,
): string[] {
  let lines = '';
  for (const { id, events } of batch) lines += `${id}\n${events}\n`;
  return [PUBLISH_SCRIPT, '2', output, input, before, cause, content, batch.at(-1)?.id ?? '', lines];
}

/** Stands for bytes that are no text: Redis has other ones than the reader. */
const NO_TEXT = '\ufffd';

/** What the script compares: the text itself, for a digest would cost both sides more. Empty where it cannot be told. */
function contentOf(entry: Entry | undefined): string {
  if (entry === undefined) return '';
  const content = `${entry.fields.type ?? ''}\n${entry.fields.data ?? ''}`;
  return content.includes(NO_TEXT) ? '' : content;
}
