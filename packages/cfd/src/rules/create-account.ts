import { assert, describeFault, parseDecimal } from '@fulcrum/log';
import { NONE } from '@fulcrum/memory';
import type { CreateAccount } from '../messages/commands.ts';
import type { AccountCreated } from '../messages/events.ts';
import { type Refusal, refuse } from '../messages/rejection.ts';
import { MONEY_DECIMALS } from '../numbers/money.ts';
import type { State } from '../state/state.ts';

/** Opens an account with its deposit. Repeating it changes nothing and answers with the balance. */
export function createAccount(state: State, command: CreateAccount): AccountCreated | Refusal {
  const { requestId, userId } = command;
  const deposit = parseDecimal(command.deposit, MONEY_DECIMALS);
  if (deposit === undefined || deposit < 0) return refuse('invalid_command', depositMessage(command.deposit));
  const known = state.findAccount(userId);
  if (known === NONE && !state.hasRoomForAccount)
    return refuse('invalid_command', 'The engine has no room for another account.');
  const account = known === NONE ? state.openAccount(userId, BigInt(deposit)) : known;
  const balance = state.balance(account);
  assert(balance >= 0n, 'no account owes anything');
  const created = { type: 'account-created', requestId, userId, balance } as const;
  const cash = state.reportedCash(account);
  if (cash === undefined) return created;
  return { ...created, cash, deposit: known === NONE ? BigInt(deposit) : undefined };
}

function depositMessage(deposit: string): string {
  return deposit.startsWith('-') ? 'deposit is negative.' : `deposit ${describeFault(deposit, MONEY_DECIMALS)}.`;
}
