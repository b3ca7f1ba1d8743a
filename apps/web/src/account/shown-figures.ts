import { floorDivide, type Money } from '@fulcrum/cfd';
import type { AccountState } from '../feed/account.ts';
import { readMoney } from '../numbers/amounts.ts';
import { isWithinACent, shownMoney, shownTotal } from '../numbers/rounding.ts';

/** The account's figures as the screen shows them: in millionths, rounded to the cent. */
export interface ShownFigures {
  /** What is free for new orders. */
  readonly free: Money;
  readonly usedMargin: Money;
  readonly unrealizedPnl: Money;
  /** The sum of the three figures above. */
  readonly equity: Money;
  /** The equity in hundredths of a percent of the used margin, rounded down; undefined where none is shown. */
  readonly marginLevel: bigint | undefined;
}

/**
 * Rounds the account's figures so that they add up on the screen. Margin and result are the sums of the rounded rows. If
 * the equity that follows from these is more than a cent off, they are the rounded true totals instead.
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

/** Whether the figures count exactly these orders. The event of an opening or closing comes before its figures. */
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
