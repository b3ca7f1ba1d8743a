import type { JsonEvent } from '../json.ts';
import { type Order, printMoney } from './orders/naive-order.ts';
import { add, ceil, compare, fraction, multiply, parseDecimal, type Rational, unitsOf } from './rational.ts';

/** The limits of groups and accounts (docs/rules.md, "Limits of accounts"), written a second time. */

/** As a command names them: null removes one, and what is absent stays. */
export interface LimitTexts {
  maxOpenOrders?: number | null;
  maxNotional?: string | null;
  maxTotalNotional?: string | null;
}

/** In USDC. */
export interface Limits {
  maxOpenOrders?: number;
  maxNotional?: Rational;
  maxTotalNotional?: Rational;
}

const MILLION = fraction(1_000_000n);

/** The limits once a command has changed them; undefined where an amount is none. */
export function changed(before: Limits, texts: LimitTexts): Limits | undefined {
  const after: Limits = { ...before };
  if (texts.maxOpenOrders === null) delete after.maxOpenOrders;
  else if (texts.maxOpenOrders !== undefined) after.maxOpenOrders = texts.maxOpenOrders;
  for (const name of ['maxNotional', 'maxTotalNotional'] as const) {
    const text = texts[name];
    if (text === undefined) continue;
    delete after[name];
    if (text === null) continue;
    const amount = parseDecimal(text);
    const units = amount && unitsOf(amount, 6);
    if (!amount || units === undefined || units < 1n || units > BigInt(Number.MAX_SAFE_INTEGER)) return undefined;
    after[name] = amount;
  }
  return after;
}

/** Of each limit the lower one. */
export function lowest(one: Limits, other: Limits): Limits {
  const orders = [one.maxOpenOrders, other.maxOpenOrders].filter((limit) => limit !== undefined);
  const limits: Limits = orders.length === 0 ? {} : { maxOpenOrders: Math.min(...orders) };
  for (const name of ['maxNotional', 'maxTotalNotional'] as const) {
    const amounts = [one[name], other[name]].filter((limit) => limit !== undefined).sort(compare);
    if (amounts[0]) limits[name] = amounts[0];
  }
  return limits;
}

/** Whether an account that has these orders is beyond a limit. The last one is new. */
export function isBeyond(orders: readonly Order[], limits: Limits): boolean {
  const { maxOpenOrders, maxNotional, maxTotalNotional } = limits;
  if (maxOpenOrders !== undefined && orders.length > maxOpenOrders) return true;
  const ofAsset = orders.filter(({ instrument }) => instrument === orders.at(-1)?.instrument);
  if (maxNotional && compare(notionalOf(ofAsset), maxNotional) > 0) return true;
  return maxTotalNotional !== undefined && compare(notionalOf(orders), maxTotalNotional) > 0;
}

function notionalOf(orders: readonly Order[]): Rational {
  return orders.map(({ openPrice, quantity }) => multiply(openPrice, quantity)).reduce(add, fraction(0n));
}

export function printLimits({ maxOpenOrders, maxNotional, maxTotalNotional }: Limits): JsonEvent {
  return {
    ...(maxOpenOrders === undefined ? {} : { maxOpenOrders }),
    ...(maxNotional && { maxNotional: printAmount(maxNotional) }),
    ...(maxTotalNotional && { maxTotalNotional: printAmount(maxTotalNotional) }),
  };
}

export function printExposure(orders: readonly Order[]): JsonEvent {
  const instruments = new Set(orders.map(({ instrument }) => instrument));
  const notionals = [...instruments].map((instrument) => ({
    asset: instrument.asset,
    notional: printAmount(notionalOf(orders.filter((order) => order.instrument === instrument))),
  }));
  return { openOrders: orders.length, totalNotional: printAmount(notionalOf(orders)), notionals };
}

function printAmount(usdc: Rational): string {
  return printMoney(ceil(multiply(usdc, MILLION)));
}
