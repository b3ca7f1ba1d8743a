import type { BulkTable } from './bulk-rows.ts';
import type { Queryable } from './client.ts';

/** The readers of streams that keep in the database how far they have come. The journal's files tell it themselves. */
export type Reader = 'engine' | 'recorder' | 'candles';

/** Where the readers stand. */
export const checkpointTable: BulkTable = {
  name: 'Checkpoint',
  columns: [
    ['reader', 'text'],
    ['position', 'text'],
  ],
};

/** The checkpoint stands elsewhere than its writer thought: somebody else has moved it. */
export class CheckpointMovedError extends Error {
  override name = 'CheckpointMovedError';

  constructor(reader: Reader, from: string, to: string) {
    super(`the checkpoint of ${reader} could not be moved from ${from} to ${to}, because it does not stand at ${from}`);
  }
}

/** Where a reader stands, `0-0` before its first checkpoint. */
export async function readCheckpoint(db: Queryable, reader: Reader): Promise<string> {
  const row = await db.checkpoint.findUnique({ where: { reader } });
  return row?.position ?? '0-0';
}

/**
 * Moves a checkpoint. Called in the transaction that writes what belongs to the new position, so that both happen or
 * neither.
 *
 * @throws CheckpointMovedError when it does not stand at `from`.
 */
export async function moveCheckpoint(tx: Queryable, reader: Reader, from: string, to: string): Promise<void> {
  if (from === '0-0') await tx.checkpoint.createMany({ data: { reader, position: from }, skipDuplicates: true });
  const moved = await tx.checkpoint.updateMany({ where: { reader, position: from }, data: { position: to } });
  if (moved.count !== 1) throw new CheckpointMovedError(reader, from, to);
}
