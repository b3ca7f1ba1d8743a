import { randomUUID } from 'node:crypto';
import { Appender, endOfStream, follow, type LogKeys, type Redis } from '@fulcrum/streams';

/** How long a program waits for the answer of whoever applies the log. */
export const ANSWER_LIMIT_MS = 10_000;

/** A log, and the Redis that has it. */
export interface AskedLog {
  readonly redis: Redis;
  readonly log: LogKeys;
}

/** An answer: the events of its entry, as they stand there, and the id of the request, which one of them names. */
export interface LogAnswer {
  readonly requestId: string;
  readonly events: string;
}

/**
 * Appends a command.
 *
 * @returns the id of its request, which the answer names.
 * @throws when it is not certain that the entry stands in the log.
 */
export async function appendTo({ redis, log }: AskedLog, type: string, asked: object): Promise<string> {
  const requestId = randomUUID();
  const data = JSON.stringify({ requestId, ...asked });
  const appended = await new Appender(redis, log.input).append({ type, data });
  if (appended.outcome !== 'appended')
    throw new Error(`The command "${type}" may not stand in the log: ${appended.reason}. Look, and try again.`);
  return requestId;
}

/** Appends a command, and waits for its answer. Undefined when none came before the signal was given. */
export async function askLog(
  asked: AskedLog,
  type: string,
  data: object,
  signal: AbortSignal,
): Promise<LogAnswer | undefined> {
  const { redis, log } = asked;
  const from = await endOfStream(redis, log.output);
  const requestId = await appendTo(asked, type, data);
  const onError = (error: Error) => console.error(error.message);
  for await (const { entries } of follow({ redis, key: log.output, from, signal, onError }))
    for (const { fields } of entries) {
      const { events = '' } = fields;
      if (events.includes(requestId)) return { requestId, events };
    }
  return undefined;
}
