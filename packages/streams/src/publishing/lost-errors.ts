import type { LogId } from '@fulcrum/log';

/** Results that were known to stand in the stream are not there any more: Redis lost them. */
export class ResultsLostError extends Error {
  override name = 'ResultsLostError';

  constructor(key: string, known: LogId, lastId: LogId) {
    super(`RESULTS WERE LOST: ${key} ends at ${lastId}, but it had results up to ${known}. Find out what Redis lost`);
  }
}

/** The log has lost entries whose results are not published, and never will be. */
export class CausesLostError extends Error {
  override name = 'CausesLostError';

  constructor(key: string, refusal: Error) {
    super(`THE LOG WAS LOST: results of ${key} have no cause any more (${refusal.message}). Find out what Redis lost`);
  }
}
