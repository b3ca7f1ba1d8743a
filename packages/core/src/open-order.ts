import type { CreateOrder } from './commands.ts';
import { formatDecimal } from './decimal.ts';
import type { Event } from './events.ts';
import { type Instrument, parsePrice, parseQuantity } from './instrument.ts';
import { CLOSED_ID_AGE_MS, MAX_ORDERS_PER_ACCOUNT } from './limits.ts';
import { closingPrice, hasReachedStop, type Market, openingPrice, type Quote } from './market.ts';
import { liquidationPriceOf, MONEY_DECIMALS, marginFor, type Side } from './money.ts';
import { NONE } from './records.ts';
import { reject } from './rejection.ts';
import { isStale, staleMessage } from './stale.ts';
import type { State } from './state.ts';

/**
 * Opens a position at the current quote, or refuses it. The checks come in the order of DESIGN, section 3: the first
 * that fails is the answer.
 */
export function openOrder(state: State, command: CreateOrder, now: number): Event {
  const market = state.market(command.asset);
  if (market === undefined) return reject(command, 'unknown_asset', 'There is no such instrument.');
  const { instrument } = market;
  const expectedPrice = command.expectedPrice === undefined ? undefined : parsePrice(command.expectedPrice, instrument);
  if (command.expectedPrice !== undefined && expectedPrice === undefined)
    return reject(
      command,
      'invalid_command',
      `expectedPrice must be a price with at most ${instrument.priceDecimals} decimals.`,
    );
  const account = state.findAccount(command.userId);
  if (account === NONE) return reject(command, 'unknown_account', 'There is no such account.');
  const known = state.findOrder(command.orderId);
  if (known !== NONE) return reject(command, 'duplicate_order', duplicateMessage(state.isOpen(known)));

  const quantity = parseQuantity(command.quantity, instrument);
  if (quantity === undefined) return reject(command, 'invalid_quantity', quantityMessage(instrument));
  const { side, leverage } = command;
  if (!Number.isInteger(leverage) || leverage < 1 || leverage > instrument.maxLeverage)
    return reject(command, 'invalid_leverage', `leverage must be a whole number from 1 to ${instrument.maxLeverage}.`);
  if (state.orderCount(account) >= MAX_ORDERS_PER_ACCOUNT)
    return reject(command, 'too_many_orders', `An account may have ${MAX_ORDERS_PER_ACCOUNT} orders open.`);
  if (!state.hasRoomForOrder)
    return reject(command, 'too_many_orders', 'The engine has no room for another open order.');
  const { quote } = market;
  if (quote === undefined) return reject(command, 'no_price', 'There is no price for this instrument yet.');
  if (isStale(quote, instrument, now)) return reject(command, 'stale_price', staleMessage(quote, now));

  const openPrice = openingPrice(side, quote);
  const levels = parseOpeningLevels(command, market, quote);
  if ('type' in levels) return levels;
  const slippage = expectedPrice === undefined ? 0 : slippageOf(side, openPrice, expectedPrice);
  if (expectedPrice !== undefined && exceedsSlippage(slippage, expectedPrice, command.maxSlippageBps))
    return reject(
      command,
      'slippage_exceeded',
      `The price is worse than expected by more than ${command.maxSlippageBps} bps.`,
    );

  const margin = marginFor(openPrice, quantity, leverage, instrument);
  const liquidationPrice = liquidationPriceOf({ side, quantity, openPrice, margin }, instrument);
  if (hasReachedStop(side, closingPrice(side, quote), liquidationPrice))
    return reject(command, 'immediate_liquidation', 'The spread alone would liquidate this position at once.');
  if (margin > state.balance(account))
    return reject(
      command,
      'insufficient_balance',
      `The margin of ${formatDecimal(margin, MONEY_DECIMALS)} is more than the balance.`,
    );

  const { orderId, userId, asset, requestId } = command;
  const { takeProfit, stopLoss } = levels;
  const terms = { orderId, userId, asset, side, quantity, leverage, openPrice, margin, takeProfit, stopLoss };
  const balance = state.openOrder({ ...terms, slippage, openedAt: now, liquidationPrice }, account);
  return {
    type: 'created',
    requestId,
    instrument,
    orderId,
    userId,
    side,
    quantity,
    leverage,
    openPrice,
    margin,
    takeProfit,
    stopLoss,
    liquidationPrice,
    slippage,
    openedAt: now,
    balance,
  };
}

function duplicateMessage(isOpen: boolean): string {
  return isOpen
    ? 'This orderId is in use by an open order.'
    : `This orderId was closed or given up less than ${CLOSED_ID_AGE_MS / 60_000} minutes ago.`;
}

/** Take-profit beyond the opening price, stop-loss beyond the price at which the position would close. */
function parseOpeningLevels(command: CreateOrder, market: Market, quote: Quote) {
  const takeProfit = parseOptionalPrice(command.takeProfit, market.instrument);
  const stopLoss = parseOptionalPrice(command.stopLoss, market.instrument);
  const { bid, ask } = quote;
  const isBuy = command.side === 'buy';
  if (takeProfit === 'invalid' || (takeProfit !== undefined && (isBuy ? takeProfit <= ask : takeProfit >= bid)))
    return reject(
      command,
      'invalid_take_profit',
      `A take-profit of a ${command.side} must be a price ${isBuy ? 'above' : 'below'} the opening price.`,
    );
  if (stopLoss === 'invalid' || (stopLoss !== undefined && (isBuy ? stopLoss >= bid : stopLoss <= ask)))
    return reject(
      command,
      'invalid_stop_loss',
      `A stop-loss of a ${command.side} must be a price ${isBuy ? 'below the bid' : 'above the ask'}.`,
    );
  return { takeProfit, stopLoss };
}

function parseOptionalPrice(text: string | undefined, instrument: Instrument): number | 'invalid' | undefined {
  return text === undefined ? undefined : (parsePrice(text, instrument) ?? 'invalid');
}

/** How much worse than expected the price is, in price units: negative when it is better. */
function slippageOf(side: Side, openPrice: number, expectedPrice: number): number {
  return side === 'buy' ? openPrice - expectedPrice : expectedPrice - openPrice;
}

function exceedsSlippage(slippage: number, expectedPrice: number, maxSlippageBps: number | undefined): boolean {
  if (maxSlippageBps === undefined) return false;
  return BigInt(slippage) * 10_000n > BigInt(expectedPrice) * BigInt(maxSlippageBps);
}

function quantityMessage({ minQuantity, maxQuantity, quantityDecimals }: Instrument): string {
  const [least, most] = [minQuantity, maxQuantity].map((quantity) => formatDecimal(quantity, quantityDecimals));
  return `quantity must be from ${least} to ${most} with at most ${quantityDecimals} decimals.`;
}
