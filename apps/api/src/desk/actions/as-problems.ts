import { DeskRefusal } from '@fulcrum/desk';
import { Problem, unavailable } from '@fulcrum/http';
import { isReplyError, toError } from '@fulcrum/streams';

/** The words with which ioredis rejects a command that has no connection, or has lost it while it was waited for. */
const NO_REDIS = [
  'Connection is closed',
  "Stream isn't writeable",
  'Socket timeout',
  'Reached the max retries per request',
];

/** What the desk refuses is told as a problem, and so is a Redis that is away: the log is read before anything is done. */
export async function asProblems<Result>(work: () => Promise<Result>): Promise<Result> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof DeskRefusal) throw new Problem(error.status, error.code, error.message);
    const { message } = toError(error);
    if (isReplyError(error) || NO_REDIS.some((words) => message.startsWith(words)))
      throw unavailable('The log cannot be read. Nothing was done by this request.');
    throw error;
  }
}
