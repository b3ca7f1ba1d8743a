import type { Money } from '@fulcrum/cfd';
import type { ClosedOrder, EndedOrder } from '../../api/schemas.ts';
import { readMoney } from '../../numbers/amounts.ts';
import { shownTotal } from '../../numbers/rounding.ts';
import { isClosing } from '../closed-orders.ts';

/** A choice of ended orders; undefined stands for any. */
export interface TradeFilter {
  readonly asset: string | undefined;
  /** Orders that did not open are of one kind, whatever ended them. */
  readonly reason: ClosedOrder['reason'] | 'not_opened' | undefined;
  /** An order without gain or loss is neither. */
  readonly result: 'winners' | 'losers' | undefined;
}

export const ANY_TRADE: TradeFilter = { asset: undefined, reason: undefined, result: undefined };

export function isMatch(order: EndedOrder, { asset, reason, result }: TradeFilter): boolean {
  if (asset !== undefined && order.asset !== asset) return false;
  if (reason !== undefined && reasonOf(order) !== reason) return false;
  if (!isClosing(order)) return result === undefined;
  const pnl = readMoney(order.pnl);
  if (result === 'winners') return pnl > 0n;
  return result === undefined || pnl < 0n;
}

function reasonOf(order: EndedOrder): TradeFilter['reason'] {
  return isClosing(order) ? order.reason : 'not_opened';
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
