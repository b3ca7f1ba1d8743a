/** The hard limits of the state. Each is checked where it could be exceeded. */

/** Digits after the point that an asset, a price or a quantity may have. */
export const MAX_DECIMALS = 15;

/** The highest price in units: sixteen of them add up to a safe integer. */
export const MAX_PRICE = 2 ** 49 - 1;

/** A fee is at most the whole notional. */
export const MAX_FEE_PPM = 1_000_000;

/** A hundred times the price. A greater limit would be as good as none. */
export const MAX_BPS = 1_000_000;

/** Open orders of one user in one market, whatever the market's settings allow. */
export const MAX_ORDERS_PER_SEAT = 1_000;

/** Open orders in all. One input may end all of them, with two events for each, and has room for 2,560,000 events. */
export const MAX_ORDERS = 1_270_000;

export const MAX_ACCOUNTS = 2 ** 22;
export const MAX_ASSETS = 1_000;
export const MAX_MARKETS = 1_000;

/** Records of what accounts have of assets, and of accounts in markets. */
export const MAX_BALANCES = 2 ** 25;
export const MAX_SEATS = 2 ** 25;

/** Assets that one command may pay in. */
export const MAX_DEPOSITS = 16;
