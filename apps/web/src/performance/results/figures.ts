import type { Money } from '@fulcrum/cfd';
import type { ClosedOrder } from '../../api/schemas.ts';
import { readMoney } from '../../numbers/amounts.ts';
import { hundredthsOfPercent, roundedDivide, shownTotal } from '../../numbers/rounding.ts';

/** The results of closed trades, rounded to the nearest. A trade without gain or loss counts as neither. */
export interface TradeFigures {
  readonly trades: number;
  readonly wins: number;
  readonly losses: number;
  readonly liquidations: number;
  /** Wins in hundredths of a percent of all trades. */
  readonly winRate: bigint;
  /** The total as it is shown beside the results. */
  readonly total: Money;
  /** Undefined without wins. */
  readonly averageWin: Money | undefined;
  /** Below zero; undefined without losses. */
  readonly averageLoss: Money | undefined;
  /** Gains in hundredths of losses; undefined without losses. */
  readonly profitFactor: bigint | undefined;
  /** Below zero; undefined without losses. */
  readonly largestLoss: Money | undefined;
}

export function figuresOf(orders: readonly ClosedOrder[]): TradeFigures {
  const results = orders.map(({ pnl }) => readMoney(pnl));
  const won = results.filter((pnl) => pnl > 0n);
  const lost = results.filter((pnl) => pnl < 0n);
  const [gains, losses] = [sumOf(won), sumOf(lost)];
  return {
    trades: results.length,
    wins: won.length,
    losses: lost.length,
    liquidations: orders.filter(({ reason }) => reason === 'liquidation').length,
    winRate: hundredthsOfPercent(BigInt(won.length), BigInt(results.length)),
    total: shownTotal(results),
    averageWin: averageOf(won),
    averageLoss: averageOf(lost),
    profitFactor: losses === 0n ? undefined : roundedDivide(gains * 100n, -losses),
    largestLoss: lost.reduce<Money | undefined>(
      (least, pnl) => (least === undefined || pnl < least ? pnl : least),
      undefined,
    ),
  };
}

function sumOf(amounts: readonly Money[]): Money {
  return amounts.reduce((sum, amount) => sum + amount, 0n);
}

function averageOf(amounts: readonly Money[]): Money | undefined {
  return amounts.length === 0 ? undefined : roundedDivide(sumOf(amounts), BigInt(amounts.length));
}
