import {
  formatDecimal,
  MONEY_DECIMALS,
  parseDecimal,
  profitAt,
  type Side,
  trailingStopAt,
  type ValuedOrderJson,
} from '@fulcrum/cfd';

/** The same open order, valued at a price with the engine's digits. At a price off the grid of its own it stays as it is. */
export function valuedAt(order: ValuedOrderJson, currentPrice: string): ValuedOrderJson {
  // Prices and quantities are printed with exactly the instrument's digits. Nothing else of the instrument is needed.
  const grid = { priceDecimals: decimalsOf(order.openPrice), quantityDecimals: decimalsOf(order.quantity) };
  const { side, trailingDistance, trailingStop } = order;
  const priceOf = (text: string) => parseDecimal(text, grid.priceDecimals);
  const [close, openPrice] = [priceOf(currentPrice), priceOf(order.openPrice)];
  const quantity = parseDecimal(order.quantity, grid.quantityDecimals);
  if (close === undefined || openPrice === undefined || quantity === undefined) return order;
  const unrealizedPnl = formatDecimal(profitAt(close, { side, quantity, openPrice, margin: 0n }, grid), MONEY_DECIMALS);
  const valued = { ...order, currentPrice, unrealizedPnl };
  const [distance, stop] = [trailingDistance, trailingStop].map((text) => text && priceOf(text));
  if (typeof distance !== 'number' || typeof stop !== 'number') return valued;
  return { ...valued, trailingStop: formatDecimal(trailedStop(side, close, distance, stop), grid.priceDecimals) };
}

/** Where a trailing stop stands once a position could be closed at this price. It never moves back. */
export function trailedStop(side: Side, price: number, distance: number, before: number): number {
  const stop = trailingStopAt(side, price, distance);
  return side === 'buy' ? Math.max(before, stop) : Math.min(before, stop);
}

function decimalsOf(text: string): number {
  const point = text.indexOf('.');
  return point < 0 ? 0 : text.length - point - 1;
}
