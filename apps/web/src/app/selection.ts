import type { Instrument } from '@fulcrum/core';
import { useStore } from 'zustand';
import { createStore } from 'zustand/vanilla';

const KEY = 'asset';

/** Which instrument is looked at. The choice survives a reload. */
const selection = createStore<{ readonly asset: string | undefined }>(() => ({
  asset: localStorage.getItem(KEY) ?? undefined,
}));

export function select(asset: string): void {
  localStorage.setItem(KEY, asset);
  selection.setState({ asset });
}

/** The chosen instrument, or the first one there is. */
export function useSelected(instruments: readonly Instrument[]): Instrument | undefined {
  const chosen = useStore(selection, ({ asset }) => asset);
  return instruments.find(({ asset }) => asset === chosen) ?? instruments[0];
}
