import { logTime } from '@fulcrum/core';
import { type Database, deleteSecondsBefore, readCheckpoint } from '@fulcrum/db';
import type { Logger } from '@fulcrum/service';
import { pause, toError } from '@fulcrum/streams';

export interface OldCandlesParts {
  readonly db: Database;
  readonly signal: AbortSignal;
  readonly logger: Logger;
}

/** How long candles of one second are kept, in log time; the others stay for good. */
const KEPT_MS = 48 * 3_600_000;

const INTERVAL_MS = 600_000;

/** What one statement deletes of an asset, so that none takes long; an asset has 600 seconds in ten minutes. */
const PIECE = 5_000;
const PIECE_REST_MS = 100;

/** Deletes old candles of one second, every ten minutes, until the signal is given. */
export async function keepSecondsShort(parts: OldCandlesParts): Promise<void> {
  const { signal, logger } = parts;
  while (!signal.aborted) {
    try {
      await deleteOldSeconds(parts);
    } catch (error) {
      if (!signal.aborted) logger.warn({ err: toError(error) }, 'deleting old candles has to wait');
    }
    await pause(INTERVAL_MS, signal).catch(() => {});
  }
}

/** Deletes all that are too old now, piece by piece. */
export async function deleteOldSeconds({ db, signal }: Omit<OldCandlesParts, 'logger'>, piece = PIECE): Promise<void> {
  const before = logTime(await readCheckpoint(db, 'candles')) - KEPT_MS;
  while ((await deleteSecondsBefore(db, before, piece)) > 0) await pause(PIECE_REST_MS, signal);
}
