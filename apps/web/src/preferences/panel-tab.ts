import { useStore } from 'zustand';
import { createStore } from 'zustand/vanilla';

/** A tab below the chart. */
export type PanelTab = 'positions' | 'pending' | 'history' | 'performance';

/** The tab that is shown. Each visit begins with the positions. */
const shown = createStore<{ readonly tab: PanelTab }>(() => ({ tab: 'positions' }));

export function showTab(tab: PanelTab): void {
  shown.setState({ tab });
}

export function usePanelTab(): PanelTab {
  return useStore(shown, ({ tab }) => tab);
}
