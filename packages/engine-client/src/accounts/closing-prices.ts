import type { ClosingPriceJson, ValuedOrderJson } from '@fulcrum/cfd';
import { type AccountEvent, valuedAt } from '@fulcrum/protocol';

/** The asset and the side of an order. They decide at which price it would close. */
type MarketSide = Pick<ClosingPriceJson, 'asset' | 'side'>;

/** Names one side of one asset. */
export function nameOf({ asset, side }: MarketSide): string {
  return `${side} ${asset}`;
}

/** The prices at which an account's orders would close at the moment of one of its pages. */
export class ClosingPrices {
  /** By the asset and the side. */
  readonly #prices = new Map<string, string>();

  constructor({ orders = [], prices = [] }: AccountEvent) {
    for (const { asset, side, price } of prices) this.#prices.set(nameOf({ asset, side }), price);
    for (const order of orders) this.#prices.set(nameOf(order), order.currentPrice);
  }

  has(order: MarketSide): boolean {
    return this.#prices.has(nameOf(order));
  }

  /** The same order, valued at that moment with the engine's digits. Without a known price it stays as it is. */
  value(order: ValuedOrderJson): ValuedOrderJson {
    const currentPrice = this.#prices.get(nameOf(order));
    return currentPrice === undefined || currentPrice === order.currentPrice ? order : valuedAt(order, currentPrice);
  }
}
