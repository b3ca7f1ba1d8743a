import { type Event, formatDecimal, MONEY_DECIMALS, type Money, type OrderClosed } from '@fulcrum/core';
import { toJournalLine } from '@fulcrum/journal';
import { encodeEvent } from '@fulcrum/protocol';
import type { Replayed } from './journal-replay.ts';

/** Questions for an order are left out: they change nothing. */
const TOLD = new Set<Event['type']>(['created', 'updated', 'closed', 'rejected']);

/** What of an entry's events concerns an order. */
export function eventsOf(orderId: string, { events }: Replayed): Event[] {
  return events.filter((event) => TOLD.has(event.type) && 'orderId' in event && event.orderId === orderId);
}

/** An entry as it stands in the journal, with some of its events. */
export function entryLine({ entry }: Replayed, events: readonly Event[]): string {
  return `${toJournalLine(entry).slice(0, -1)},"events":${JSON.stringify(events.map(encodeEvent))}}`;
}

/** The sums of a closing, each on a line of its own, so that a trader can check them by hand. */
export function closingSums(closed: OrderClosed): string[] {
  const { side, instrument, leverage, margin, pnl, payout, reason } = closed;
  const quantity = formatDecimal(closed.quantity, instrument.quantityDecimals);
  const at = (price: number): [notional: string, how: string] => [
    notional(price, closed),
    `${quantity} x ${formatDecimal(price, instrument.priceDecimals)}`,
  ];
  const gain = side === 'buy' ? 'close - open' : 'open - close';
  return table([
    ['notional at open', ...at(closed.openPrice)],
    ['notional at close', ...at(closed.closePrice)],
    ['margin', money(margin), `notional at open / ${leverage}, rounded up`],
    ['pnl', money(pnl), `notional at ${gain}, rounded down`],
    ['payout', money(payout), `margin + pnl, at least 0 (closed by: ${reason})`],
  ]);
}

/** Exactly: a product has as many decimals as its factors together. */
function notional(price: number, { quantity, instrument }: OrderClosed): string {
  const { priceDecimals, quantityDecimals } = instrument;
  return formatDecimal(BigInt(price) * BigInt(quantity), priceDecimals + quantityDecimals);
}

function money(amount: Money): string {
  return formatDecimal(amount, MONEY_DECIMALS);
}

/** The figures stand with their points below each other. */
function table(rows: readonly (readonly [name: string, figure: string, how: string])[]): string[] {
  const wholeOf = (figure: string) => figure.split('.')[0] ?? '';
  const widest = Math.max(...rows.map(([, figure]) => wholeOf(figure).length));
  const shifted = rows.map(([, figure]) => ' '.repeat(widest - wholeOf(figure).length) + figure);
  const width = Math.max(...shifted.map((figure) => figure.length));
  return rows.map(([name, , how], row) => `${name.padEnd(18)} ${shifted[row]?.padEnd(width)}   = ${how}`);
}
