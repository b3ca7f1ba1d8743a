/** The attribute of the field that is typed in first. */
export const FIRST_FIELD = 'data-first-field';

/** Leads to the ticket: on a phone it is further down. */
export function focusTicket(): void {
  document.querySelector<HTMLElement>(`[${FIRST_FIELD}]`)?.focus();
}
