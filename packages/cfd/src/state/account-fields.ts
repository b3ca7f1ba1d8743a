import { layoutRecord } from '@fulcrum/memory';
import { columnsOf, derived, kept } from './kept-fields.ts';

/** The fields of an account's record, as those of an order's (see order-fields.ts). Its table is Account. */
export const ACCOUNT_FIELDS = {
  balance: kept('amount', 'money'),
  userId: kept('id', 'uuid'),
  /** Its open orders, a list in the order in which they were opened. */
  firstOrder: derived('link'),
  lastOrder: derived('link'),
  orderCount: derived('word'),
  holdCount: derived('word'),
  /** The margins of its open orders and what it has on hold: its cash without the balance. */
  committed: derived('amount'),
} as const;

const ACCOUNT_WORDS = 24;

export const ACCOUNT_LAYOUT = layoutRecord(ACCOUNT_FIELDS, ACCOUNT_WORDS);

export const ACCOUNT_COLUMNS = columnsOf(ACCOUNT_FIELDS);
