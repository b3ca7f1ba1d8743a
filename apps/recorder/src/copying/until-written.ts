import { setTimeout as sleep } from 'node:timers/promises';
import { CheckpointMovedError, databaseReason } from '@fulcrum/db';
import { Backoff } from '@fulcrum/log';
import type { Logger, Waits } from '@fulcrum/service';
import { toError } from '@fulcrum/streams';

/** The pauses between attempts. */
const RETRY_MS = { shortest: 1_000, longest: 5_000 };

/**
 * Tries again while PostgreSQL is away. The checkpoint makes sure that nothing is written twice.
 *
 * @param what is written, for people.
 * @throws CheckpointMovedError when the checkpoint stands elsewhere.
 */
export async function untilWritten(
  { signal, logger, waits }: { readonly signal: AbortSignal; readonly logger: Logger; readonly waits: Waits },
  what: string,
  write: () => Promise<void>,
): Promise<void> {
  const backoff = new Backoff(RETRY_MS.shortest, RETRY_MS.longest);
  for (;;) {
    try {
      await write();
      waits.end(what);
      return;
    } catch (error) {
      if (signal.aborted || error instanceof CheckpointMovedError) throw error;
      waits.begin(what, databaseReason(error));
      logger.warn({ err: toError(error) }, `writing ${what} is tried again`);
      await sleep(backoff.next(), undefined, { signal });
    }
  }
}
