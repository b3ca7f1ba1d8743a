import { UUID_WORDS } from '@fulcrum/memory';

/**
 * Where the fields of the records stand. A number is counted in places of two words, from the beginning of the
 * record; money takes two of these places. A word is counted in words.
 */

export const ORDER_NUMBERS = {
  number: 0,
  quantity: 1,
  openPrice: 2,
  margin: 3,
  takeProfit: 5,
  stopLoss: 6,
  slippage: 7,
  /** Log time of the opening, or of the closing once it is closed. */
  since: 8,
  /** Worked out from the others: a snapshot keeps only those before it. */
  liquidationPrice: 9,
} as const;

export const ORDER_WORDS = {
  id: 20,
  account: 20 + UUID_WORDS,
  terms: 25,
  leverage: 26,
  /** Places in the trigger heaps. */
  stopPlace: 27,
  targetPlace: 28,
  /** Neighbours in the list to which the order belongs. */
  previous: 29,
  next: 30,
} as const;

/** 128 bytes: two lines of the processor's cache. */
export const ORDER_SIZE = 32;

/** The words of the numbers that a snapshot keeps, which come first. */
export const KEPT_ORDER_WORDS = 2 * ORDER_NUMBERS.liquidationPrice;

/** An order's terms: two bits, and above them the number of its market. */
export const TERMS = { sell: 1, closed: 2, marketShift: 2 } as const;

/** No price is zero, so that zero stands for a level that is not set. */
export const NO_LEVEL = 0;

export const ACCOUNT_NUMBERS = { balance: 0 } as const;

export const ACCOUNT_WORDS = {
  id: 4,
  firstOrder: 4 + UUID_WORDS,
  lastOrder: 9,
  orderCount: 10,
} as const;

export const ACCOUNT_SIZE = 12;

/** The words of an account's balance, which come first. */
export const BALANCE_WORDS = 4;
