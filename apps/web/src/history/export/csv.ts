import type { ClosedOrder } from '../../api/schemas.ts';
import type { TradeFilter } from '../filter/trade-filter.ts';
import { CSV_FORMATS, type CsvFormat } from './csv-formats.ts';

/** A column. Amounts keep the API's digits, and no text can be taken for a formula. */
type Column = readonly [name: string, fieldOf: (order: ClosedOrder, decimalSign: string) => string | number];

/** A decimal as the API writes it. */
const amount = (field: 'quantity' | 'openPrice' | 'closePrice' | 'margin' | 'pnl' | 'payout' | 'slippage') => {
  return (order: ClosedOrder, decimalSign: string) => order[field].replace('.', decimalSign);
};

const COLUMNS: readonly Column[] = [
  ['order_id', (order) => asText(order.orderId)],
  ['instrument', (order) => asText(order.asset)],
  ['side', (order) => order.side],
  ['quantity', amount('quantity')],
  ['leverage', (order) => order.leverage],
  ['opened_at', (order) => utcTime(order.openedAt)],
  ['closed_at', (order) => utcTime(order.closedAt)],
  ['open_price', amount('openPrice')],
  ['close_price', amount('closePrice')],
  ['margin', amount('margin')],
  ['pnl', amount('pnl')],
  ['payout', amount('payout')],
  ['reason', (order) => order.reason],
  ['slippage', amount('slippage')],
  ['closed_by', (order) => asText(order.closedBy)],
];

/** The orders as CSV (RFC 4180, except for the separator). Times are in UTC, money is in USDC. */
export function toCsv(orders: readonly ClosedOrder[], format: CsvFormat): string {
  const { separator, decimalSign } = CSV_FORMATS[format];
  const header = COLUMNS.map(([name]) => name);
  const rows = orders.map((order) => COLUMNS.map(([, fieldOf]) => String(fieldOf(order, decimalSign))));
  return [header, ...rows].map((row) => `${row.map((field) => quoted(field, separator)).join(separator)}\r\n`).join('');
}

/**
 * The name of a file names the trades in it, the day of its making and the separator. The day is in UTC, like the times
 * in the file.
 *
 * @param at in milliseconds.
 */
export function csvName(at: number, format: CsvFormat, { asset, reason, result }: TradeFilter): string {
  const chosen = [asset?.replaceAll(/[^\w-]/g, '_'), reason, result].flatMap((part) => part ?? []);
  return ['fulcrum-closed-orders', ...chosen, utcTime(at).slice(0, 10), format].join('-').concat('.csv');
}

function quoted(field: string, separator: string): string {
  return /["\r\n]/.test(field) || field.includes(separator) ? `"${field.replaceAll('"', '""')}"` : field;
}

/** Puts an apostrophe before a text that a spreadsheet would take for a formula, as OWASP advises. */
function asText(text: string): string {
  return /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
}

function utcTime(ms: number): string {
  return new Date(ms).toISOString();
}
