import type { Money } from '@fulcrum/cfd';
import type { ClosedOrder } from '../../api/schemas.ts';
import { readMoney } from '../../numbers/amounts.ts';
import { shownTotal } from '../../numbers/rounding.ts';

/** A choice of closed orders; undefined stands for any. */
export interface TradeFilter {
  readonly asset: string | undefined;
  readonly reason: ClosedOrder['reason'] | undefined;
  /** An order without gain or loss is neither. */
  readonly result: 'winners' | 'losers' | undefined;
}

export const ANY_TRADE: TradeFilter = { asset: undefined, reason: undefined, result: undefined };

export function isMatch(order: ClosedOrder, { asset, reason, result }: TradeFilter): boolean {
  if (asset !== undefined && order.asset !== asset) return false;
  if (reason !== undefined && order.reason !== reason) return false;
  const pnl = readMoney(order.pnl);
  if (result === 'winners') return pnl > 0n;
  return result === undefined || pnl < 0n;
}

export interface TradeTotals {
  /** The total as it is shown beside the results. */
  readonly pnl: Money;
  /** Losses beyond the margins. The house carries them, since clients never owe more than the margin. */
  readonly carriedByHouse: Money;
}

export function totalsOf(orders: readonly ClosedOrder[]): TradeTotals {
  const pnl = shownTotal(orders.map((order) => readMoney(order.pnl)));
  const carriedByHouse = orders.reduce(
    (sum, order) => sum + readMoney(order.payout) - readMoney(order.margin) - readMoney(order.pnl),
    0n,
  );
  return { pnl, carriedByHouse };
}
