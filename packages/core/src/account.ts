import type { Money } from './money.ts';
import type { Order } from './order.ts';

export interface AccountRecord {
  readonly userId: string;
  readonly balance: Money;
}

/** A user's account with its open orders, in the order in which they were opened. */
export interface Account extends AccountRecord {
  balance: Money;
  readonly orders: Set<Order>;
}

/** The text that stands for an account in the state's hash. */
export function accountHashText(account: AccountRecord): string {
  return `account|${account.userId}|${account.balance}`;
}
