import type { PanelTab } from '../preferences/panel-tab.ts';
import type { TicketForm } from '../ticket/form/ticket-form.ts';

/** What a key does. */
export type ShortcutAction =
  | { readonly kind: 'fill'; readonly changes: Partial<TicketForm> }
  | { readonly kind: 'size' }
  | { readonly kind: 'instrument'; readonly step: 1 | -1 }
  | { readonly kind: 'tab'; readonly tab: PanelTab }
  | { readonly kind: 'list' };

export interface Shortcut {
  readonly key: string;
  readonly text: string;
  readonly action: ShortcutAction;
}

const tab = (to: PanelTab) => ({ kind: 'tab', tab: to }) as const;
const fill = (changes: Partial<TicketForm>) => ({ kind: 'fill', changes }) as const;

/** The keys of the screen. None of them sends an order. */
export const SHORTCUTS: readonly Shortcut[] = [
  { key: 'b', text: 'Buy: the ticket’s side', action: fill({ side: 'buy' }) },
  { key: 's', text: 'Sell: the ticket’s side', action: fill({ side: 'sell' }) },
  { key: 'm', text: 'Market order', action: fill({ kind: 'market' }) },
  { key: 'l', text: 'Limit order', action: fill({ kind: 'limit' }) },
  { key: 't', text: 'Stop order', action: fill({ kind: 'stop' }) },
  { key: 'z', text: 'To the size; Enter then sends the ticket', action: { kind: 'size' } },
  { key: '[', text: 'The instrument before', action: { kind: 'instrument', step: -1 } },
  { key: ']', text: 'The next instrument', action: { kind: 'instrument', step: 1 } },
  { key: 'p', text: 'Positions', action: tab('positions') },
  { key: 'o', text: 'Orders that wait', action: tab('pending') },
  { key: 'h', text: 'History', action: tab('history') },
  { key: 'f', text: 'Performance', action: tab('performance') },
  { key: '?', text: 'This list', action: { kind: 'list' } },
];

/** @returns what a key does; undefined for other keys, and with keys that belong to the browser. */
export function actionOf(
  event: Pick<KeyboardEvent, 'key' | 'ctrlKey' | 'metaKey' | 'altKey'>,
): ShortcutAction | undefined {
  if (event.ctrlKey || event.metaKey || event.altKey) return undefined;
  const key = event.key.toLowerCase();
  return SHORTCUTS.find((shortcut) => shortcut.key === key)?.action;
}
