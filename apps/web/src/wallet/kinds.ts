import type { Transaction } from '../api/schemas.ts';

/** What people call the kinds of changes of the cash. */
export const KINDS: Readonly<Record<Transaction['kind'], string>> = {
  deposit: 'Deposit',
  withdrawal: 'Withdrawal',
  adjustment: 'Adjustment',
  pnl: 'Closed trade',
  guaranteed_stop: 'Guarantee of a stop-loss',
  negative_balance_protection: 'Loss beyond the margin, forgiven',
};
