import { formatDecimal } from '@fulcrum/log';
import { type Refusal, refuse } from '../../messages/rejection.ts';
import type { AccountExposure, Limits } from '../../messages/settings.ts';
import { MONEY_DECIMALS, type Money } from '../../numbers/money.ts';
import { exceedsMoney, type Notional, NotionalSum, notionalAsMoney } from '../../numbers/notional.ts';
import type { Market } from '../../state/market.ts';
import type { State } from '../../state/state.ts';
import { ownLimitsOf } from './settings.ts';

/** What an account would open. */
interface Opening {
  readonly quantity: number;
  readonly openPrice: number;
}

/** What is closed of an order before the opening. */
interface Netted {
  readonly order: { readonly slot: number; readonly quantity: number };
  readonly quantity: number;
}

/** The limits that hold for an account: of the group's and its own the lower. */
export function limitsOf(state: State, account: number): Limits {
  const [group, own] = [state.groupLimits, ownLimitsOf(state, account)];
  return {
    maxOpenOrders: lower(group.maxOpenOrders, own.maxOpenOrders),
    maxNotional: lower(group.maxNotional, own.maxNotional),
    maxTotalNotional: lower(group.maxTotalNotional, own.maxTotalNotional),
  };
}

function lower<Of extends number | Money>(one: Of | undefined, other: Of | undefined): Of | undefined {
  if (one === undefined || other === undefined) return one ?? other;
  return one < other ? one : other;
}

/**
 * Refuses an opening behind which the account would have more than its limits allow. Only an account with a limit of its
 * notional looks at its orders.
 */
export function checkPositionLimits(
  state: State,
  account: number,
  market: Market,
  { openPrice, quantity }: Opening,
  netted: readonly Netted[] = [],
): Refusal | undefined {
  if (!state.hasLimits(account)) return undefined;
  const { maxOpenOrders, maxNotional, maxTotalNotional } = limitsOf(state, account);
  const ended = netted.filter((closing) => closing.quantity === closing.order.quantity).length;
  if (maxOpenOrders !== undefined && state.orderCount(account) - ended >= maxOpenOrders)
    return refuse('position_limit', `This account may have ${maxOpenOrders} orders open.`);
  if (maxNotional === undefined && maxTotalNotional === undefined) return undefined;
  const sums = openNotionals(state, account, netted);
  sumIn(sums, market).add(openPrice, quantity);
  if (maxNotional !== undefined && exceedsMoney(sumIn(sums, market).on(market.instrument), maxNotional))
    return refuse(
      'position_limit',
      `This account may have ${print(maxNotional)} USDC open in ${market.instrument.asset}.`,
    );
  if (maxTotalNotional !== undefined && exceedsMoney(totalOf(sums), maxTotalNotional))
    return refuse('position_limit', `This account may have ${print(maxTotalNotional)} USDC open in all.`);
  return undefined;
}

/** What of its limits an account uses. */
export function exposureOf(state: State, account: number): AccountExposure {
  const sums = openNotionals(state, account);
  return {
    openOrders: state.orderCount(account),
    totalNotional: notionalAsMoney(totalOf(sums)),
    notionals: Array.from(sums, ([{ instrument }, sum]) => ({
      instrument,
      notional: notionalAsMoney(sum.on(instrument)),
    })),
  };
}

type Sums = Map<Market, NotionalSum>;

/** The notionals of an account's orders at their open prices, by market, in the order of the first of each. */
function openNotionals(state: State, account: number, netted: readonly Netted[] = []): Sums {
  const sums: Sums = new Map();
  const closed = new Map(netted.map(({ order, quantity }) => [order.slot, quantity]));
  for (const slot of state.ordersOf(account)) {
    const { openPrice, quantity, market } = state.sizeOf(slot);
    sumIn(sums, market).add(openPrice, quantity - (closed.get(slot) ?? 0));
  }
  return sums;
}

function sumIn(sums: Sums, market: Market): NotionalSum {
  const sum = sums.get(market) ?? new NotionalSum();
  sums.set(market, sum);
  return sum;
}

function totalOf(sums: Sums): Notional {
  let total = 0n;
  for (const [{ instrument }, sum] of sums) total += sum.on(instrument);
  return total;
}

function print(money: Money): string {
  return formatDecimal(money, MONEY_DECIMALS);
}
