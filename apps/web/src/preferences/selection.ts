import type { Instrument } from '@fulcrum/cfd';
import { useStore } from 'zustand';
import { createStore } from 'zustand/vanilla';
import { CHOICE, keepChoice, readChoice, whenChoicesTaken } from './storage.ts';

const KEY = CHOICE.asset;

/** The chosen instrument. The choice survives a reload. */
const selection = createStore<{ readonly asset: string | undefined }>(() => ({
  asset: readChoice(KEY),
}));

whenChoicesTaken(() => selection.setState({ asset: readChoice(KEY) }));

export function select(asset: string): void {
  keepChoice(KEY, asset);
  selection.setState({ asset });
}

/** The chosen one of these instruments or markets, or else the first. */
export function useSelected<Listed extends Pick<Instrument, 'asset'>>(
  instruments: readonly Listed[],
): Listed | undefined {
  const chosen = useStore(selection, ({ asset }) => asset);
  return instruments.find(({ asset }) => asset === chosen) ?? instruments[0];
}
