import type { Grid, Instrument } from '@fulcrum/cfd';
import { assert } from '@fulcrum/log';

/** The decimals of an asset's instrument, without which amounts cannot be printed or read. */
export type GridOf = (record: { readonly asset: string }) => Grid;

export function gridsIn(instruments: Iterable<Instrument>): GridOf {
  const byAsset = new Map(Array.from(instruments, (instrument) => [instrument.asset, instrument]));
  return ({ asset }) => {
    const instrument = byAsset.get(asset);
    assert(instrument !== undefined, `the instrument ${asset} of a snapshot row exists`);
    return instrument;
  };
}
