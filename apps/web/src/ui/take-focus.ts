/**
 * A `ref` for what takes the place of the control that had the focus. That control is gone, and without this the keyboard
 * would begin again at the top of the page.
 */
export function takeFocus(element: HTMLElement | null): void {
  element?.focus();
}
