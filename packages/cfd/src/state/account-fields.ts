import { derived, layoutRecord } from '@fulcrum/memory';
import { columnsOf, kept, keptLater } from './kept-fields.ts';

/** The fields of an account's record, as those of an order's (see order-fields.ts). Its table is Account. */
export const ACCOUNT_FIELDS = {
  balance: kept('amount', 'money'),
  userId: kept('id', 'uuid'),
  /** Its open orders, a list in the order in which they were opened. */
  firstOrder: derived('link'),
  lastOrder: derived('link'),
  orderCount: derived('word'),
  /** Its pending orders, likewise. */
  firstPending: derived('link'),
  lastPending: derived('link'),
  pendingCount: derived('word'),
  holdCount: derived('word'),
  /** The margins of its open orders and what it has on hold: its cash without the balance. */
  committed: derived('amount'),
  /** Its own hash, as the state's contains it. */
  notedHash: derived('hash'),
  /** The place of its owner's rights among the words for them. */
  rights: keptLater('word', 'int'),
  /** Milliseconds of log time: nothing is opened before. It may lie in the past. */
  pausedUntil: keptLater('number?', 'bigint?'),
  /** Its own limits. Those of money are in millionths. */
  maxOpenOrders: keptLater('number?', 'bigint?'),
  maxNotional: keptLater('number?', 'bigint?'),
  maxTotalNotional: keptLater('number?', 'bigint?'),
} as const;

const ACCOUNT_WORDS = 32;

export const ACCOUNT_LAYOUT = layoutRecord(ACCOUNT_FIELDS, ACCOUNT_WORDS);

export const ACCOUNT_COLUMNS = columnsOf(ACCOUNT_FIELDS);
