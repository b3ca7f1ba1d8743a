import {
  type ClosingPriceJson,
  formatDecimal,
  MONEY_DECIMALS,
  parseDecimal,
  profitAt,
  type ValuedOrderJson,
} from '@fulcrum/cfd';
import type { AccountEvent } from '@fulcrum/protocol';

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
    if (currentPrice === undefined || currentPrice === order.currentPrice) return order;
    const unrealizedPnl = profitOf(order, currentPrice);
    return unrealizedPnl === undefined ? order : { ...order, currentPrice, unrealizedPnl };
  }
}

/** @returns undefined for a price that is off the grid of the order's own prices. */
function profitOf({ side, quantity, openPrice }: ValuedOrderJson, closePrice: string): string | undefined {
  // Prices and quantities are printed with exactly the instrument's digits. Nothing else of the instrument is needed.
  const grid = { priceDecimals: decimalsOf(openPrice), quantityDecimals: decimalsOf(quantity) };
  const [close, open] = [closePrice, openPrice].map((price) => parseDecimal(price, grid.priceDecimals));
  const units = parseDecimal(quantity, grid.quantityDecimals);
  if (close === undefined || open === undefined || units === undefined) return undefined;
  const position = { side, quantity: units, openPrice: open, margin: 0n };
  return formatDecimal(profitAt(close, position, grid), MONEY_DECIMALS);
}

function decimalsOf(text: string): number {
  const point = text.indexOf('.');
  return point < 0 ? 0 : text.length - point - 1;
}
