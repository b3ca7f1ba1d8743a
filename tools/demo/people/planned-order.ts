import { formatDecimal, parseDecimal } from '@fulcrum/cfd';
import { assert } from '@fulcrum/log';

/** An order that a client of the demonstration places, as far as it does not depend on the present price. */
export interface PlannedOrder {
  /** Of this client's orders. */
  readonly name: string;
  readonly asset: string;
  readonly side: 'buy' | 'sell';
  /** What it is worth about, in whole USDC. */
  readonly usdc: number;
  readonly leverage: number;
  /** Its price lies `awayBps` from the present one, in ten-thousandths, and below it where that is negative. */
  readonly waits?: 'limit' | 'stop';
  readonly awayBps?: number;
  readonly stopLossBps?: number;
  readonly takeProfitBps?: number;
  /** Whether it is closed again at the end. */
  readonly isClosed?: boolean;
}

/** What of an instrument's settings its amounts depend on. */
export interface Grid {
  readonly priceDecimals: number;
  readonly quantityDecimals: number;
}

/** The body of the request that places it, at a present price. */
export function orderBody(planned: PlannedOrder, grid: Grid, price: string, orderId: string): object {
  const { asset, side, leverage, waits, awayBps = 0, stopLossBps, takeProfitBps } = planned;
  const away = (bps: number) => priceAway(price, bps, grid);
  return {
    ...{ orderId, asset, side, leverage, quantity: quantityFor(planned.usdc, grid, price) },
    ...(waits !== undefined && { orderType: waits, price: away(awayBps) }),
    ...(stopLossBps !== undefined && { stopLoss: away(stopLossBps) }),
    ...(takeProfitBps !== undefined && { takeProfit: away(takeProfitBps) }),
  };
}

/** A price some ten-thousandths away, on the instrument's grid. */
export function priceAway(price: string, bps: number, { priceDecimals }: Pick<Grid, 'priceDecimals'>): string {
  const units = (BigInt(unitsOf(price, priceDecimals)) * BigInt(10_000 + bps)) / 10_000n;
  return formatDecimal(units, priceDecimals);
}

function quantityFor(usdc: number, { priceDecimals, quantityDecimals }: Grid, price: string): string {
  const scale = 10n ** BigInt(priceDecimals + quantityDecimals);
  return formatDecimal((BigInt(usdc) * scale) / BigInt(unitsOf(price, priceDecimals)), quantityDecimals);
}

function unitsOf(price: string, decimals: number): number {
  const units = parseDecimal(price, decimals);
  assert(units !== undefined && units > 0, 'a quote has a price on its instrument’s grid');
  return units;
}
