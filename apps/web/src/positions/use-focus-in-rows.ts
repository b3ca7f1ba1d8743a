import { type FocusEvent, useLayoutEffect, useRef } from 'react';
import { nextPosition } from './next-position.ts';

/** The attributes of a row (with its order's id) and of the button that ends the order. */
const ROW = 'data-order-id';
const CLOSE = 'data-close';

export interface FocusHandlers {
  readonly onFocus: (event: FocusEvent) => void;
  readonly onBlur: () => void;
}

/**
 * Keeps the keyboard's place when the focused row disappears with its order. The button of the next row gets the focus,
 * or the panel's tab when no row is left.
 *
 * @returns handlers for the element around the rows.
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

/** The tab of a panel: what has the focus when nothing is left in the panel that could have it. */
export function tabOf(panel: Element | null | undefined): HTMLElement | null {
  return document.getElementById(panel?.getAttribute('aria-labelledby') ?? '');
}
