/** The hard limits of the state. Each is checked where it could be exceeded. */

/** Digits after the point that an instrument's prices and quantities may have. */
export const MAX_DECIMALS = 12;

/**
 * The highest price, in grid units. Half the safe integers, so that the liquidation price of a sell, which lies at
 * most about twice as high as its opening price, still fits.
 */
const FIRST_MAX_PRICE = 2 ** 52 - 1;

/** The highest price that is taken in, in grid units. From version 2 on sums over an account's positions fit as well. */
export function maxPrice(rulesVersion: number): number {
  return rulesVersion >= 2 ? 2 ** 42 : FIRST_MAX_PRICE;
}

/** The most open orders of one account. */
export const MAX_ORDERS_PER_ACCOUNT = 1_000;

/** One tick may close all open orders. Its events have to fit the 10,000 results of 256 events that an input may have. */
const FIRST_MAX_OPEN_ORDERS = 256 * 10_000;

/**
 * The most open orders in all. From version 2 on each may cause two events, and 10,000 more have room for events that
 * belong to no order.
 */
export function maxOpenOrders(rulesVersion: number): number {
  return rulesVersion >= 2 ? 1_270_000 : FIRST_MAX_OPEN_ORDERS;
}

/** How long the id of a closed order may not be used again, in milliseconds of log time. */
export const CLOSED_ID_AGE_MS = 600_000;

/**
 * Ids that are kept at a time: of open orders, of holds, and of what ended in the last ten minutes. More than fifty
 * thousand orders would have to close each second, for ten minutes, to fill it up.
 */
export const MAX_KEPT_ORDERS = 2 ** 25;

/** Records of orders. There are more than orders that are kept: those that are forgotten are removed a few at a time. */
export const MAX_ORDER_RECORDS = 2 * MAX_KEPT_ORDERS;

/** How many records of forgotten ids one entry removes: more than it can add, unless it closes many orders. */
export const REMOVALS_PER_ENTRY = 16;

export const MAX_ACCOUNTS = 2 ** 25;

/** The most amounts of one account that are on hold at a time. */
export const MAX_HOLDS_PER_ACCOUNT = 100;

export const MAX_HOLDS = 2 ** 25;

/** How far ahead the end of a pause may lie, in milliseconds of log time: a year. */
export const MAX_PAUSE_MS = 366 * 86_400_000;
