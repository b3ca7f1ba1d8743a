import type { Instrument } from '@fulcrum/core';

export function PerformancePanel({ instruments }: { readonly instruments: readonly Instrument[] }) {
  return <div>{instruments.length}</div>;
}
