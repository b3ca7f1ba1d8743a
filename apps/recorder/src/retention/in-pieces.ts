import { setTimeout as sleep } from 'node:timers/promises';
import type { Logger } from '@fulcrum/service';

const PIECE_REST_MS = 100;

/** What it takes to delete what is old, piece by piece, so that no statement takes long. */
export interface Pieces {
  readonly signal: AbortSignal;
  readonly logger: Logger;
  /** What one statement deletes. */
  readonly piece: number;
}

/**
 * @param what is deleted, for people.
 * @param days for how many it is kept; 0: for good.
 * @param deletePiece returns how many are gone.
 */
export async function deleteInPieces(
  { signal, logger, piece }: Pieces,
  what: string,
  days: number,
  deletePiece: (most: number) => Promise<number>,
): Promise<void> {
  let total = 0;
  if (days === 0) return;
  for (let count = await deletePiece(piece); count > 0; count = await deletePiece(piece)) {
    total += count;
    await sleep(PIECE_REST_MS, undefined, { signal });
  }
  if (total > 0) logger.info({ total, days }, `deleted old ${what}`);
}
