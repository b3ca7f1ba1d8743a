import { setTimeout as sleep } from 'node:timers/promises';
import { deleteOldMails, deleteOldNotices } from '@fulcrum/db';
import { toError } from '@fulcrum/streams';
import type { NotifierParts } from './notifier-parts.ts';

const INTERVAL_MS = 600_000;

/** What one statement deletes, so that none takes long. */
const PIECE = 5_000;
const PIECE_REST_MS = 100;

/** Deletes what is older than a month, every ten minutes: until then nothing that is read again is told twice. */
export async function keepRetention({ db, signal, logger }: NotifierParts): Promise<void> {
  while (!signal.aborted) {
    try {
      for (const deletePiece of [deleteOldNotices, deleteOldMails])
        while ((await deletePiece(db, PIECE)) > 0) await sleep(PIECE_REST_MS, undefined, { signal });
    } catch (error) {
      if (!signal.aborted) logger.warn({ err: toError(error) }, 'deleting what is old has to wait');
    }
    await sleep(INTERVAL_MS, undefined, { signal }).catch(() => {});
  }
}
