import type { ClosedOrder } from '../../api/schemas.ts';
import { fetchPage, type History, isClosing } from '../closed-orders.ts';
import { isMatch, type TradeFilter } from '../filter/trade-filter.ts';
import { csvName, toCsv } from './csv.ts';
import type { CsvFormat } from './csv-formats.ts';

/** The API's largest page. */
const PAGE = 500;

/** The most orders in one file: more than most spreadsheets can handle. */
export const MOST_EXPORTED = 100_000;

export interface Export {
  /** The orders that are loaded already. They are not fetched again. */
  readonly known: History;
  readonly filter: TradeFilter;
  readonly format: CsvFormat;
  readonly signal: AbortSignal;
  /** Called with the number of orders that have been looked at. */
  readonly onProgress: (count: number) => void;
}

/**
 * Saves the matching orders of all pages in a file.
 *
 * @returns the number of orders in it, and whether older ones were left out because of the limit.
 * @throws when a page cannot be read, or the signal fires.
 */
export async function exportOrders({ known, filter, format, signal, onProgress }: Export) {
  const orders: ClosedOrder[] = known.orders.filter(isClosing);
  let cursor = known.nextCursor;
  while (cursor !== undefined && orders.length < MOST_EXPORTED) {
    onProgress(orders.length);
    const page = await fetchPage({ limit: PAGE, cursor, signal });
    orders.push(...page.orders);
    cursor = page.nextCursor;
  }
  const matching = orders.filter((order) => isMatch(order, filter));
  save(csvName(Date.now(), format, filter), toCsv(matching, format));
  return { count: matching.length, isCut: cursor !== undefined };
}

function save(name: string, text: string): void {
  const url = URL.createObjectURL(new Blob([text], { type: 'text/csv;charset=utf-8' }));
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  // The browser reads it after this function has ended.
  setTimeout(() => URL.revokeObjectURL(url), 60_000);
}
