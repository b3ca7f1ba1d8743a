import { assert, isLogId } from '@fulcrum/log';
import type { Queryable } from '../client/client.ts';
import type { BulkTable, Row } from './bulk-rows.ts';

/** The readers of streams that keep in the database how far they have come. The journal's files tell it themselves. */
export type Reader = 'engine' | 'recorder' | 'candles' | 'notifier' | 'venue' | 'venue-recorder';

/** Where the readers stand. */
export const checkpointTable: BulkTable = {
  name: 'Checkpoint',
  columns: [
    ['reader', 'text'],
    ['position', 'text'],
    ['entryDigest', 'text'],
  ],
};

/** The checkpoint does not stand where its writer left it: somebody else has moved it. */
export class CheckpointMovedError extends Error {
  override name = 'CheckpointMovedError';

  constructor(reader: Reader, from: string, to: string) {
    super(`the checkpoint of ${reader} could not be moved from ${from} to ${to}, because it does not stand at ${from}`);
  }
}

/** Where a reader stands. The digest of the entry there is known where it was kept. Ids can recur after a fail-over. */
export interface Place {
  readonly position: string;
  readonly entryDigest: string | undefined;
}

export async function readPlace(db: Queryable, shard: number, reader: Reader): Promise<Place> {
  const row = await db.checkpoint.findUnique({ where: { shard_reader: { shard, reader } } });
  return placeOf(row === null ? undefined : [reader, row.position, row.entryDigest]);
}

/** @param row of a checkpoint; undefined before the first one. */
export function placeOf(row: Row | undefined): Place {
  const [, position, kept] = row ?? [];
  const [at, digest] = kept?.split(' ') ?? [];
  return { position: position ?? '0-0', entryDigest: at === position ? digest : undefined };
}

/** How a digest is kept: with its position. An older program moves the position alone. */
export function keptDigest(position: string, digest: string | undefined): string | null {
  return digest === undefined ? null : `${position} ${digest}`;
}

/** Where a reader of a shard stands, `0-0` before its first checkpoint. */
export async function readCheckpoint(db: Queryable, shard: number, reader: Reader): Promise<string> {
  return (await readPlace(db, shard, reader)).position;
}

/**
 * Moves a checkpoint. Called in the transaction that writes what belongs to the new position, so that both happen or
 * neither.
 *
 * @param digest of the entry at the new position.
 * @throws CheckpointMovedError when it does not stand at `from`.
 */
export async function moveCheckpoint(
  tx: Queryable,
  shard: number,
  reader: Reader,
  from: string,
  to: string,
  digest?: string,
): Promise<void> {
  assert(isLogId(from) && isLogId(to), 'a checkpoint stands at the id of an entry');
  if (from === '0-0') await tx.checkpoint.createMany({ data: { shard, reader, position: from }, skipDuplicates: true });
  const data = { position: to, entryDigest: keptDigest(to, digest) };
  const moved = await tx.checkpoint.updateMany({ where: { shard, reader, position: from }, data });
  if (moved.count !== 1) throw new CheckpointMovedError(reader, from, to);
}
