import { formatDecimal, MONEY_DECIMALS, parseDecimal, profitAt, type Side, type ValuedOrderJson } from '@fulcrum/cfd';

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
  const distance = trailingDistance === undefined ? undefined : priceOf(trailingDistance);
  const valued = { ...order, currentPrice, unrealizedPnl };
  if (distance === undefined) return valued;
  const before = trailingStop === undefined ? undefined : priceOf(trailingStop);
  return { ...valued, trailingStop: formatDecimal(trailedStop(side, close, distance, before), grid.priceDecimals) };
}

/**
 * Where a trailing stop stands once a position could be closed at this price. It never moves back.
 *
 * @param before where it stood; undefined where it begins.
 */
export function trailedStop(side: Side, price: number, distance: number, before: number | undefined): number {
  const stop = side === 'buy' ? price - distance : price + distance;
  if (before === undefined) return stop;
  return side === 'buy' ? Math.max(before, stop) : Math.min(before, stop);
}

function decimalsOf(text: string): number {
  const point = text.indexOf('.');
  return point < 0 ? 0 : text.length - point - 1;
}
