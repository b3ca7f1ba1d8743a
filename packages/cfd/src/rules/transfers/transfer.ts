import { assert } from '@fulcrum/log';
import { NONE } from '@fulcrum/memory';
import type { Transfer } from '../../messages/commands.ts';
import type { Transferred } from '../../messages/events.ts';
import { isRefusal, type Refusal, UNKNOWN_ACCOUNT } from '../../messages/rejection.ts';
import type { State } from '../../state/state.ts';
import { checkTransferId, checkWithdrawable, parseAmount } from './checks.ts';

/** Pays money into an account. An adjustment may also take out what is not bound (docs/rules.md, "Transfers"). */
export function transfer(state: State, command: Transfer, now: number): Transferred | Refusal {
  const { requestId, transferId, userId, kind, note } = command;
  const account = state.findAccount(userId);
  if (account === NONE) return UNKNOWN_ACCOUNT;
  const taken = checkTransferId(state, transferId, now);
  if (taken !== undefined) return taken;
  const amount = parseAmount(command.amount, kind === 'adjustment');
  if (isRefusal(amount)) return amount;
  const uncovered = checkWithdrawable(state, account, -amount);
  if (uncovered !== undefined) return uncovered;
  const balance = state.transfer(transferId, account, amount, now);
  assert(balance >= 0n, 'an adjustment takes out what is there');
  const cash = state.cash(account);
  return { type: 'transferred', requestId, transferId, userId, kind, amount, cash, balance, note };
}
