import { floorDivide, type Money } from '@fulcrum/core';
import type { ClosedOrder } from '../api/schemas.ts';
import { readMoney } from '../trading/amounts.ts';

/** What came of closed trades. A trade that won or lost nothing counts as neither. */
export interface TradeFigures {
  readonly trades: number;
  readonly wins: number;
  readonly losses: number;
  readonly liquidations: number;
  /** Wins in hundredths of a percent of all trades, rounded down. */
  readonly winRate: bigint;
  readonly total: Money;
  /** Rounded down to the millionth; undefined without wins. */
  readonly averageWin: Money | undefined;
  /** Likewise, and below zero. */
  readonly averageLoss: Money | undefined;
  /** What was won, in hundredths of what was lost, rounded down; undefined without losses. */
  readonly profitFactor: bigint | undefined;
  /** Below zero; undefined without losses. */
  readonly largestLoss: Money | undefined;
}

export function figuresOf(orders: readonly ClosedOrder[]): TradeFigures {
  const results = orders.map(({ pnl }) => readMoney(pnl));
  const won = results.filter((pnl) => pnl > 0n);
  const lost = results.filter((pnl) => pnl < 0n);
  const [gains, losses] = [sumOf(won), sumOf(lost)];
  const count = BigInt(results.length);
  return {
    trades: results.length,
    wins: won.length,
    losses: lost.length,
    liquidations: orders.filter(({ reason }) => reason === 'liquidation').length,
    winRate: count === 0n ? 0n : (BigInt(won.length) * 10_000n) / count,
    total: gains + losses,
    averageWin: averageOf(won),
    averageLoss: averageOf(lost),
    profitFactor: losses === 0n ? undefined : (gains * 100n) / -losses,
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
  return amounts.length === 0 ? undefined : floorDivide(sumOf(amounts), BigInt(amounts.length));
}
