import { NONE } from '@fulcrum/memory';
import type { BalanceRow } from '../messages/fields.ts';
import type { State } from '../state/state.ts';

/** What an account has, in the order in which the assets were set. */
export function balancesOf({ accounts, balances, assets }: State, account: number): BalanceRow[] {
  const rows: BalanceRow[] = [];
  for (let balance = accounts.firstBalance(account); balance !== NONE; balance = balances.next(balance))
    rows.push([assets.at(balances.asset(balance)), balances.available(balance), balances.locked(balance)]);
  return rows;
}
