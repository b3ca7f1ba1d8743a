import {
  DESK_RULES,
  type Event,
  formatDecimal,
  MONEY_DECIMALS,
  type Money,
  marginFor,
  type OrderClosed,
  type OrderCreated,
  type PriceSet,
} from '@fulcrum/cfd';
import { toJournalLine } from '@fulcrum/journal';
import { decodeCommand, encodeEvent } from '@fulcrum/protocol';
import type { Replayed } from './journal-replay.ts';

/** The told events. Answers to reads are left out, because reads change nothing. */
const TOLD = new Set<Event['type']>([
  ...(['placed', 'created', 'updated', 'closed', 'cancelled', 'reduced', 'rejected'] as const),
]);

/** What is told of the prices of the order's asset. */
const OF_PRICES = new Set<Event['type']>(['price-held', 'price-released', 'price-set']);

/**
 * The part of the log about one order: its events, what it closed of other orders, and the prices that were held, released or
 * set by hand while it waited or was open.
 */
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
    if (OF_PRICES.has(event.type)) return 'instrument' in event && event.instrument.asset === this.#asset;
    if (event.type === 'closed' && event.nettedBy === this.#orderId) return true;
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

/**
 * What people did in an entry, a sentence for each: a price that was set by hand, and a command that somebody asked for in the
 * owner's place.
 *
 * @param told the events of the entry that are told.
 * @param rulesVersion that held then: older rules know no actors.
 */
export function peopleIn({ entry }: Replayed, told: readonly Event[], rulesVersion: number): string[] {
  if (rulesVersion < DESK_RULES) return [];
  const command = decodeCommand(entry.type, entry.data);
  const actor = 'actor' in command ? command.actor : undefined;
  const set = told.find((event) => event.type === 'price-set');
  if (set !== undefined) return [`${entry.id}: ${priceSet(set)} by ${actor ?? 'hand'}.`];
  // Any entry ends the orders whose time is over, whoever asked for it.
  const isDone = told.some((event) => TOLD.has(event.type) && !('code' in event && event.code === 'expired'));
  if (actor === undefined || !isDone) return [];
  return [`${entry.id}: ${entry.type} was asked for by ${actor}, and not by the account's owner.`];
}

function priceSet({ bid, ask, instrument: { asset, priceDecimals } }: PriceSet): string {
  return `the price of ${asset} was set to ${formatDecimal(bid, priceDecimals)} / ${formatDecimal(ask, priceDecimals)}`;
}

/** The sums of an event, each on a line of its own, so that a trader can check them by hand: of most there are none. */
export function sumsOf(event: Event): string[] {
  if (event.type === 'created') return openingSums(event);
  if (event.type !== 'closed') return [];
  const { nettedBy, orderId } = event;
  return [...(nettedBy === undefined ? [] : [`The order ${orderId} closed by ${nettedBy}:`]), ...closingSums(event)];
}

function openingSums(created: OrderCreated): string[] {
  const { openPrice, guaranteedExecutionFee: fee, instrument } = created;
  if (fee === undefined) return [];
  return table([
    ['notional at open', ...notionalAt(openPrice, created)],
    ['guaranteed stop', money(fee), `notional at open x ${instrument.guaranteedStopPpm} / 1000000, rounded up`],
  ]);
}

function closingSums(closed: OrderClosed): string[] {
  const { side, margin, pnl, payout, reason } = closed;
  const gain = side === 'buy' ? 'close - open' : 'open - close';
  return table([
    ['notional at open', ...notionalAt(closed.openPrice, closed)],
    ['notional at close', ...notionalAt(closed.closePrice, closed)],
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
function notionalAt(
  price: number,
  { quantity, instrument }: OrderClosed | OrderCreated,
): [figure: string, how: string] {
  const { priceDecimals, quantityDecimals } = instrument;
  const factors = [formatDecimal(quantity, quantityDecimals), formatDecimal(price, priceDecimals)];
  return [formatDecimal(BigInt(price) * BigInt(quantity), priceDecimals + quantityDecimals), factors.join(' x ')];
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
