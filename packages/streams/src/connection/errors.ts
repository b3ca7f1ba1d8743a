import { ReplyError } from 'ioredis';

/** Whoever reads a stream needs it. */
export { toError } from '@fulcrum/log';

/** Whether Redis itself answered with this error: the command was not carried out. Other errors are the connection's. */
export function isReplyError(error: unknown, text = ''): error is Error {
  return error instanceof Error && error instanceof ReplyError && error.message.includes(text);
}

/**
 * Errors of a server that was the primary and is not any more. It takes no writes (READONLY), has ended blocking commands
 * (UNBLOCKED), has lost its own primary (MASTERDOWN), or is loading that one's data (LOADING). After each of them the
 * command was not carried out. NOREPLICAS is a refusal as well, but of a primary, which may have its replicas back soon.
 */
const MOVED = /^(READONLY|UNBLOCKED|MASTERDOWN|LOADING) |WAIT(AOF)? cannot be used with replica instances/;

export function isMoved(error: unknown): boolean {
  return isReplyError(error) && MOVED.test(error.message);
}

/** Whether a primary refused a write because it has too few replicas. Nothing was done. */
export function isShortOfReplicas(error: unknown): boolean {
  return isReplyError(error, 'NOREPLICAS');
}
