import { assert } from '@fulcrum/log';
import { NONE } from '@fulcrum/memory';
import type { Hold } from '../../messages/commands.ts';
import type { Held } from '../../messages/events.ts';
import { isRefusal, type Refusal, refuse, UNKNOWN_ACCOUNT } from '../../messages/rejection.ts';
import { MAX_HOLDS_PER_ACCOUNT } from '../../numbers/limits.ts';
import type { State } from '../../state/state.ts';
import { checkTransferId, checkWithdrawable, parseAmount } from './checks.ts';

/** Puts money aside that is to be paid out. No loss reaches it from then on. */
export function hold(state: State, command: Hold, now: number): Held | Refusal {
  const { requestId, transferId, userId } = command;
  const account = state.findAccount(userId);
  if (account === NONE) return UNKNOWN_ACCOUNT;
  const taken = checkTransferId(state, transferId, now);
  if (taken !== undefined) return taken;
  const amount = parseAmount(command.amount, false);
  if (isRefusal(amount)) return amount;
  if (state.holdCount(account) >= MAX_HOLDS_PER_ACCOUNT)
    return refuse('too_many_holds', `An account may have ${MAX_HOLDS_PER_ACCOUNT} amounts on hold.`);
  const uncovered = checkWithdrawable(state, account, amount);
  if (uncovered !== undefined) return uncovered;
  const balance = state.putOnHold(transferId, account, amount);
  assert(balance >= 0n, 'what is put on hold was there');
  return { type: 'held', requestId, transferId, userId, amount, cash: state.cash(account), balance };
}
