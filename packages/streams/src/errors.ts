import { ReplyError } from 'ioredis';

/** An error that Redis itself answered, as opposed to one of the connection: the command was not carried out. */
export function isReplyError(error: unknown, text = ''): error is Error {
  return error instanceof Error && error instanceof ReplyError && error.message.includes(text);
}

export function toError(error: unknown): Error {
  return error instanceof Error ? error : new Error(String(error));
}
