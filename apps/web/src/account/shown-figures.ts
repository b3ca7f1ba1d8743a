import type { Money } from '@fulcrum/cfd';
import type { AccountState } from '../feed/account.ts';
import { readMoney } from '../trading/amounts.ts';
import { shownMoney, sumOfShown } from '../trading/rounding.ts';

/** What the account stands at, as it is shown: in millionths, rounded to the cent. */
export interface ShownFigures {
  /** What is free for new orders. */
  readonly free: Money;
  readonly usedMargin: Money;
  readonly unrealizedPnl: Money;
  readonly equity: Money;
}

/**
 * Adds up the figures that are shown: the margins and results of the rows to those of the bar, and those with what is
 * free to the equity. So the screen is right for whoever adds it up, in all its places.
 *
 * @returns undefined while nothing is known.
 */
export function shownFigures({ figures, orders }: Pick<AccountState, 'figures' | 'orders'>): ShownFigures | undefined {
  if (figures === undefined) return undefined;
  const free = shownMoney(readMoney(figures.balance));
  const margins = [...orders.values()].map(({ margin }) => readMoney(margin));
  const isOfOneMoment = margins.reduce((sum, margin) => sum + margin, 0n) === readMoney(figures.usedMargin);
  const usedMargin = isOfOneMoment ? sumOfShown(margins) : shownMoney(readMoney(figures.usedMargin));
  const unrealizedPnl = isOfOneMoment
    ? sumOfShown([...orders.values()].map((order) => readMoney(order.unrealizedPnl)))
    : shownMoney(readMoney(figures.unrealizedPnl));
  return { free, usedMargin, unrealizedPnl, equity: free + usedMargin + unrealizedPnl };
}
