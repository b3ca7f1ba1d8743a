import type { Tables } from '@fulcrum/db';
import type { LogId } from '@fulcrum/log';
import type { Changes } from '../core.ts';
import type { ChangeSet, ChangesCodec } from './codec.ts';
import { summaryRow } from './summary.ts';

/** A snapshot after a long absence of PostgreSQL is large: about 40,000 rows a second. */
export const COMMIT_LIMIT_MS = 10 * 60_000;

/** Summaries of older snapshots are kept for this long, so that other replicas can compare their hash with them. */
const KEEP_SUMMARIES_MS = 60 * 60_000;

/**
 * Writes what changed since the snapshot at `from`, and moves the checkpoint to `to`, in one transaction.
 *
 * @param entryDigest of the log's entry at `to`.
 * @throws CheckpointMovedError when the checkpoint does not stand at `from`. Nothing is written then.
 */
export async function writeSnapshot<Ch extends Changes>(
  { reader, summaryTable }: ChangesCodec<Ch>,
  tables: Tables,
  from: LogId,
  to: LogId,
  changes: ChangeSet<Ch>,
  entryDigest?: string,
): Promise<void> {
  await tables.transaction(async (tx) => {
    await tx.moveCheckpoint(reader, from, to);
    const { formatVersion, stateHash, figures } = changes;
    await tx.upsert(summaryTable, [summaryRow({ position: to, formatVersion, stateHash, figures, entryDigest })]);
    await tx.deleteOlderThan(summaryTable, KEEP_SUMMARIES_MS);
    await changes.write(tx);
  }, COMMIT_LIMIT_MS);
}
