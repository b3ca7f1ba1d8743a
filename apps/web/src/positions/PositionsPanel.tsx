import type { Instrument } from '@fulcrum/core';

export function PositionsPanel({ instruments }: { readonly instruments: readonly Instrument[] }) {
  return <div>{instruments.length}</div>;
}
