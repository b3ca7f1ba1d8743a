import { type Queryable, readCheckpoint } from '@fulcrum/db';
import { callbackId, type LogId } from '@fulcrum/log';
import { type Connection, entriesAfter, type StreamKeys } from '@fulcrum/streams';
import { readHeldPrices } from './held-price.ts';
import type { KnownInstruments } from './known-instruments.ts';
import { readSnapshotTable } from './snapshot-table.ts';

export interface InstrumentSource {
  readonly db: Queryable;
  /** For short reads alone: a blocking read would hold them up. */
  readonly redis: Connection;
  readonly keys: StreamKeys;
}

/**
 * Makes known what the engines have set so far: the last snapshot, and the results behind it. A caller that follows
 * callback-stream notes its end before, so that it misses no change in between.
 */
export async function loadInstruments(known: KnownInstruments, source: InstrumentSource): Promise<void> {
  const { db, redis, keys } = source;
  const position = await loadSnapshot(known, db, keys.shard);
  for await (const entry of entriesAfter(redis, keys.callback, position)) known.takeEntry(entry);
}

/**
 * Makes known the instruments of a shard's last snapshot. It needs no Redis.
 *
 * @returns the last callback that is in the snapshot.
 */
export async function loadSnapshot(known: KnownInstruments, db: Queryable, shard: number): Promise<LogId> {
  // The checkpoint comes first. If a snapshot is written in between, the table is newer than the position, which does no
  // harm: results behind the position are read again.
  const position = callbackId(await readCheckpoint(db, shard, 'engine'), 0);
  const table = await readSnapshotTable(db, shard);
  const held = await readHeldPrices(db, shard);
  for (const settings of table) known.set(settings, position);
  for (const { asset } of known.all()) known.setHeldPrice(asset, held.get(asset), position);
  return position;
}
