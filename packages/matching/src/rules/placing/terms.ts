import { parseDecimal } from '@fulcrum/log';
import type { PlaceOrder } from '../../messages/commands.ts';
import { WORDS } from '../../messages/fields.ts';
import { type Refusal, refuse } from '../../messages/rejections.ts';
import type { Market } from '../../state/market.ts';
import { NO_CLIENT_ID } from '../../state/order-fields.ts';
import { isWithinPriceBand, worstPrice } from './bands.ts';
import type { Taker } from './taker.ts';

const WRONG_LIMIT = refuse('INVALID_ORDER', 'A limit order has a price and a quantity, and no quoteQuantity.');
const WRONG_MARKET = refuse(
  'INVALID_ORDER',
  'A market order has either a quantity or a quoteQuantity, no price, and is not postOnly.',
);
const WRONG_POST_ONLY = refuse('INVALID_ORDER', 'An order that is postOnly rests: its timeInForce is GTC.');
const WRONG_PRICE = refuse(
  'INVALID_PRICE',
  'The price is no multiple of the tick between the least and the greatest price.',
);
const OUT_OF_BAND = refuse('INVALID_PRICE', 'The price is too far from the last trades.');
const WRONG_QUANTITY = refuse(
  'INVALID_QUANTITY',
  'The quantity is no multiple of the step between the least and the greatest quantity.',
);
const WRONG_QUOTE = refuse('INVALID_QUANTITY', 'The quoteQuantity is no amount of the quote asset above zero.');
const TOO_SMALL = refuse('INVALID_QUANTITY', 'The notional is below the least one.');
const TOO_LARGE = refuse('INVALID_QUANTITY', 'The notional is larger than can be counted.');

/**
 * Reads an order, and holds it to its market: the shape, the price, the quantity, and the price band.
 *
 * @param account the slot of its user's account.
 * @param number what it has if it is accepted.
 */
export function readOrder(
  market: Market,
  command: PlaceOrder,
  account: number,
  number: number,
  now: number,
): Taker | Refusal {
  const shape = shapeFault(command);
  if (shape !== undefined) return shape;
  const { settings } = market;
  const isLimit = command.orderType === 'limit';
  const price = command.price === undefined ? 0 : parseDecimal(command.price, settings.priceDecimals);
  if (price === undefined || (isLimit && !isPrice(market, price))) return WRONG_PRICE;
  const quantity = command.quantity === undefined ? 0 : parseDecimal(command.quantity, settings.quantityDecimals);
  const quoteQuantity =
    command.quoteQuantity === undefined ? 0 : parseDecimal(command.quoteQuantity, settings.quoteDecimals);
  if (quantity === undefined || (command.quantity !== undefined && !isQuantity(market, quantity)))
    return WRONG_QUANTITY;
  if (quoteQuantity === undefined || (command.quoteQuantity !== undefined && quoteQuantity <= 0)) return WRONG_QUOTE;
  const isBuy = command.side === 'buy';
  const size = sizeFault(market, isBuy, isLimit, price, quantity, quoteQuantity);
  if (size !== undefined) return size;
  if (isLimit && !isWithinPriceBand(market, price)) return OUT_OF_BAND;
  return {
    market,
    account,
    userId: command.userId,
    number,
    placedAt: now,
    isBuy,
    isLimit,
    price,
    quantity,
    quoteQuantity,
    timeInForce: command.timeInForce ?? 'GTC',
    isPostOnly: command.postOnly === true,
    selfTradePrevention: command.selfTradePrevention ?? WORDS.selfTradePrevention[0],
    clientId: command.clientId ?? NO_CLIENT_ID,
    feePpm: Math.max(settings.makerFeePpm, settings.takerFeePpm),
    limit: isLimit ? price : isBuy ? Number.POSITIVE_INFINITY : 0,
    worst: worstPrice(market, isBuy),
    executed: 0,
    executedQuote: 0,
    fees: 0,
    stopped: undefined,
  };
}

function shapeFault(command: PlaceOrder): Refusal | undefined {
  const { price, quantity, quoteQuantity, postOnly = false, timeInForce = 'GTC' } = command;
  if (command.orderType === 'limit') {
    if (price === undefined || quantity === undefined || quoteQuantity !== undefined) return WRONG_LIMIT;
    return postOnly && timeInForce !== 'GTC' ? WRONG_POST_ONLY : undefined;
  }
  const hasOne = (quantity === undefined) !== (quoteQuantity === undefined);
  return price !== undefined || !hasOne || postOnly ? WRONG_MARKET : undefined;
}

/** Exact for safe integers, and faster than a remainder, which is worked out bit by bit where a number has more than 32. */
function isMultiple(units: number, step: number): boolean {
  return Math.floor(units / step) * step === units;
}

function isPrice({ settings }: Market, price: number): boolean {
  return price >= settings.minPrice && price <= settings.maxPrice && isMultiple(price, settings.tickSize);
}

function isQuantity({ settings }: Market, quantity: number): boolean {
  return (
    quantity >= settings.minQuantity && quantity <= settings.maxQuantity && isMultiple(quantity, settings.stepSize)
  );
}

/**
 * A market order by quantity is not held to the least notional: its price is not known yet. A sell may be filled at the best
 * bid, which is above its own price.
 */
function sizeFault(
  market: Market,
  isBuy: boolean,
  isLimit: boolean,
  price: number,
  quantity: number,
  quoteQuantity: number,
): Refusal | undefined {
  if (quoteQuantity > 0) return quoteQuantity < market.settings.minNotional ? TOO_SMALL : undefined;
  if (isLimit && market.notional(price, quantity) < market.settings.minNotional) return TOO_SMALL;
  const highest = isBuy ? price : Math.max(price, market.bids.bestPrice);
  const isSafe = market.notional(highest, quantity) <= Number.MAX_SAFE_INTEGER;
  return isSafe && market.baseUnits(quantity) <= Number.MAX_SAFE_INTEGER ? undefined : TOO_LARGE;
}
