import {
  floorDivide,
  formatDecimal,
  hasReachedStop,
  type Instrument,
  isMarginCall,
  liquidationPriceOf,
  MONEY_DECIMALS,
  type Money,
  marginFor,
  type Position,
  parseDecimal,
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
  /** The outcome of the sum. */
  readonly result: string;
  /** The amount in the history, which must be the same. Absent where the history has none. */
  readonly recorded?: { readonly text: string; readonly isSame: boolean };
}

/** Why an order closed and with what result, worked out from its row by the engine's own rules. */
export interface Audit {
  readonly sums: readonly Sum[];
  /** The margin call with the numbers put in, and whether it held. */
  readonly marginCall: { readonly working: string; readonly holds: boolean };
  readonly liquidationPrice: string;
  /** Whether the closing price had reached the liquidation price. This must agree with the margin call. */
  readonly isLiquidationReached: boolean;
  /** One sentence for each contradiction between the row and the rules. Empty if there is none. */
  readonly faults: readonly string[];
}

/** What the closing before had left of an order's margin: undefined where there was none. */
export type MarginBefore = Money | undefined | 'unknown';

/** @returns undefined when the row's amounts are not on the instrument's grid. */
export function auditOf(order: ClosedOrder, instrument: Instrument, before?: MarginBefore): Audit | undefined {
  const position = readPosition(order, instrument);
  const closePrice = parsePrice(order.closePrice, instrument);
  if (position === undefined || closePrice === undefined) return undefined;
  const pnl = profitAt(closePrice, position, instrument);
  const whole = wholeOf(position, order, instrument);
  if (whole === undefined) return undefined;
  const wholePnl = profitAt(closePrice, whole, instrument);
  const holds = isMarginCall(whole.margin, wholePnl);
  const liquidationPrice = liquidationPriceOf(whole, instrument);
  const isLiquidationReached = hasReachedStop(position.side, closePrice, liquidationPrice);
  const sums = sumsOf(order, { position, whole, before, closePrice, pnl, instrument });
  return {
    sums,
    marginCall: { working: marginCallText(whole.margin, wholePnl, holds), holds },
    liquidationPrice: priceText(liquidationPrice, instrument),
    isLiquidationReached,
    faults: [...sums.flatMap(differenceOf), ...faultsOf(order, holds, isLiquidationReached)],
  };
}

interface Closing {
  /** What was closed, and what was open before. */
  readonly position: Position;
  readonly whole: Position;
  readonly before: MarginBefore;
  readonly closePrice: number;
  readonly pnl: Money;
  readonly instrument: Instrument;
}

/** What was open before a closing: what it closed, and what it left. */
function wholeOf(
  position: Position,
  { remaining, remainingMargin }: ClosedOrder,
  { quantityDecimals }: Instrument,
): Position | undefined {
  if (remaining === undefined) return position;
  const left = parseDecimal(remaining, quantityDecimals);
  if (left === undefined) return undefined;
  const margin = position.margin + readMoney(remainingMargin ?? '0.000000');
  return { ...position, quantity: position.quantity + left, margin };
}

function sumsOf(order: ClosedOrder, closing: Closing): Sum[] {
  const { position, closePrice, pnl, instrument } = closing;
  const { side, quantity, openPrice, margin } = position;
  const notional = (price: number) => exactText(BigInt(price) * BigInt(quantity), instrument);
  const product = (price: number) => `${priceText(price, instrument)} × ${quantityText(quantity, instrument)}`;
  const [open, close] = [notional(openPrice), notional(closePrice)];
  const payout = payoutFor(margin, pnl);
  const carried = payout - (margin + pnl);
  return [
    { name: 'Value at the opening', working: product(openPrice), result: open },
    { name: 'Value at the closing', working: product(closePrice), result: close },
    marginSum(order, closing),
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

/** That of a part is its share of what was there before, rounded down. */
function marginSum(order: ClosedOrder, { position, whole, before, instrument }: Closing): Sum {
  const { openPrice, quantity, margin } = position;
  if (before === 'unknown') return { name: 'Margin', working: 'as it was when it closed', result: moneyText(margin) };
  const worth = exactText(BigInt(openPrice) * BigInt(whole.quantity), instrument);
  const all = before ?? marginFor(openPrice, whole.quantity, order.leverage, instrument);
  const how = before === undefined ? `⌈${worth} ÷ ${order.leverage}⌉` : moneyText(before);
  const part = `⌊${how} × ${quantityText(quantity, instrument)} ÷ ${quantityText(whole.quantity, instrument)}⌋`;
  const worked = floorDivide(all * BigInt(quantity), BigInt(whole.quantity));
  return checked('Margin', whole === position ? how : part, { worked, recorded: order.margin });
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

/** The margin call comes before all other reasons. It holds exactly when the reason is liquidation. */
function faultsOf(order: ClosedOrder, holds: boolean, isLiquidationReached: boolean): string[] {
  const isLiquidation = order.reason === 'liquidation';
  // A guaranteed stop comes before the margin call.
  const mayHold = order.reason === 'guaranteed_stop';
  const faults: [boolean, string][] = [
    [
      isLiquidation !== holds && !mayHold,
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

/** Money with all six digits, as the history has it. */
function moneyText(amount: Money): string {
  return grouped(formatDecimal(amount, MONEY_DECIMALS));
}

/** A product of price and quantity without its last zeros, and at least to the cent. */
function exactText(units: bigint, { priceDecimals, quantityDecimals }: Instrument): string {
  const [whole = '', fraction = ''] = formatDecimal(units, priceDecimals + quantityDecimals).split('.');
  return grouped(`${whole}.${fraction.replace(/0+$/, '').padEnd(2, '0')}`);
}
