import {
  type CreateAccount,
  type CreateOrder,
  formatDecimal,
  type PriceUpdate,
  type SetInstrument,
  type UpdateOrder,
} from '@fulcrum/cfd';

/**
 * The market and the orders of the bench: half buys, half sells, each with a take-profit and a stop-loss. Levels and
 * opening prices differ, so that no two positions are alike.
 */

export const ASSET = 'BTC_USDC';
/** An account may have a thousand orders; here each has fifty when a million are open. */
export const ACCOUNTS = 20_000;
export const MILLION = 1_000_000;

/** Prices in hundredths of a USDC. */
const PRICE_DECIMALS = 2;
const MIDDLE = 6_000_000;
const HALF_SPREAD = 50;
/** Prices stay within half a percent, where nothing triggers. */
const CORRIDOR = 30_000;
const LONGEST_STEP = 200;
/** One order in ten has a level one or two percent below the market, all others are at least three percent away. */
const NEAR = [60_000, 120_000] as const;
const FAR = [180_000, 1_200_000] as const;
const FALL = 150_000;
const FAR_FUTURE_MS = 1_800_000_000_000;

export const setInstrument: SetInstrument = {
  type: 'set-instrument',
  asset: ASSET,
  priceDecimals: PRICE_DECIMALS,
  quantityDecimals: 5,
  minQuantity: '0.00001',
  maxQuantity: '1000',
  maxLeverage: 100,
  maxQuoteAgeMs: 3_600_000,
};

/** Random users. The number of an account is its place in the list. */
export function makeUsers(): string[] {
  return Array.from({ length: ACCOUNTS }, () => crypto.randomUUID());
}

export function createAccount(userId: string): CreateAccount {
  return { type: 'create-account', requestId: userId, userId, deposit: '10000000' };
}

/** The owner of the order with this number. */
export function userOf(number: number, users: readonly string[]): string {
  return users[number % users.length] ?? '';
}

/** One order in ten is closed by `fallingTick`: buys at their stop-loss, sells at their take-profit. */
export function isNear(number: number): boolean {
  return number % 20 < 2;
}

/**
 * The command that opens the order of this number.
 *
 * @param near whether `fallingTick` closes it.
 */
export function createOrder(number: number, users: readonly string[], near = isNear(number)): CreateOrder {
  const orderId = crypto.randomUUID();
  const isBuy = number % 2 === 0;
  const below = MIDDLE - scatter(number, near ? NEAR : FAR);
  const above = MIDDLE + scatter(number + 0x5bd1e995, FAR);
  return {
    type: 'create-order',
    requestId: orderId,
    orderId,
    userId: userOf(number, users),
    asset: ASSET,
    side: isBuy ? 'buy' : 'sell',
    quantity: formatDecimal(100 + (number % 900), 5),
    leverage: 1 + (number % 3),
    takeProfit: price(isBuy ? above : below),
    stopLoss: price(isBuy ? below : above),
  };
}

/** The command that moves an order's lower level to where `fallingTick` reaches it. */
export function bringNear(number: number, users: readonly string[], orderId: string): UpdateOrder {
  const below = price(MIDDLE - scatter(number, NEAR));
  const level = number % 2 === 0 ? { stopLoss: below } : { takeProfit: below };
  return { type: 'update-order', requestId: orderId, orderId, userId: userOf(number, users), ...level };
}

/** The command that opens the order of this number with a stop that trails, and reaches nothing before the price has come far. */
export function createTrailing(number: number, users: readonly string[]): CreateOrder {
  const { stopLoss: _stopLoss, ...order } = createOrder(number, users);
  return { ...order, trailingDistance: price(scatter(number, FAR)) };
}

/**
 * The command that places the order of this number: of all four kinds in turns.
 *
 * @param away how far from the middle its price lies, in hundredths of a USDC.
 */
export function placeOrder(number: number, users: readonly string[], away = scatter(number, FAR)): CreateOrder {
  const { takeProfit: _takeProfit, stopLoss: _stopLoss, ...order } = createOrder(number, users);
  const isStop = number % 4 >= 2;
  const isAbove = (order.side === 'buy') === isStop;
  const expiresAt = number % 3 === 0 ? { expiresAt: FAR_FUTURE_MS + number } : {};
  return {
    ...{ ...order, ...expiresAt, leverage: 100 },
    ...{ orderType: isStop ? 'stop' : 'limit', price: price(MIDDLE + (isAbove ? away : -away)) },
  };
}

/** Ticks of which each is dearer than the one before, and that trigger nothing. */
export function makeRisingTicks(count: number): PriceUpdate[] {
  return Array.from({ length: count }, (_, number) => tickAt(MIDDLE + number));
}

/** A number of the range that looks random. It is the same for the same order in every run. */
function scatter(number: number, [from, to]: readonly [number, number]): number {
  const mixed = Math.imul(number ^ (number >>> 15), 0x9e3779b1);
  return from + (((mixed ^ (mixed >>> 13)) >>> 0) % (to - from));
}

export function tickAt(middle: number): PriceUpdate {
  return { type: 'price-update', asset: ASSET, bid: price(middle - HALF_SPREAD), ask: price(middle + HALF_SPREAD) };
}

/** Ticks that move the price and trigger nothing. */
export function makeTicks(count: number): PriceUpdate[] {
  let middle = MIDDLE;
  return Array.from({ length: count }, (_, number) => {
    const step = 1 + (scatter(number, [0, LONGEST_STEP]) % LONGEST_STEP);
    const isUp = scatter(number + 77, [0, 2]) === 1;
    const moved = middle + (isUp ? step : -step);
    middle = Math.abs(moved - MIDDLE) <= CORRIDOR ? moved : middle - (moved - middle);
    return tickAt(middle);
  });
}

/** The tick that closes one order in ten. */
export const fallingTick = tickAt(MIDDLE - FALL);
export const quietTick = tickAt(MIDDLE);

function price(units: number): string {
  return formatDecimal(units, PRICE_DECIMALS);
}
