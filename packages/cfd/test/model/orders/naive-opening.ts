import type { JsonEvent } from '../../json.ts';
import { isBeyond, lowest } from '../naive-limits.ts';
import { type Level, type NaiveState, quoteOf, sumOf, ZERO } from '../naive-state.ts';
import { add, compare, fraction, multiply, type Rational, subtract } from '../rational.ts';
import { close, mayRemain, partOf, presentPrice } from './naive-closing.ts';
import {
  closingPrice,
  gain,
  guaranteeFee,
  type Instrument,
  isBetter,
  isBetween,
  isFarEnough,
  isMarginCalled,
  marginOf,
  type Order,
  openingPrice,
  printDeal,
  printLevels,
  printLiquidationPrice,
  printMoney,
  printPrice,
  printQuantity,
  printTerms,
  type Side,
  trailingStop,
} from './naive-order.ts';

/** How an order opens at the present quote, whether it waited before or not (docs/rules.md). */

const MAX_ORDERS_OF_ACCOUNT = 1_000;

/** What somebody wants to open, at what terms. */
export interface Wish {
  /** None where the order waited. */
  readonly requestId: string | null;
  readonly orderId: string;
  readonly userId: string;
  /** Who asked in the owner's place. What waited was asked for by nobody. */
  readonly actor?: string | undefined;
  readonly validUntil: number | undefined;
  readonly instrument: Instrument;
  readonly side: Side;
  readonly quantity: Rational | undefined;
  readonly leverage: number;
  readonly takeProfit: Level;
  readonly stopLoss: Level;
  readonly trailingDistance: Level;
  readonly guaranteed: boolean;
  readonly reduceOnly: boolean;
  readonly expectedPrice: Rational | undefined;
  readonly maxSlippageBps: number | undefined;
}

/** The closings of a netting order, and what it opens after them. */
interface Netting {
  readonly closings: readonly { readonly order: Order; readonly quantity: Rational }[];
  readonly left: Rational;
}

/** What an order does: the events, or the code of the check that fails. */
export function open(state: NaiveState, wish: Wish): JsonEvent[] | string {
  const { instrument, side } = wish;
  // What nobody may trade is judged as an opening.
  const netting = isAllowed(wish) ? net(state, wish, wish.quantity ?? ZERO) : undefined;
  const early = entryFault(state, wish, netting?.left.numerator !== 0n);
  if (early || !netting) return early ?? 'invalid_quantity';
  const { closings, left } = netting;
  const rests = closings.map(({ order, quantity }) => subtract(order.quantity, quantity));
  if (![left, ...rests].every((rest) => mayRemain(instrument, rest))) return 'invalid_quantity';
  const opens = left.numerator > 0n;
  if (opens && !isLeverage(wish)) return 'invalid_leverage';
  const ended = rests.filter(({ numerator }) => numerator === 0n).length;
  if (opens && state.countOf(wish.userId) - ended >= MAX_ORDERS_OF_ACCOUNT) return 'too_many_orders';
  if (!instrument.quote) return 'no_price';
  if (state.isStale(instrument)) return 'stale_price';
  if (wish.reduceOnly && closings.length === 0) return 'nothing_to_reduce';
  const fault = opens ? levelFault(wish) : undefined;
  if (fault) return fault;
  // Positive is worse: a buy that filled above the expected price, a sell that filled below it.
  const openPrice = openingPrice(side, instrument.quote);
  const slippage = wish.expectedPrice ? gain(side, wish.expectedPrice, openPrice) : ZERO;
  if (isTooWorse(slippage, wish)) return 'slippage_exceeded';
  if (!opens) return [...closeOpposite(state, wish, netting), reduced(state, wish, netting)];
  return openRest(state, wish, netting, slippage);
}

function openRest(state: NaiveState, wish: Wish, netting: Netting, slippage: Rational): JsonEvent[] | string {
  const { orderId, userId, instrument, side, leverage } = wish;
  const { closings, left } = netting;
  const openPrice = openingPrice(side, quoteOf(instrument));
  const price = closingPrice(side, quoteOf(instrument));
  const [takeProfit, stopLoss, distance] = [wish.takeProfit, wish.stopLoss, wish.trailingDistance].map(wellFormed);
  const trailing = distance && { distance, best: price };
  const margin = marginOf(openPrice, left, leverage);
  const { guaranteed } = wish;
  const fee = guaranteed ? guaranteeFee(openPrice, left, instrument.settings.guaranteedStopPpm ?? 0) : 0n;
  const terms = { orderId, userId, instrument, side, quantity: left, leverage, takeProfit, stopLoss, guaranteed };
  const number = state.numbers;
  const order: Order = { ...terms, number, openPrice, margin, trailing, slippage, openedAt: state.now };

  const others = state.ordersOf(userId).flatMap((other) => {
    const closing = closings.find(({ order }) => order === other);
    const quantity = closing ? subtract(other.quantity, closing.quantity) : other.quantity;
    return quantity.numerator === 0n ? [] : [{ ...other, quantity }];
  });
  const limits = lowest(state.groupLimits, state.settingsOf(userId).limits);
  if (isBeyond([...others, order], limits)) return 'position_limit';
  if (isMarginCalled(order, price)) return 'immediate_liquidation';
  const payouts = closings.map(({ order, quantity }) => partOf(order, quantity, presentPrice(order)).payout);
  if (margin + fee > state.balanceOf(userId) + sumOf(payouts)) return 'insufficient_balance';

  const closed = closeOpposite(state, wish, netting);
  state.addToBalance(userId, -margin - fee);
  if (fee > 0n) state.book(userId, -fee);
  state.houseResult += fee;
  state.nextNumber();
  state.orders.push(order);
  return [...closed, created(state, wish, order, fee)];
}

