/** The hard limits of the state. Each is checked where it could be passed. */

/** Digits after the point that an instrument's prices and quantities may have. */
export const MAX_DECIMALS = 12;

/**
 * The highest price, in grid units. Half the safe integers, so that the liquidation price of a sell, which lies at
 * most about twice as high as its opening price, still fits.
 */
export const MAX_PRICE = 2 ** 52 - 1;

/** Open orders of one account (DESIGN, section 4, `too_many_orders`). */
export const MAX_ORDERS_PER_ACCOUNT = 1_000;

/**
 * Open orders in all. One tick may close every one of them, and its events have to fit the 10,000 callback entries
 * of 256 events that one input may have.
 */
export const MAX_OPEN_ORDERS = 256 * 10_000;

/** How long the id of a closed order may not be used again, in milliseconds of log time. */
export const CLOSED_ID_AGE_MS = 600_000;

/**
 * Orders that are kept at a time: those that are open, and those closed in the last ten minutes. More than fifty
 * thousand would have to close each second, for ten minutes, to fill it up.
 */
export const MAX_ORDER_RECORDS = 2 ** 25;

export const MAX_ACCOUNTS = 2 ** 25;
