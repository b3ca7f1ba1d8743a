import type { JsonEvent } from '@fulcrum/cfd';
import type { LogId } from '@fulcrum/log';
import { z } from 'zod';
import { logId } from '../value-schemas.ts';
import { eventSchemas } from './event-schemas.ts';

/** The answer to a read, as it goes to its asker's channel (docs/rules.md, "Reads"). */
const replySchema = z.object({
  /** The last result in callback-stream before the read: the answer contains it, and none behind it. */
  after: logId,
  /** The read's own entry in the log. */
  cause: logId,
  event: z.discriminatedUnion('type', [eventSchemas.account, eventSchemas.order, eventSchemas.rejected]),
});

export interface Reply {
  readonly after: LogId;
  readonly cause: LogId;
  readonly event: Extract<JsonEvent, { type: 'account' | 'order' | 'rejected' }>;
}

const compiledSchema = z.compile(replySchema);

/** Nearly twice what an answer with a hundred orders has, in UTF-16 units. */
const MAX_REPLY_LENGTH = 128 * 1_024;

export function encodeReply(after: LogId, cause: LogId, event: JsonEvent): string {
  return JSON.stringify({ after, cause, event });
}

/** @returns undefined when the text is no reply: anybody who reaches Redis can send on a channel. */
export function decodeReply(text: string): Reply | undefined {
  if (text.length > MAX_REPLY_LENGTH) return undefined;
  try {
    const parsed = compiledSchema.safeParse(JSON.parse(text));
    return parsed.success ? (parsed.data as Reply) : undefined;
  } catch {
    return undefined;
  }
}
