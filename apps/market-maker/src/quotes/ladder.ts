import { assert } from '@fulcrum/log';
import type { Prices } from './prices.ts';

export type Side = 'Bid' | 'Ask';

/** An order that a ladder consists of: a price in ticks, and a quantity in steps. */
export interface Rung {
  readonly side: Side;
  readonly price: number;
  readonly quantity: number;
}

export interface LadderSettings {
  /** Orders on each side. */
  readonly rungs: number;
  /** How far the prices move against a full inventory, as a part of the price. */
  readonly skew: number;
  /** The distance of two rungs, as a part of the price. */
  readonly distance: number;
  /** How many times that distance they are apart in a fast market. Then the first one too is at a round price. */
  readonly stretch: number;
}

/** Rungs behind the first one are that much larger with each. */
const GROWTH = 0.25;

/**
 * The orders that a maker wants to have. The first rung of a side is at its price, and the others are at round prices
 * behind it, which stay while the price moves a little. In a fast market all are at round prices, and far apart.
 *
 * @param inventory from -1 (sold out) to 1 (as much again as wanted). What there is too much of is bid for less, in
 *   smaller quantities, and at its end not at all.
 * @param size of the first rung, in steps, while the inventory is as wanted.
 */
export function ladder(
  { bid, ask }: Prices,
  inventory: number,
  size: number,
  { rungs, skew, distance, stretch }: LadderSettings,
): Rung[] {
  assert(bid > 0 && bid < ask, 'a bid is below its ask');
  assert(inventory >= -1 && inventory <= 1, 'an inventory is from -1 to 1');
  const shift = -Math.round(inventory * skew * bid);
  const spacing = usualSpacing(bid, distance) * stretch;
  const grid = stretch === 1 ? 1 : spacing;
  const bids = sidePrices('Bid', Math.floor(Math.max(1, bid + shift) / grid) * grid, rungs, spacing);
  const asks = sidePrices('Ask', Math.ceil(Math.max(2, ask + shift) / grid) * grid, rungs, spacing);
  return [
    ...bids.map((price, index) => rung('Bid', price, size * (1 - inventory) * (1 + GROWTH * index))),
    ...asks.map((price, index) => rung('Ask', price, size * (1 + inventory) * (1 + GROWTH * index))),
  ].filter(({ price, quantity }) => price > 0 && quantity > 0);
}

/** How many ticks two rungs are apart, unless the market is fast. */
export function usualSpacing(bid: number, distance: number): number {
  return roundNumber(bid * distance);
}

function sidePrices(side: Side, first: number, rungs: number, spacing: number): number[] {
  const away = side === 'Bid' ? -1 : 1;
  const nearest = side === 'Bid' ? Math.ceil(first / spacing) - 1 : Math.floor(first / spacing) + 1;
  return [first, ...Array.from({ length: rungs - 1 }, (_, index) => (nearest + away * index) * spacing)];
}

function rung(side: Side, price: number, quantity: number): Rung {
  return { side, price, quantity: Math.round(quantity * liveliness(price)) };
}

/** From 0.6 to 1.4, always the same for the same price: a ladder of equal steps would look made. */
function liveliness(price: number): number {
  const mixed = Math.imul(price ^ (price >>> 7), 0x9e3779b1) >>> 0;
  return 0.6 + (0.8 * mixed) / 2 ** 32;
}

/** The largest of 1, 2, 5, 10, 20, ... that is not above a number; at least 1. */
export function roundNumber(most: number): number {
  const power = 10 ** Math.max(0, Math.floor(Math.log10(most)));
  return [5, 2, 1].map((digit) => digit * power).find((candidate) => candidate <= most) ?? 1;
}
