import { assert, describeFault, parseDecimal } from '@fulcrum/log';
import { type Refusal, refuse } from '../../messages/rejection.ts';
import { CLOSED_ID_AGE_MS } from '../../numbers/limits.ts';
import { MONEY_DECIMALS, type Money } from '../../numbers/money.ts';
import type { State } from '../../state/state.ts';

/** What commands that move money check alike. */

/** Refuses an id that is in use, or was in the last ten minutes. Orders and transfers share their ids. */
export function checkTransferId(state: State, transferId: string, now: number): Refusal | undefined {
  if (state.isIdTaken(transferId, now))
    return refuse(
      'duplicate_transfer',
      `This transferId is on hold, or was used less than ${CLOSED_ID_AGE_MS / 60_000} minutes ago.`,
    );
  if (!state.hasRoomForId) return refuse('invalid_command', 'The engine has no room for another transfer.');
  return undefined;
}

/** Reads an amount of money that is not zero. @returns millionths. */
export function parseAmount(text: string, mayBeNegative: boolean): Money | Refusal {
  const amount = parseDecimal(text, MONEY_DECIMALS);
  if (amount === undefined) return refuse('invalid_amount', `amount ${describeFault(text, MONEY_DECIMALS)}.`);
  if (amount === 0) return refuse('invalid_amount', 'amount is zero.');
  if (amount < 0 && !mayBeNegative) return refuse('invalid_amount', 'amount must be above zero.');
  return BigInt(amount);
}

/** Refuses to take out more than is free: what orders bind and what is on hold already is not. */
export function checkWithdrawable(state: State, account: number, amount: Money): Refusal | undefined {
  const withdrawable = state.balance(account);
  assert(withdrawable >= 0n, 'no account owes anything');
  return amount <= withdrawable ? undefined : refuse('insufficient_balance', 'This is more than can be withdrawn.');
}