function created(state: NaiveState, { requestId, userId }: Wish, order: Order, fee: bigint): JsonEvent {
  return {
    ...{ type: 'created', requestId, ...printDeal(order), ...printLevels(order), ...printStops(order) },
    liquidationPrice: printLiquidationPrice(order),
    balance: printMoney(state.balanceOf(userId)),
    ...state.printCash(userId),
    ...(order.guaranteed ? { guaranteedExecutionFee: printMoney(fee) } : {}),
    ...printTrailingStop(order),
  };
}

/** Where the stop of a position stands that trails. */
export function printTrailingStop(order: Order): JsonEvent {
  const stop = trailingStop(order);
  return stop ? { trailingStop: printPrice(order.instrument, stop) } : {};
}

/** What a position has beyond others. */
export function printStops({ instrument, trailing, guaranteed }: Order): JsonEvent {
  return {
    ...(trailing ? { trailingDistance: printPrice(instrument, trailing.distance) } : {}),
    ...(guaranteed ? { guaranteed } : {}),
  };
}

/**
 * The first checks of whatever is opened or placed, once its id is known to be free. What only closes positions is kept
 * from that by nothing that would not keep it from a closing.
 */
export function entryFault(state: NaiveState, wish: Wish, opens: boolean): string | undefined {
  const { instrument } = wish;
  const mayDoSo = opens ? state.mayOpen(wish) : state.mayClose(wish);
  if (!mayDoSo) return 'account_restricted';
  if (state.isTooLate(wish)) return 'expired';
  if (instrument.settings.mode === 'closed') return 'market_closed';
  if (opens && instrument.settings.mode === 'close_only') return 'close_only';
  return isAllowed(wish) ? undefined : 'invalid_quantity';
}

function isAllowed({ instrument, quantity }: Wish): boolean {
  return quantity !== undefined && isBetween(instrument.minQuantity, quantity, instrument.maxQuantity);
}

export function isLeverage({ leverage, instrument }: Wish): boolean {
  return Number.isInteger(leverage) && leverage >= 1 && leverage <= instrument.maxLeverage;
}

function levelFault({ instrument, side, ...wish }: Wish): string | undefined {
  const quote = quoteOf(instrument);
  const price = closingPrice(side, quote);
  const { takeProfit, stopLoss } = wish;
  if (takeProfit === 'bad' || (takeProfit && !isBetter(side, takeProfit, openingPrice(side, quote))))
    return 'invalid_take_profit';
  if (stopLoss === 'bad' || (stopLoss && !isBetter(side, price, stopLoss))) return 'invalid_stop_loss';
  if (wish.guaranteed) {
    if (!canGuarantee({ instrument, ...wish })) return 'invalid_stop_loss';
    if (!stopLoss || !isFarEnough({ side, instrument }, stopLoss, price)) return 'invalid_stop_loss';
  }
  return wish.trailingDistance === 'bad' ? 'invalid_trailing_distance' : undefined;
}

/** Whether there can be a guaranteed stop with these terms, wherever it lies. */
export function canGuarantee(
  wish: Pick<Wish, 'instrument' | 'trailingDistance'> & { readonly stopLoss: Level },
): boolean {
  const isOffered = wish.instrument.settings.guaranteedStopPpm !== undefined;
  return isOffered && wish.stopLoss !== undefined && wish.trailingDistance === undefined;
}

function wellFormed(level: Level): Rational | undefined {
  if (level === 'bad') throw new Error('levels are checked before');
  return level;
}

function isTooWorse(slippage: Rational, { expectedPrice, maxSlippageBps }: Wish): boolean {
  if (!expectedPrice || maxSlippageBps === undefined) return false;
  return compare(slippage, multiply(expectedPrice, fraction(BigInt(maxSlippageBps), 10_000n))) > 0;
}

/** The opposite positions that an order closes first, the oldest first, and what it opens then. */
function net(state: NaiveState, { userId, instrument, side, reduceOnly }: Wish, quantity: Rational): Netting {
  if (!reduceOnly && state.positionMode === 'hedging') return { closings: [], left: quantity };
  let left = quantity;
  const closings = [];
  for (const order of state.ordersOf(userId)) {
    if (order.instrument !== instrument || order.side === side || left.numerator === 0n) continue;
    const part = compare(left, order.quantity) < 0 ? left : order.quantity;
    closings.push({ order, quantity: part });
    left = subtract(left, part);
  }
  return { closings, left: reduceOnly ? ZERO : left };
}

function closeOpposite(state: NaiveState, { orderId: nettedBy }: Wish, { closings }: Netting): JsonEvent[] {
  const how = { reason: 'netting', requestId: null, nettedBy } as const;
  return closings.map(({ order, quantity }) => close(state, order, { quantity, price: presentPrice(order), ...how }));
}

function reduced(state: NaiveState, wish: Wish, { closings }: Netting): JsonEvent {
  const { requestId, orderId, userId, instrument, quantity = ZERO } = wish;
  state.keepId(orderId, userId, 'closed');
  const closedQuantity = closings.map(({ quantity }) => quantity).reduce(add, ZERO);
  const { leverage: _, ...terms } = printTerms({ ...wish, quantity, takeProfit: undefined, stopLoss: undefined });
  return {
    ...{ type: 'reduced', requestId, ...terms, closedQuantity: printQuantity(instrument, closedQuantity) },
    balance: printMoney(state.balanceOf(userId)),
  };
}
