import { type Queryable, readCheckpoint } from '@fulcrum/db';
import { callbackId, type LogId } from '@fulcrum/log';
import { type Connection, entriesAfter, type StreamKeys } from '@fulcrum/streams';
import { readHeldPrices } from './held-price.ts';
import type { KnownInstruments } from './known-instruments.ts';
import { readSnapshotTable } from './snapshot-table.ts';

export interface InstrumentSource {
  readonly db: Queryable;
  /** For short reads alone: one that blocks would hold them up. */
  readonly redis: Connection;
  readonly keys: StreamKeys;
}

/**
 * Makes known what the engines have set so far: the last snapshot, and the results behind it. A caller who follows
 * callback-stream takes its end before, so that no change can slip through in between.
 */
export async function loadInstruments(known: KnownInstruments, source: InstrumentSource): Promise<void> {
  const { db, redis, keys } = source;
  const position = await loadSnapshot(known, db, keys.shard);
  for await (const entry of entriesAfter(redis, keys.callback, position)) known.takeEntry(entry);
}

/**
 * Makes known what the last snapshot of a shard has, which needs no Redis.
 *
 * @returns the callback up to which it has everything.
 */
export async function loadSnapshot(known: KnownInstruments, db: Queryable, shard: number): Promise<LogId> {
  // In this order: a snapshot that is written in between only makes the table newer than the results that follow.
  const position = callbackId(await readCheckpoint(db, shard, 'engine'), 0);
  const table = await readSnapshotTable(db, shard);
  const held = await readHeldPrices(db, shard);
  for (const settings of table) known.set(settings, position);
  for (const { asset } of known.all()) known.setHeldPrice(asset, held.get(asset), position);
  return position;
}
