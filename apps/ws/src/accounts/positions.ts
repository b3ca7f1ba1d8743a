import { type Grid, MONEY_DECIMALS, type Money, type Position, parseDecimal, profitAt } from '@fulcrum/cfd';
import { assert } from '@fulcrum/log';
import type { ClosedEvent, UpdatedEvent, ValuedOrderJson } from '@fulcrum/protocol';

/** What is known of an instrument from a printed order. Its limits do not matter for an open order. */
export interface AssetGrid extends Grid {
  readonly asset: string;
}

/** A stop that follows behind the best price. Both figures are in units of the instrument's grid. */
export interface TrailingStop {
  readonly distance: number;
  /** Where it stands. */
  readonly stop: number;
  /** The log time from which on prices have yet to move it: VALUED where all are in it that came before the last valuation. */
  readonly toldAt: number;
}

/** Of a stop into which the prices of all valuations so far have gone. */
export const VALUED = Number.NEGATIVE_INFINITY;

/** Of a stop that the engine told at a time that is not known: the prices until the next valuation may be in it already. */
export const UNKNOWN_TIME = Number.POSITIVE_INFINITY;

/** An open order, and its value if it were closed now. */
export interface OpenPosition extends Position {
  readonly trailing?: TrailingStop | undefined;
  readonly orderId: string;
  readonly instrument: AssetGrid;
  /** In units of the instrument's grid. */
  readonly currentPrice: number;
  readonly unrealizedPnl: Money;
}

type PrintedOrder = Pick<ValuedOrderJson, 'orderId' | 'asset' | 'side' | 'quantity' | 'openPrice' | 'margin'> &
  Pick<ValuedOrderJson, 'trailingDistance' | 'trailingStop'>;

/**
 * Reads an open order as it was printed. Prices and quantities print with exactly their instrument's digits, so the
 * grid shows in the print.
 *
 * @param toldAt the log time at which it was so.
 * @param value the last known value. An order that was opened just now is valued at its opening price.
 */
export function readPosition(
  order: PrintedOrder,
  toldAt: number,
  value?: Pick<ValuedOrderJson, 'currentPrice' | 'unrealizedPnl'>,
): OpenPosition {
  const { orderId, side } = order;
  const instrument = gridOf(order);
  const openPrice = readUnits(order.openPrice, instrument.priceDecimals);
  return {
    orderId,
    side,
    instrument,
    openPrice,
    quantity: readUnits(order.quantity, instrument.quantityDecimals),
    margin: readMoney(order.margin),
    currentPrice: value === undefined ? openPrice : readUnits(value.currentPrice, instrument.priceDecimals),
    unrealizedPnl: value === undefined ? 0n : readMoney(value.unrealizedPnl),
    trailing: readTrailing(order, instrument, toldAt),
  };
}

/** The position behind a change of its levels. */
export function withTrailing(position: OpenPosition, event: UpdatedEvent, toldAt: number): OpenPosition {
  return { ...position, trailing: readTrailing(event, position.instrument, toldAt) };
}

/** What a closing leaves of a position; undefined where that has ended. */
export function restOf(
  position: OpenPosition,
  { remaining, remainingMargin }: Pick<ClosedEvent, 'remaining' | 'remainingMargin'>,
): OpenPosition | undefined {
  if (remaining === undefined) return undefined;
  assert(remainingMargin !== undefined, 'what stays open has a margin');
  const { instrument, currentPrice } = position;
  const quantity = readUnits(remaining, instrument.quantityDecimals);
  const rest = { ...position, quantity, margin: readMoney(remainingMargin) };
  return { ...rest, unrealizedPnl: profitAt(currentPrice, rest, instrument) };
}

function readTrailing(
  { trailingDistance, trailingStop }: Pick<PrintedOrder, 'trailingDistance' | 'trailingStop'>,
  { priceDecimals }: AssetGrid,
  toldAt: number,
): TrailingStop | undefined {
  if (trailingDistance === undefined || trailingStop === undefined) return undefined;
  const [distance, stop] = [readUnits(trailingDistance, priceDecimals), readUnits(trailingStop, priceDecimals)];
  return { distance, stop, toldAt };
}

/** Money prints with exactly six digits. It may be more than fits a safe integer. */
export function readMoney(text: string): Money {
  assert(digitsAfterPoint(text) === MONEY_DECIMALS, 'money prints with six digits after the point');
  return BigInt(text.replace('.', ''));
}

function gridOf({ asset, openPrice, quantity }: PrintedOrder): AssetGrid {
  return { asset, priceDecimals: digitsAfterPoint(openPrice), quantityDecimals: digitsAfterPoint(quantity) };
}

function readUnits(text: string, decimals: number): number {
  const units = parseDecimal(text, decimals);
  assert(units !== undefined, 'the engine prints what fits its own grid');
  return units;
}

function digitsAfterPoint(text: string): number {
  const point = text.indexOf('.');
  return point < 0 ? 0 : text.length - point - 1;
}
