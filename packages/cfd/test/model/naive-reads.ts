import type { JsonEvent } from '../json.ts';
import { printPause, printPositionMode } from './naive-accounts.ts';
import type { GetAccount, OfOrder, Page } from './naive-commands.ts';
import { lowest, printExposure, printLimits } from './naive-limits.ts';
import { type NaiveState, refuse, refuseOrder, sumOf } from './naive-state.ts';
import { presentPrice } from './orders/naive-closing.ts';
import { printStops, printTrailingStop } from './orders/naive-opening.ts';
import {
  type Order,
  type Pending,
  pnlAt,
  printDeal,
  printLevels,
  printLiquidationPrice,
  printMoney,
  printPrice,
} from './orders/naive-order.ts';
import { byNumber, printPending } from './orders/naive-pending.ts';
import { floor, fraction, printUnits } from './rational.ts';

/** What the rules answer to those who ask (docs/rules.md, "Reads"). */

export function getAccount(state: NaiveState, command: GetAccount): JsonEvent[] {
  const { requestId, userId } = command;
  if (!state.balances.has(userId)) return refuse(command, 'unknown_account');
  const orders = state.ordersOf(userId);
  const balance = state.balanceOf(userId);
  const usedMargin = sumOf(orders.map(({ margin }) => margin));
  const unrealizedPnl = sumOf(orders.map(currentPnl));
  const equity = balance + usedMargin + unrealizedPnl;
  // A percentage with two digits is a whole number of ten-thousandths.
  const marginLevel = orders.length === 0 ? null : printUnits(floor(fraction(10_000n * equity, usedMargin)), 2);
  return [
    {
      type: 'account',
      requestId,
      userId,
      balance: printMoney(balance),
      usedMargin: printMoney(usedMargin),
      unrealizedPnl: printMoney(unrealizedPnl),
      equity: printMoney(equity),
      freeMargin: printMoney(balance),
      marginLevel,
      ...printLedger(state, userId),
      ...printSettings(state, command),
      ...printOrders(state, command),
    },
  ];
}

function printOrders(state: NaiveState, { userId, orders: page }: GetAccount): JsonEvent {
  const all = [...state.ordersOf(userId), ...state.pendingOf(userId)].sort(byNumber);
  if (state.rulesVersion < 2 || page === undefined) return byKind(all);
  const { limit, after = -1 }: Page = page;
  const behind = all.filter(({ number }) => number > after);
  const shown = behind.slice(0, limit);
  return { ...byKind(shown), ...(behind.length > limit ? { next: shown.at(-1)?.number ?? 0 } : {}) };
}

/** Open positions and waiting orders have different fields. */
function byKind(all: readonly (Order | Pending)[]): JsonEvent {
  const waiting = all.filter((order) => 'placedAt' in order);
  const open = all.filter((order) => 'openedAt' in order);
  return {
    orders: open.map(printOpenOrder),
    ...(waiting.length > 0 ? { pendingOrders: waiting.map(printPending) } : {}),
  };
}

function printLedger(state: NaiveState, userId: string): JsonEvent {
  if (state.rulesVersion < 4) return {};
  const [holds, withdrawable] = [printMoney(state.heldBy(userId)), printMoney(state.balanceOf(userId))];
  return { ...state.printCash(userId), holds, withdrawable };
}

function printSettings(state: NaiveState, { userId, exposure }: GetAccount): JsonEvent {
  if (state.rulesVersion < 5) return {};
  const { rights, limits } = state.settingsOf(userId);
  const told = {
    limits: printLimits(lowest(state.groupLimits, limits)),
    groupLimits: printLimits(state.groupLimits),
    ownLimits: printLimits(limits),
  };
  const set = Object.entries(told).filter(([, printed]) => Object.keys(printed).length > 0);
  const used = exposure === true ? { exposure: printExposure(state.ordersOf(userId)) } : {};
  const settings = { rights, ...printPause(state, userId), ...Object.fromEntries(set), ...printPositionMode(state) };
  return { ...settings, ...used };
}

export function getOrder(state: NaiveState, command: OfOrder): JsonEvent[] {
  const { requestId, orderId, userId } = command;
  if (!state.balances.has(userId)) return refuseOrder(command, 'unknown_account');
  const answer = { type: 'order', requestId, orderId, userId };
  const order = state.findOrder(command);
  if (order) return [{ ...answer, status: 'open', order: printOpenOrder(order) }];
  const pending = state.findPending(command);
  if (pending) return [{ ...answer, status: 'pending', pendingOrder: printPending(pending) }];
  const ended = state.keptId(orderId);
  const wasHis = ended?.userId === userId && ended.as !== 'transfer';
  return [{ ...answer, status: wasHis ? ended.as : 'unknown' }];
}

export function voidOrder(state: NaiveState, command: OfOrder): JsonEvent[] {
  const { orderId, userId } = command;
  const answer = getOrder(state, command);
  if (state.balances.has(userId) && !state.isIdInUse(orderId)) state.keepId(orderId, userId, 'closed');
  return answer;
}

function currentPnl(order: Order): bigint {
  return pnlAt(order, presentPrice(order));
}

function printOpenOrder(order: Order): JsonEvent {
  const { instrument } = order;
  return {
    ...printDeal(order),
    ...printLevels(order),
    liquidationPrice: printLiquidationPrice(order),
    currentPrice: printPrice(instrument, presentPrice(order)),
    unrealizedPnl: printMoney(currentPnl(order)),
    ...printStops(order),
    ...printTrailingStop(order),
  };
}
