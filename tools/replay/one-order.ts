import { type Event, formatDecimal, MONEY_DECIMALS, type Money, marginFor, type OrderClosed } from '@fulcrum/cfd';
import { toJournalLine } from '@fulcrum/journal';
import { encodeEvent } from '@fulcrum/protocol';
import type { Replayed } from './journal-replay.ts';

/** The told events. Answers to reads are left out, because reads change nothing. */
const TOLD = new Set<Event['type']>([
  ...(['placed', 'created', 'updated', 'closed', 'cancelled', 'reduced', 'rejected'] as const),
]);

/** The part of the log about one order: its events, and the prices that were held or released while it waited or was open. */
export class OrderStory {
  readonly #orderId: string;
  /** The asset of the order, while it waits or is open. */
  #asset: string | undefined;

  constructor(orderId: string) {
    this.#orderId = orderId;
  }

  /** The events of the next entry that belong to the story, and whether one of them is the order's own. */
  next({ events }: Replayed): { readonly events: Event[]; readonly isOwn: boolean } {
    const told = events.filter((event) => this.#concerns(event));
    return { events: told, isOwn: told.some(({ type }) => TOLD.has(type)) };
  }

  #concerns(event: Event): boolean {
    if (event.type === 'price-held' || event.type === 'price-released') return event.instrument.asset === this.#asset;
    if (!TOLD.has(event.type) || !('orderId' in event) || event.orderId !== this.#orderId) return false;
    if (event.type === 'placed' || event.type === 'created') this.#asset = event.instrument.asset;
    if (event.type === 'cancelled' || (event.type === 'closed' && event.remaining === undefined))
      this.#asset = undefined;
    return true;
  }
}

/** An entry as it stands in the journal, with some of its events. */
export function entryLine({ entry }: Replayed, events: readonly Event[]): string {
  return `${toJournalLine(entry).slice(0, -1)},"events":${JSON.stringify(events.map(encodeEvent))}}`;
}

/** The sums of a closing, each on a line of its own, so that a trader can check them by hand. */
export function closingSums(closed: OrderClosed): string[] {
  const { side, instrument, margin, pnl, payout, reason } = closed;
  const quantity = formatDecimal(closed.quantity, instrument.quantityDecimals);
  const at = (price: number): [notional: string, how: string] => [
    notional(price, closed),
    `${quantity} x ${formatDecimal(price, instrument.priceDecimals)}`,
  ];
  const gain = side === 'buy' ? 'close - open' : 'open - close';
  return table([
    ['notional at open', ...at(closed.openPrice)],
    ['notional at close', ...at(closed.closePrice)],
    ['margin', money(margin), marginRule(closed)],
    ['pnl', money(pnl), `notional at ${gain}, rounded down`],
    ['payout', money(payout), `margin + pnl, at least 0 (closed by: ${reason})`],
  ]);
}

/** The last part of an order that closed in parts has what the others had left. */
function marginRule({ openPrice, quantity, leverage, instrument, margin, remaining }: OrderClosed): string {
  if (remaining !== undefined) return 'the share of the margin before, rounded down';
  const isWhole = margin === marginFor(openPrice, quantity, leverage, instrument);
  return isWhole ? `notional at open / ${leverage}, rounded up` : 'what earlier closings had left';
}

/** A product without rounding: it has as many decimals as its factors together. */
function notional(price: number, { quantity, instrument }: OrderClosed): string {
  const { priceDecimals, quantityDecimals } = instrument;
  return formatDecimal(BigInt(price) * BigInt(quantity), priceDecimals + quantityDecimals);
}

function money(amount: Money): string {
  return formatDecimal(amount, MONEY_DECIMALS);
}

/** A table whose figures are aligned at their decimal points. */
function table(rows: readonly (readonly [name: string, figure: string, how: string])[]): string[] {
  const wholeOf = (figure: string) => figure.split('.')[0] ?? '';
  const widest = Math.max(...rows.map(([, figure]) => wholeOf(figure).length));
  const shifted = rows.map(([, figure]) => ' '.repeat(widest - wholeOf(figure).length) + figure);
  const width = Math.max(...shifted.map((figure) => figure.length));
  return rows.map(([name, , how], row) => `${name.padEnd(18)} ${shifted[row]?.padEnd(width)}   = ${how}`);
}
