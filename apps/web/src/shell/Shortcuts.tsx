import type { Instrument } from '@fulcrum/cfd';
import { lazy, useEffect, useEffectEvent, useState } from 'react';
import { AccountPageDialog } from '../account-pages/AccountPageDialog.tsx';
import type { AccountPage } from '../account-pages/account-pages.ts';
import { showTab } from '../preferences/panel-tab.ts';
import { select } from '../preferences/selection.ts';
import { useHasShortcuts } from '../preferences/trading-choices.ts';
import { actionOf, type ShortcutAction } from '../shortcuts/shortcuts.ts';
import { focusTicket } from '../ticket/focus-ticket.ts';
import { fillTicket } from '../ticket/form/drafts.ts';

const LIST: AccountPage = {
  title: 'Keyboard shortcuts',
  description: 'While no field has the focus. None of them sends an order.',
  Content: lazy(() => import('../shortcuts/ShortcutsPage.tsx')),
};

/** Keys that are typed there have a meaning of their own. */
const TYPED_INTO = 'input, textarea, select, [contenteditable], [role="dialog"], [role="alertdialog"], [role="menu"]';

export interface ShortcutsProps {
  readonly instruments: readonly Instrument[];
  readonly selected: Instrument | undefined;
}

/** Listens to the keys of the screen, and shows their list. */
export function Shortcuts({ instruments, selected }: ShortcutsProps) {
  const isOn = useHasShortcuts();
  const [isListed, setIsListed] = useState(false);
  const act = (action: ShortcutAction) => {
    if (action.kind === 'list') return setIsListed(true);
    if (action.kind === 'tab') return showTab(action.tab);
    if (selected === undefined) return;
    if (action.kind === 'fill') fillTicket(selected, action.changes);
    else if (action.kind === 'size') focusTicket();
    else select((instruments.at((instruments.indexOf(selected) + action.step) % instruments.length) ?? selected).asset);
  };
  const onKey = useEffectEvent((event: KeyboardEvent) => {
    const action = actionOf(event);
    if (action === undefined || event.defaultPrevented) return;
    if (event.target instanceof Element && event.target.closest(TYPED_INTO) !== null) return;
    // The key would be typed into the field that gets the focus.
    event.preventDefault();
    act(action);
  });
  useEffect(() => {
    if (!isOn) return;
    const listener = (event: KeyboardEvent) => onKey(event);
    window.addEventListener('keydown', listener);
    return () => window.removeEventListener('keydown', listener);
  }, [isOn]);
  return <AccountPageDialog page={LIST} isOpen={isListed} onOpenChange={setIsListed} />;
}
