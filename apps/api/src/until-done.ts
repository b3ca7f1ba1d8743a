import { setTimeout as sleep } from 'node:timers/promises';
import { databaseReason } from '@fulcrum/db';
import { Backoff, InvariantError } from '@fulcrum/log';
import { type Logger, OperatorError, type Waits } from '@fulcrum/service';
import { toError } from '@fulcrum/streams';

/** The pauses between attempts. */
const RETRY_MS = { shortest: 1_000, longest: 5_000 };

/** Where a process says what it waits for. */
export interface Reporting {
  readonly logger: Pick<Logger, 'warn'>;
  readonly waits: Waits;
}

/** Tells that some work waits for a server, and is tried again. */
export function tellAway(what: string, error: unknown, { logger, waits }: Reporting): void {
  waits.begin(what, databaseReason(error));
  logger.warn({ err: toError(error) }, 'a server is away: this is tried again');
}

/**
 * Begins some work again while Redis or PostgreSQL is not there.
 *
 * @throws InvariantError or OperatorError when the work finds that the process must not go on.
 */
export async function untilDone(
  what: string,
  work: () => Promise<void>,
  signal: AbortSignal,
  reporting: Reporting,
): Promise<void> {
  const backoff = new Backoff(RETRY_MS.shortest, RETRY_MS.longest);
  while (!signal.aborted) {
    try {
      await work();
      return reporting.waits.end(what);
    } catch (error) {
      if (error instanceof InvariantError || error instanceof OperatorError) throw error;
      if (signal.aborted) return;
      tellAway(what, error, reporting);
      await sleep(backoff.next(), undefined, { signal }).catch(() => {});
    }
  }
}
