import { assert } from '@fulcrum/log';
import { NONE } from '@fulcrum/memory';
import type { SettleHold } from '../../messages/commands.ts';
import type { HoldSettled } from '../../messages/events.ts';
import { type Refusal, refuse, UNKNOWN_ACCOUNT } from '../../messages/rejection.ts';
import type { State } from '../../state/state.ts';

/** Pays out what is on hold, or gives it back. It is done once: a second time there is no such hold. */
export function settleHold(state: State, command: SettleHold, now: number): HoldSettled | Refusal {
  const { requestId, transferId, userId, outcome, note } = command;
  const account = state.findAccount(userId);
  if (account === NONE) return UNKNOWN_ACCOUNT;
  const slot = state.findHold(transferId);
  if (slot === NONE) return UNKNOWN_TRANSFER;
  const hold = state.holdAt(slot);
  if (hold.account !== account) return UNKNOWN_TRANSFER;
  const balance = state.settleHold(slot, outcome, now);
  assert(state.findHold(transferId) === NONE, 'a hold that is settled is there no longer');
  const cash = state.cash(account);
  return { type: 'hold-settled', requestId, transferId, userId, outcome, amount: hold.amount, cash, balance, note };
}

/** Another user's hold is as unknown as none. */
const UNKNOWN_TRANSFER = refuse('unknown_transfer', 'There is no such amount on hold.');
