/** What a refusal means to a trader, and what to do about it. Codes never change their meaning (DESIGN, section 3). */
const SENTENCES: Readonly<Record<string, string>> = {
  invalid_command: 'The order was not understood. Reload the page and try again.',
  unknown_asset: 'This instrument is not traded any more.',
  unknown_account: 'Your account is not known yet. Sign out and in again.',
  unknown_order: 'There is no such order: it is closed already, or it never arrived. Nothing was done.',
  duplicate_order: 'This very order has been sent before, and is not opened twice.',
  market_closed: 'The market of this instrument is closed. Nothing can be opened or closed until it opens.',
  close_only: 'This instrument can only be closed at the moment: nothing new can be opened.',
  invalid_quantity: 'The quantity is outside of what may be traded. See the limits below the field.',
  invalid_leverage: 'This leverage is not offered for this instrument.',
  too_many_orders: 'You have as many orders open as one account may have. Close some first.',
  no_price: 'There is no price for this instrument yet. Wait for the first one.',
  stale_price: 'The last price is too old to trade at, or has yet to be confirmed. Wait for a new one.',
  invalid_take_profit: 'The take-profit has to be on the winning side of the price, and not reached already.',
  invalid_stop_loss: 'The stop-loss has to be on the losing side of the price, and not reached already.',
  slippage_exceeded: 'The price moved away by more than your slippage tolerance. Nothing was opened.',
  immediate_liquidation: 'At this leverage the spread alone would liquidate the position at once. Use less leverage.',
  insufficient_balance: 'Your balance does not cover the margin. Use a smaller size or more leverage.',
  unauthorized: 'You are signed out. Sign in again.',
  unavailable: 'The exchange cannot take orders at the moment. Nothing was done; try again shortly.',
  too_many_requests: 'Too many requests. Wait some seconds and try again.',
  offline: 'There is no network. Nothing was sent, and nothing will be: try again when it is back.',
  clocks_apart:
    'The clocks of this device and of the server do not agree. Nothing was opened; wait some seconds and try again, and if that does not help, let the device set its time by itself and reload the page.',
  expired: 'It arrived too late to be carried out at the price that you saw. Nothing was done; try again.',
  not_done: 'Nothing was done. Try again.',
};

/** @param message what the server said, for codes that are not known here. */
export function refusalText(code: string, message: string): string {
  return SENTENCES[code] ?? message;
}

/** A request whose fate could not be learnt: the order list will show it. */
export const UNKNOWN_OUTCOME =
  'No answer came. The request may still be carried out: look at your positions before you send it again.';
