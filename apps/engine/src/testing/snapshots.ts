import { type ChangeSet, totalsTable } from '@fulcrum/cfd';
import type { Tables } from '@fulcrum/db';
import type { LogId } from '@fulcrum/log';
import { type LoadOptions, loadSnapshot as load, writeSnapshot as write } from '@fulcrum/replica';
import { CfdChanges } from '../cfd/cfd-changes.ts';
import { cfdCodec } from '../cfd/cfd-codec.ts';

export const CODEC = cfdCodec();

/** The snapshot at the checkpoint, with the CFD core itself. */
export async function loadSnapshot(tables: Tables, options?: LoadOptions) {
  const { core, figures, ...others } = await load(CODEC, tables, options);
  return {
    ...others,
    core: core.core,
    nextOrderNumber: figures === undefined ? 0 : totalsTable.read(figures).nextOrderNumber,
  };
}

/** Writes what changed in the CFD core. */
export function writeSnapshot(tables: Tables, from: LogId, to: LogId, changes: ChangeSet): Promise<void> {
  return write(CODEC, tables, from, to, new CfdChanges(changes));
}
