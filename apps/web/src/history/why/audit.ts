import {
  formatDecimal,
  hasReachedStop,
  type Instrument,
  isMarginCall,
  liquidationPriceOf,
  MONEY_DECIMALS,
  type Money,
  marginFor,
  type Position,
  parsePrice,
  payoutFor,
  profitAt,
} from '@fulcrum/cfd';
import { isLogId, logTime } from '@fulcrum/log';
import type { ClosedOrder } from '../../api/schemas.ts';
import { grouped, priceText, quantityText, readMoney } from '../../numbers/amounts.ts';
import { readPosition } from '../../trading/position.ts';

/** A sum that a trader can do again by hand. */
export interface Sum {
  readonly name: string;
  readonly working: string;
  /** What comes out. */
  readonly result: string;
  /** What the history says: that it says something else must never happen. Absent when it says nothing of it. */
  readonly recorded?: { readonly text: string; readonly isSame: boolean };
}

/** Why an order closed at what it closed, worked out anew by the engine's own rules from what its row says. */
export interface Audit {
  readonly sums: readonly Sum[];
  /** The margin call with the numbers put in, and whether it held. */
  readonly marginCall: { readonly working: string; readonly holds: boolean };
  readonly liquidationPrice: string;
  /** Whether the closing price had reached the liquidation price: the same as that the margin call held. */
  readonly isLiquidationReached: boolean;
  /** What of the row does not follow from the rules, one sentence each. Empty if all is well. */
  readonly faults: readonly string[];
}

/** @returns undefined when the row's amounts are not on the instrument's grid, so that nothing can be worked out. */
export function auditOf(order: ClosedOrder, instrument: Instrument): Audit | undefined {
  const position = readPosition(order, instrument);
  const closePrice = parsePrice(order.closePrice, instrument);
  if (position === undefined || closePrice === undefined) return undefined;
  const pnl = profitAt(closePrice, position, instrument);
  const holds = isMarginCall(position.margin, pnl);
  const liquidationPrice = liquidationPriceOf(position, instrument);
  const isLiquidationReached = hasReachedStop(position.side, closePrice, liquidationPrice);
  const sums = sumsOf(order, { position, closePrice, pnl, instrument });
  return {
    sums,
    marginCall: { working: marginCallText(position.margin, pnl, holds), holds },
    liquidationPrice: priceText(liquidationPrice, instrument),
    isLiquidationReached,
    faults: [...sums.flatMap(differenceOf), ...faultsOf(order, holds, isLiquidationReached)],
  };
}

interface Closing {
  readonly position: Position;
  readonly closePrice: number;
  readonly pnl: Money;
  readonly instrument: Instrument;
}

function sumsOf(order: ClosedOrder, { position, closePrice, pnl, instrument }: Closing): Sum[] {
  const { side, quantity, openPrice, margin } = position;
  const notional = (price: number) => exactText(BigInt(price) * BigInt(quantity), instrument);
  const product = (price: number) => `${priceText(price, instrument)} × ${quantityText(quantity, instrument)}`;
  const [open, close] = [notional(openPrice), notional(closePrice)];
  const payout = payoutFor(margin, pnl);
  const carried = payout - (margin + pnl);
  return [
    { name: 'Value at the opening', working: product(openPrice), result: open },
    { name: 'Value at the closing', working: product(closePrice), result: close },
    checked('Margin', `⌈${open} ÷ ${order.leverage}⌉`, {
      worked: marginFor(openPrice, quantity, order.leverage, instrument),
      recorded: order.margin,
    }),
    checked('P&L', side === 'buy' ? `⌊${close} − ${open}⌋` : `⌊${open} − ${close}⌋`, {
      worked: pnl,
      recorded: order.pnl,
    }),
    checked('Payout', `max(0, ${added(margin, pnl)})`, { worked: payout, recorded: order.payout }),
    ...(carried > 0n
      ? [{ name: 'Carried by the house', working: `0 − (${added(margin, pnl)})`, result: moneyText(carried) }]
      : []),
  ];
}

function checked(name: string, working: string, amounts: { worked: Money; recorded: string }): Sum {
  const sum = { name, working, result: moneyText(amounts.worked) };
  const recorded = readMoney(amounts.recorded);
  return { ...sum, recorded: { text: moneyText(recorded), isSame: recorded === amounts.worked } };
}

function differenceOf({ name, result, recorded }: Sum): string[] {
  if (recorded === undefined || recorded.isSame) return [];
  return [`${name} should be ${result}, and the history says ${recorded.text}.`];
}

/** The margin call comes first, whatever else holds; and it never holds without a liquidation. */
function faultsOf(order: ClosedOrder, holds: boolean, isLiquidationReached: boolean): string[] {
  const isLiquidation = order.reason === 'liquidation';
  const faults: [boolean, string][] = [
    [
      isLiquidation !== holds,
      holds ? 'The margin call held, and the reason is another.' : 'It was no margin call, and yet it is the reason.',
    ],
    [isLiquidationReached !== holds, 'The liquidation price and the margin call contradict each other.'],
    [order.liquidated !== isLiquidation, 'The row contradicts itself about whether it was a liquidation.'],
    [
      !isLogId(order.closedBy) || logTime(order.closedBy) !== order.closedAt,
      'The time of the closing is not that of the log entry which closed it.',
    ],
  ];
  return faults.flatMap(([isWrong, sentence]) => (isWrong ? [sentence] : []));
}

/** "20 × (154.325250 − 147.000000) = 146.505000 ≤ 154.325250" */
function marginCallText(margin: Money, pnl: Money, holds: boolean): string {
  const left = moneyText(20n * (margin + pnl));
  return `20 × (${added(margin, pnl)}) = ${left} ${holds ? '≤' : '>'} ${moneyText(margin)}`;
}

function added(margin: Money, pnl: Money): string {
  return `${moneyText(margin)} ${pnl < 0n ? '−' : '+'} ${moneyText(pnl < 0n ? -pnl : pnl)}`;
}

/** To the last digit, as the history has it. */
function moneyText(amount: Money): string {
  return grouped(formatDecimal(amount, MONEY_DECIMALS));
}

/** A product of a price and a quantity, to its last digit that is not zero and at least to the cent. */
function exactText(units: bigint, { priceDecimals, quantityDecimals }: Instrument): string {
  const [whole = '', fraction = ''] = formatDecimal(units, priceDecimals + quantityDecimals).split('.');
  return grouped(`${whole}.${fraction.replace(/0+$/, '').padEnd(2, '0')}`);
}
