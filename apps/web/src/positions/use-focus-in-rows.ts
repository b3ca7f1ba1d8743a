import { type FocusEvent, useLayoutEffect, useRef } from 'react';
import { nextPosition } from './next-position.ts';

/** A row's attribute that holds its order's id, and the one that marks its button which closes the position. */
const ROW = 'data-order-id';
const CLOSE = 'data-close';

export interface FocusHandlers {
  readonly onFocus: (event: FocusEvent) => void;
  readonly onBlur: () => void;
}

/**
 * Keeps the keyboard's place when the position goes in whose row the focus is: the next row's Close button gets it, or
 * when none is left the tab of the panel.
 *
 * @returns what the element around the rows has to tell.
 */
export function useFocusInRows(ids: readonly string[]): FocusHandlers {
  const focused = useRef<{ orderId: string; panel: Element | null }>(undefined);
  const before = useRef(ids);
  useLayoutEffect(() => {
    const idsBefore = before.current;
    before.current = ids;
    if (focused.current === undefined || ids.includes(focused.current.orderId)) return;
    const { orderId, panel } = focused.current;
    focused.current = undefined;
    if (document.activeElement !== document.body) return;
    const next = nextPosition(orderId, idsBefore, ids);
    const button = panel?.querySelector<HTMLElement>(`[${ROW}="${next}"] [${CLOSE}]`);
    (button ?? tabOf(panel))?.focus();
  }, [ids]);
  return {
    onFocus: ({ target }) => {
      const orderId = target.closest(`[${ROW}]`)?.getAttribute(ROW);
      focused.current = orderId == null ? undefined : { orderId, panel: target.closest('[role="tabpanel"]') };
    },
    onBlur: () => {
      focused.current = undefined;
    },
  };
}

function tabOf(panel: Element | null): HTMLElement | null {
  return document.getElementById(panel?.getAttribute('aria-labelledby') ?? '');
}
