import type { JsonEvent } from '../json.ts';
import type { OfTransfer, Transfer } from './naive-commands.ts';
import { type NaiveState, readAmount, refuse } from './naive-state.ts';
import { printMoney } from './orders/naive-order.ts';

/** How money comes and goes (docs/rules.md). */

const MAX_HOLDS_OF_ACCOUNT = 100;

export function transfer(state: NaiveState, command: Transfer): JsonEvent[] {
  const { transferId, userId, kind } = command;
  if (!state.balances.has(userId)) return refuse(command, 'unknown_account');
  if (state.isIdInUse(transferId)) return refuse(command, 'duplicate_transfer');
  const amount = readAmount(command.amount);
  if (amount === 0n || (amount < 0n && kind === 'deposit')) return refuse(command, 'invalid_amount');
  if (state.balanceOf(userId) + amount < 0n) return refuse(command, 'insufficient_balance');
  return [move(state, command, amount)];
}

export function move(state: NaiveState, command: Omit<Transfer, 'amount'>, amount: bigint): JsonEvent {
  const { requestId, transferId, userId, kind, note } = command;
  state.keepId(transferId, userId, 'transfer');
  state.addToBalance(userId, amount);
  state.book(userId, amount);
  state.deposits += amount;
  const noted = note === undefined ? {} : { note };
  return { type: 'transferred', requestId, transferId, userId, kind, ...printMoved(state, userId, amount), ...noted };
}

export function hold(state: NaiveState, command: OfTransfer & { amount: string }): JsonEvent[] {
  const { requestId, transferId, userId } = command;
  if (!state.balances.has(userId)) return refuse(command, 'unknown_account');
  if (state.isIdInUse(transferId)) return refuse(command, 'duplicate_transfer');
  const amount = readAmount(command.amount);
  if (amount <= 0n) return refuse(command, 'invalid_amount');
  const count = [...state.holds.values()].filter((hold) => hold.userId === userId).length;
  if (count >= MAX_HOLDS_OF_ACCOUNT) return refuse(command, 'too_many_holds');
  if (amount > state.balanceOf(userId)) return refuse(command, 'insufficient_balance');
  state.holds.set(transferId, { userId, amount });
  state.nextNumber();
  state.addToBalance(userId, -amount);
  return [{ type: 'held', requestId, transferId, userId, ...printMoved(state, userId, amount) }];
}

type SettleHold = OfTransfer & { outcome: 'paid' | 'released'; note?: string };

export function settleHold(state: NaiveState, command: SettleHold): JsonEvent[] {
  const { requestId, transferId, userId, outcome, note } = command;
  if (!state.balances.has(userId)) return refuse(command, 'unknown_account');
  const hold = state.holds.get(transferId);
  if (hold?.userId !== userId) return refuse(command, 'unknown_transfer');
  state.holds.delete(transferId);
  state.keepId(transferId, userId, 'transfer');
  if (outcome === 'released') state.addToBalance(userId, hold.amount);
  if (outcome === 'paid') {
    state.book(userId, -hold.amount);
    state.deposits -= hold.amount;
  }
  const moved = printMoved(state, userId, hold.amount);
  const noted = note === undefined ? {} : { note };
  return [{ type: 'hold-settled', requestId, transferId, userId, outcome, ...moved, ...noted }];
}

function printMoved(state: NaiveState, userId: string, amount: bigint): JsonEvent {
  const balance = printMoney(state.balanceOf(userId));
  return { amount: printMoney(amount), cash: printMoney(state.cashOf(userId)), balance };
}
