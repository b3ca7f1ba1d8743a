import type { LedgerEntry } from '../ledger/ledger-entry.ts';

const COLUMNS = ['id', 'time', 'kind', 'amount', 'cash', 'orderId', 'transferId', 'note'] as const;

/** The first line: the names of the columns. */
export const CSV_HEADER = csvLine([...COLUMNS]);

/** An entry as a line. Whatever stands in its note, a spreadsheet takes it for a text. */
export function entryLine({ id, time, kind, amount, cash, orderId = '', transferId = '', note = '' }: LedgerEntry) {
  return csvLine([id, new Date(time).toISOString(), kind, amount, cash, orderId, transferId, asText(note)]);
}

/** A line as in RFC 4180. */
function csvLine(fields: readonly string[]): string {
  return `${fields.map(quoted).join(',')}\r\n`;
}

function quoted(field: string): string {
  return /[",\r\n]/.test(field) ? `"${field.replaceAll('"', '""')}"` : field;
}

/**
 * Spreadsheets carry out what begins like a formula, also behind spaces, and some take characters of full width for it. The
 * apostrophe makes it a text.
 */
function asText(field: string): string {
  return /^[\s\u200B\uFEFF]*[=+\-@＝＋－＠]/u.test(field) ? `'${field}` : field;
}
