import { printUnits } from '../model/rational.ts';
import type { Known } from './known-orders.ts';
import { type Market, units } from './markets.ts';
import type { Distance, EntryTerms, Expiry, OrderChange, Part } from './order-arbitrary.ts';
import type { Level } from './values-arbitrary.ts';

/** Turns what a random step wants of an order into the fields of its command. */

type Fields = { readonly [field: string]: unknown };

/** Where an order is entered, and when. */
interface Place {
  readonly market: Market;
  readonly bid: bigint;
  readonly nowMs: number;
}

/** The fields of an entry, and the price around which its levels lie if it is to wait. */
export function entryOf(
  entry: EntryTerms,
  place: Place & { readonly side: string },
): { base?: bigint; fields: Fields } {
  const { orderType, price, expiry, trailing, guaranteed, reduceOnly } = entry;
  const isPlain = orderType === undefined || orderType === 'market';
  // Only where it contradicts itself does an order that does not wait have a price.
  const waits = !isPlain || !entry.isTidy;
  const at = price.kind === 'offset' ? place.bid + BigInt(price.steps) * directionOf(place.side, orderType) : undefined;
  const fields = {
    ...(orderType === undefined ? {} : { orderType }),
    ...(waits ? { price: price.kind === 'text' ? price.text : print(place.market, at ?? 0n) } : {}),
    ...(waits && expiry !== null ? { expiresAt: timeOf(expiry, place.nowMs) } : {}),
    ...(trailing === null ? {} : { trailingDistance: distanceOf(trailing, place.market) }),
    ...(guaranteed === undefined ? {} : { guaranteed }),
    ...(reduceOnly === undefined ? {} : { reduceOnly }),
  };
  return { fields, ...(waits && at !== undefined ? { base: at } : {}) };
}

/** Where the price for which an order waits lies: a limit of a buy below the market, a stop above, a sell's mirrored. */
function directionOf(side: string, orderType: unknown): bigint {
  return (side === 'buy') === (orderType === 'limit') ? -1n : 1n;
}

export function changeOf(change: OrderChange, place: Place, known: Known | undefined): Fields {
  const { price, expiry, trailing, isTidy } = change;
  // A position has neither.
  const waits = known === undefined || !known.isOpen || !isTidy;
  return {
    ...(price === null || !waits ? {} : { price: priceOf(price, place, known) }),
    ...(expiry === null || !waits ? {} : { expiresAt: place.nowMs % 5 === 0 ? null : timeOf(expiry, place.nowMs) }),
    ...(trailing === null ? {} : { trailingDistance: trailingOf(trailing, place) }),
  };
}

/** On the side of the market on which the order waits already. */
function priceOf(price: Level, { market, bid }: Place, known: Known | undefined): unknown {
  if (price.kind === 'text') return price.text;
  const isAbove = known?.price !== undefined && units(known.price, market.priceDecimals) > bid;
  return print(market, bid + BigInt(isAbove ? price.steps : -price.steps));
}

/** A distance, or now and then none. */
function trailingOf(trailing: Distance, { market, nowMs }: Place): unknown {
  return nowMs % 4 === 0 ? null : distanceOf(trailing, market);
}

/** The bid of a tick that has something to do with an order. */
export function bidAt(
  order: Known,
  { beyond, at }: { readonly beyond: number; readonly at: 'edge' | 'extreme' },
  { bid, spread, market }: { readonly bid: bigint; readonly spread: bigint; readonly market: Market },
): bigint {
  const read = (text: string | undefined) => (text === undefined ? undefined : units(text, market.priceDecimals));
  const up = order.side === 'buy' ? 1n : -1n;
  if (at === 'extreme' && order.isOpen) return bid + up * BigInt(beyond);
  const price = read(order.price);
  // What waits opens at the ask of a buy; a position closes at that of a sell.
  const ofAsk = (order.side === 'buy') === order.isOpen ? 0n : spread;
  if (!order.isOpen && price !== undefined)
    return price - ofAsk + (price > bid + ofAsk ? BigInt(beyond) : -BigInt(beyond));
  const distance = read(order.trailingDistance);
  const stop = distance === undefined ? read(order.stopLoss) : bid + ofAsk - up * distance;
  return stop === undefined ? bid : stop - ofAsk - up * BigInt(beyond);
}

export function partOf({ quantity, believed }: Part, market: Market, open: string): Fields {
  const decimals = market.quantityDecimals;
  const all = units(open, decimals);
  const printed = (count: bigint) => printUnits(count, decimals);
  return {
    quantity: 'text' in quantity ? quantity.text : printed(countOf(quantity, all, units(market.minQuantity, decimals))),
    openQuantity: typeof believed === 'number' ? printed(all + BigInt(believed)) : believed.text,
  };
}

function countOf(quantity: Exclude<Part['quantity'], { text: unknown }>, all: bigint, least: bigint): bigint {
  if ('permille' in quantity) return (all * BigInt(quantity.permille)) / 1_000n;
  return all - (quantity.left === 'least' ? least : 0n) + BigInt(quantity.beside);
}

function timeOf(expiry: Expiry, nowMs: number): unknown {
  return 'inMs' in expiry ? nowMs + expiry.inMs : expiry.value;
}

function distanceOf(distance: Distance, market: Market): unknown {
  return 'text' in distance ? distance.text : print(market, BigInt(distance.steps));
}

function print(market: Market, price: bigint): string {
  return printUnits(price, market.priceDecimals);
}
