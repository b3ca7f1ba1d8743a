import { floorDivide, type Money } from '@fulcrum/cfd';
import type { AccountState } from '../feed/account.ts';
import { readMoney } from '../numbers/amounts.ts';
import { isWithinACent, shownMoney, shownTotal } from '../numbers/rounding.ts';

/** What the account stands at, as it is shown: in millionths, rounded to the cent. */
export interface ShownFigures {
  /** What is free for new orders. */
  readonly free: Money;
  readonly usedMargin: Money;
  readonly unrealizedPnl: Money;
  /** The three together. */
  readonly equity: Money;
  /** The equity in hundredths of a percent of the used margin, rounded down; undefined where none is shown. */
  readonly marginLevel: bigint | undefined;
}

/**
 * The account's figures, of which each follows from those beside it, so that the screen is right for whoever works them
 * out: margins and results are totals of the rows, where the equity that comes of them is within a cent of the true one.
 *
 * @returns undefined while nothing is known.
 */
export function shownFigures({ figures, orders }: Known): ShownFigures | undefined {
  if (figures === undefined) return undefined;
  const { balance, usedMargin, unrealizedPnl, equity } = figures;
  const rows = [...orders.values()];
  const margins = shownTotal(rows.map((row) => readMoney(row.margin)));
  const results = shownTotal(rows.map((row) => readMoney(row.unrealizedPnl)));
  const ofRows = shownOf(balance, margins, results);
  const isTrue = isOfOneMoment({ figures, orders }) && isWithinACent(ofRows.equity, shownMoney(readMoney(equity)));
  return isTrue ? ofRows : shownOf(balance, shownMoney(readMoney(usedMargin)), shownMoney(readMoney(unrealizedPnl)));
}

type Known = Pick<AccountState, 'figures' | 'orders'>;

/** Whether the figures count just these orders: one that has opened or closed is told of before they do. */
export function isOfOneMoment({ figures, orders }: Known): boolean {
  const margins = [...orders.values()].reduce((sum, { margin }) => sum + readMoney(margin), 0n);
  return figures !== undefined && margins === readMoney(figures.usedMargin);
}

function shownOf(balance: string, usedMargin: Money, unrealizedPnl: Money): ShownFigures {
  const free = shownMoney(readMoney(balance));
  const equity = free + usedMargin + unrealizedPnl;
  const marginLevel = usedMargin === 0n ? undefined : floorDivide(10_000n * equity, usedMargin);
  return { free, usedMargin, unrealizedPnl, equity, marginLevel };
}
