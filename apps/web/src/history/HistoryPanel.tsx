import type { Instrument } from '@fulcrum/core';

export function HistoryPanel({ instruments }: { readonly instruments: readonly Instrument[] }) {
  return <div>{instruments.length}</div>;
}
