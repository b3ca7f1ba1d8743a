/**
 * Why a command is refused, in the order of the checks (docs/rules.md, "Codes"): the status that the API answers with, and
 * what it says to a trader. A code never changes its meaning, because clients branch on it.
 */
export const REJECTIONS = {
  invalid_command: {
    status: 422,
    sentence: 'The order was not understood. Reload the page and try again.',
  },
  unknown_asset: {
    status: 422,
    sentence: 'This instrument is not traded any more.',
  },
  unknown_group: {
    status: 422,
    sentence: 'There is no such group of accounts.',
  },
  unknown_account: {
    status: 422,
    sentence: 'Your account is not known yet. Sign out and in again.',
  },
  unknown_order: {
    status: 404,
    sentence: 'There is no such order: it is closed already, or it never arrived. Nothing was done.',
  },
  unknown_transfer: {
    status: 404,
    sentence: 'There is no such amount on hold: it was paid out or given back already. Nothing was done.',
  },
  duplicate_order: {
    status: 409,
    sentence: 'This very order has been sent before, and is not opened twice.',
  },
  duplicate_transfer: {
    status: 409,
    sentence: 'This very transfer has been sent before, and is not made twice.',
  },
  account_restricted: {
    status: 422,
    sentence: 'Your account may not do this at the moment: a pause or a restriction holds.',
  },
  expired: {
    status: 422,
    sentence: 'It arrived too late to be carried out at the price that you saw. Nothing was done; try again.',
  },
  group_in_use: {
    status: 409,
    sentence: 'Accounts of this group have orders. This setting changes only while none has one.',
  },
  account_in_use: {
    status: 409,
    sentence: 'Withdrawals of this account still wait. Take them back first.',
  },
  market_closed: {
    status: 422,
    sentence: 'The market of this instrument is closed. Nothing can be opened or closed until it opens.',
  },
  close_only: {
    status: 422,
    sentence: 'This instrument can only be closed at the moment: nothing new can be opened.',
  },
  invalid_quantity: {
    status: 422,
    sentence: 'The quantity is outside of what may be traded. See the limits below the field.',
  },
  invalid_leverage: {
    status: 422,
    sentence: 'This leverage is not offered for this instrument.',
  },
  invalid_amount: {
    status: 422,
    sentence: 'The amount has to be above zero, with at most six decimals.',
  },
  too_many_orders: {
    status: 422,
    sentence: 'You have as many orders open as one account may have. Close some first.',
  },
  too_many_holds: {
    status: 422,
    sentence: 'As many withdrawals wait as one account may have. Wait until one of them is decided, or take one back.',
  },
  no_price: {
    status: 422,
    sentence: 'There is no price for this instrument yet. Wait for the first one.',
  },
  stale_price: {
    status: 422,
    sentence: 'The last price is too old to trade at, or has yet to be confirmed. Wait for a new one.',
  },
  nothing_to_reduce: {
    status: 422,
    sentence: 'There is no position of the other side that this order could reduce.',
  },
  invalid_price: {
    status: 422,
    sentence: 'The price of the order has to be a price that is not reached already.',
  },
  invalid_expiry: {
    status: 422,
    sentence: 'The order has to expire in the future.',
  },
  invalid_take_profit: {
    status: 422,
    sentence: 'The take-profit has to be on the winning side of the price, and not reached already.',
  },
  invalid_stop_loss: {
    status: 422,
    sentence: 'The stop-loss has to be on the losing side of the price, and not reached already.',
  },
  invalid_trailing_distance: {
    status: 422,
    sentence: 'The trailing distance has to be above zero, in steps of the price.',
  },
  slippage_exceeded: {
    status: 422,
    sentence: 'The price moved away by more than your slippage tolerance. Nothing was opened.',
  },
  position_limit: {
    status: 422,
    sentence: 'This would be more than the limits of your account allow. Use a smaller size, or close something first.',
  },
  immediate_liquidation: {
    status: 422,
    sentence: 'At this leverage the spread alone would liquidate the position at once. Use less leverage.',
  },
  insufficient_balance: {
    status: 422,
    sentence: 'Your balance does not cover the margin. Use a smaller size or more leverage.',
  },
} as const satisfies Record<string, { readonly status: number; readonly sentence: string }>;

export type RejectionCode = keyof typeof REJECTIONS;

/** Whether a code is one of these: other services have codes of their own. */
export function isRejectionCode(code: string): code is RejectionCode {
  return Object.hasOwn(REJECTIONS, code);
}
