import { printCursor } from './cursor.ts';

/** One row more than the page has was asked for: where it is there, another page follows. */
export function pageOf<Row>(rows: readonly Row[], limit: number, placeOf: (row: Row) => readonly string[]) {
  const last = rows[limit - 1];
  const next = rows.length > limit && last !== undefined ? { next: printCursor(placeOf(last)) } : {};
  return { rows: rows.slice(0, limit), ...next };
}

/** The same of rows of the history, whose ids are the cursors. */
export function historyPage<Row extends { readonly id: string }>(rows: readonly Row[], limit: number) {
  const last = rows[limit - 1];
  const next = rows.length > limit && last !== undefined ? { next: last.id } : {};
  return { rows: rows.slice(0, limit), ...next };
}
