import type { ClosedOrder } from '../api/schemas.ts';

/** A column: amounts stand as the API gave them, and texts so that no spreadsheet takes one for a formula. */
type Column = readonly [name: string, fieldOf: (order: ClosedOrder) => string | number];

const COLUMNS: readonly Column[] = [
  ['order_id', (order) => asText(order.orderId)],
  ['instrument', (order) => asText(order.asset)],
  ['side', (order) => order.side],
  ['quantity', (order) => order.quantity],
  ['leverage', (order) => order.leverage],
  ['opened_at', (order) => utcTime(order.openedAt)],
  ['closed_at', (order) => utcTime(order.closedAt)],
  ['open_price', (order) => order.openPrice],
  ['close_price', (order) => order.closePrice],
  ['margin', (order) => order.margin],
  ['pnl', (order) => order.pnl],
  ['payout', (order) => order.payout],
  ['reason', (order) => order.reason],
  ['slippage', (order) => order.slippage],
  ['closed_by', (order) => asText(order.closedBy)],
];

/** The orders as a file for spreadsheets, after RFC 4180. Times are UTC, money is in USDC. */
export function toCsv(orders: readonly ClosedOrder[]): string {
  const header = COLUMNS.map(([name]) => name);
  const rows = orders.map((order) => COLUMNS.map(([, fieldOf]) => String(fieldOf(order))));
  return [header, ...rows].map((fields) => `${fields.map(quoted).join(',')}\r\n`).join('');
}

/** @param at in milliseconds; the file is named after the day in UTC, as the times in it are. */
export function csvName(at: number): string {
  return `fulcrum-closed-orders-${utcTime(at).slice(0, 10)}.csv`;
}

function quoted(field: string): string {
  return /[",\r\n]/.test(field) ? `"${field.replaceAll('"', '""')}"` : field;
}

/** An apostrophe before what spreadsheets would take for a formula, as OWASP advises. */
function asText(text: string): string {
  return /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
}

function utcTime(ms: number): string {
  return new Date(ms).toISOString();
}
