import { ReplyError } from 'ioredis';

/** An error that Redis itself answered, as opposed to one of the connection: the command was not carried out. */
export function isReplyError(error: unknown, text = ''): error is Error {
  return error instanceof Error && error instanceof ReplyError && error.message.includes(text);
}

export function toError(error: unknown): Error {
  return error instanceof Error ? error : new Error(String(error));
}

/**
 * What a server answers that was the primary and is not any more: it takes no writes (READONLY), has sent away whoever
 * waited at it (UNBLOCKED), has lost its own primary (MASTERDOWN), or is being filled with that one's data (LOADING). None
 * of them has done anything. NOREPLICAS is a refusal as well, but of a primary, which may have its replicas back soon.
 */
const MOVED = /^(READONLY|UNBLOCKED|MASTERDOWN|LOADING) |WAIT(AOF)? cannot be used with replica instances/;

export function isMoved(error: unknown): boolean {
  return isReplyError(error) && MOVED.test(error.message);
}

/** A primary refuses what too few replicas would get. Nothing was done. */
export function isShortOfReplicas(error: unknown): boolean {
  return isReplyError(error, 'NOREPLICAS');
}
