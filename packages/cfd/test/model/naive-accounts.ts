import type { JsonEvent } from '../json.ts';
import type { OfAccount, OfTransfer, SetAccount, SetGroup } from './naive-commands.ts';
import { changed, printLimits } from './naive-limits.ts';
import { type NaiveState, readAmount, refuse, refuseInvalid, ZERO } from './naive-state.ts';
import { move } from './naive-transfers.ts';
import { closeNow } from './orders/naive-closing.ts';
import { printMoney } from './orders/naive-order.ts';
import { cancel } from './orders/naive-pending.ts';
import { parseDecimal, unitsOf } from './rational.ts';

/** Accounts and groups, and what is set for them (docs/rules.md). */

const MAX_PAUSE_MS = 366 * 24 * 3_600_000;
const MAX_SAFE = BigInt(Number.MAX_SAFE_INTEGER);

export function createAccount(state: NaiveState, command: OfAccount & { deposit: string }): JsonEvent[] {
  const { requestId, userId } = command;
  const deposit = unitsOf(parseDecimal(command.deposit) ?? ZERO, 6);
  if (deposit === undefined || deposit < 0n || deposit > MAX_SAFE) return refuseInvalid(command);
  const isNew = !state.balances.has(userId);
  if (isNew) {
    state.balances.set(userId, deposit);
    state.ledgers.set(userId, [deposit]);
    state.deposits += deposit;
  }
  const balance = printMoney(state.balanceOf(userId));
  const told = isNew && state.rulesVersion >= 4 ? { deposit: printMoney(deposit) } : {};
  return [{ type: 'account-created', requestId, userId, balance, ...state.printCash(userId), ...told }];
}

export function setGroup(state: NaiveState, command: SetGroup): JsonEvent[] {
  const { requestId, group } = command;
  const limits = changed({}, command);
  if (!limits) return refuseInvalid({ requestId });
  const positionMode = (state.rulesVersion >= 6 && command.positionMode) || 'hedging';
  const isInUse = state.orders.length + state.pending.length > 0 && positionMode !== state.positionMode;
  const code = group !== 'default' ? 'unknown_group' : isInUse ? 'group_in_use' : undefined;
  if (code) return requestId === undefined ? [] : [{ type: 'rejected', requestId, code, message: code }];
  state.groupLimits = limits;
  state.positionMode = positionMode;
  const asked = requestId === undefined ? {} : { requestId };
  return [{ type: 'group-set', ...asked, group, ...printLimits(limits), ...printPositionMode(state) }];
}

/** It is told where it is not what all accounts have. */
export function printPositionMode({ positionMode }: NaiveState): JsonEvent {
  return positionMode === 'hedging' ? {} : { positionMode };
}

export function setAccount(state: NaiveState, command: SetAccount): JsonEvent[] {
  const { requestId, userId, pausedUntil } = command;
  const before = state.settingsOf(userId);
  const limits = changed(before.limits, command.limits ?? {});
  if (!limits) return refuse(command, 'invalid_command');
  if (pausedUntil !== undefined && (pausedUntil <= state.now || pausedUntil > state.now + MAX_PAUSE_MS))
    return refuse(command, 'invalid_command');
  if (!state.balances.has(userId)) return refuse(command, 'unknown_account');
  if (pausedUntil !== undefined && pausedUntil < before.pausedUntil) return refuse(command, 'account_restricted');
  const after = { rights: command.rights ?? before.rights, pausedUntil: pausedUntil ?? before.pausedUntil, limits };
  state.settings.set(userId, after);
  const own = printLimits(limits);
  return [
    {
      ...{ type: 'account-set', requestId, userId, rights: after.rights, ...printPause(state, userId) },
      ...(Object.keys(own).length > 0 ? { limits: own } : {}),
    },
  ];
}

export function printPause(state: NaiveState, userId: string): JsonEvent {
  const { pausedUntil } = state.settingsOf(userId);
  return state.now < pausedUntil ? { pausedUntil } : {};
}

export function resetAccount(state: NaiveState, command: OfTransfer & { deposit: string }): JsonEvent[] {
  const { requestId, transferId, userId } = command;
  if (!state.balances.has(userId)) return refuse(command, 'unknown_account');
  if (state.isIdInUse(transferId)) return refuse(command, 'duplicate_transfer');
  if (!state.mayClose(command)) return refuse(command, 'account_restricted');
  if (state.heldBy(userId) > 0n) return refuse(command, 'account_in_use');
  const orders = state.ordersOf(userId);
  if (orders.some(({ instrument }) => instrument.settings.mode === 'closed')) return refuse(command, 'market_closed');
  const deposit = readAmount(command.deposit);
  if (deposit <= 0n) return refuse(command, 'invalid_amount');
  if (orders.some(({ instrument }) => state.isStale(instrument))) return refuse(command, 'stale_price');
  const closings = orders.map((order) => closeNow(state, order, null));
  const cancellations = state.pendingOf(userId).map((order) => cancel(state, order, 'requested', null));
  const amount = deposit - state.cashOf(userId);
  const note = 'The account was reset.';
  const moved = move(state, { requestId, transferId, userId, kind: 'adjustment', note }, amount);
  return [...closings, ...cancellations, moved];
}
