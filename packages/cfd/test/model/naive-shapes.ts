import { parseDecimal } from './rational.ts';

/** The fields of a command as they came out of JSON. */
export type Fields = { readonly [field: string]: unknown };

type Test = (value: unknown) => boolean;

const ID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

export const isId: Test = (value) => typeof value === 'string' && ID.test(value);
export const isRequestId: Test = (value) => typeof value === 'string' && value.length <= 64;

const isString: Test = (value) => typeof value === 'string';
const isNumber: Test = (value) => typeof value === 'number';
const isDecimal: Test = (value) => typeof value === 'string' && parseDecimal(value) !== undefined;
const isSide: Test = (value) => value === 'buy' || value === 'sell';
const isInstrumentName: Test = (value) => typeof value === 'string' && /^[\x21-\x7e]{1,32}$/.test(value);
const isNatural: Test = (value) => isIntegerWithin(0, Number.MAX_SAFE_INTEGER)(value);

/** A number, or its digits as text: the venues write it in both ways. */
const isMicroseconds: Test = (value) => isNatural(value) || (typeof value === 'string' && /^\d{1,20}$/.test(value));

function isIntegerWithin(least: number, most: number): Test {
  return (value) => Number.isInteger(value) && Number(value) >= least && Number(value) <= most;
}

function orAbsent(test: Test): Test {
  return (value) => value === undefined || test(value);
}

function orNull(test: Test): Test {
  return (value) => value === null || test(value);
}

const DAY_MS = 86_400_000;

/** What each field of each command must look like before any rule of trade is asked (DESIGN.md section 3). */
const shapes = new Map<string, { [field: string]: Test }>([
  [
    'set-instrument',
    {
      requestId: orAbsent(isRequestId),
      asset: isInstrumentName,
      priceDecimals: isIntegerWithin(0, 12),
      quantityDecimals: isIntegerWithin(0, 12),
      minQuantity: isDecimal,
      maxQuantity: isDecimal,
      maxLeverage: isIntegerWithin(1, 1_000_000),
      maxQuoteAgeMs: isIntegerWithin(0, 365 * DAY_MS),
      assetClass: orAbsent((value) => typeof value === 'string' && /^[a-z0-9_-]{1,32}$/.test(value)),
      mode: orAbsent((value) => value === 'open' || value === 'close_only' || value === 'closed'),
      maxSpreadBps: orAbsent(isIntegerWithin(1, 1_000_000)),
      maxJumpBps: orAbsent(isIntegerWithin(1, 1_000_000)),
      confirmJumpMs: orAbsent(isIntegerWithin(0, DAY_MS)),
    },
  ],
  ['set-rules', { requestId: orAbsent(isRequestId), version: isIntegerWithin(1, Number.MAX_SAFE_INTEGER) }],
  ['create-account', { requestId: isRequestId, userId: isId, deposit: isDecimal }],
  [
    'price-update',
    {
      asset: isString,
      bid: isDecimal,
      ask: isDecimal,
      exchangeTime: orAbsent(isMicroseconds),
      source: orAbsent(isRequestId),
    },
  ],
  [
    'create-order',
    {
      requestId: isRequestId,
      orderId: isId,
      userId: isId,
      asset: isString,
      side: isSide,
      quantity: isString,
      leverage: isNumber,
      takeProfit: orAbsent(isString),
      stopLoss: orAbsent(isString),
      expectedPrice: orAbsent(isDecimal),
      maxSlippageBps: orAbsent(isNatural),
    },
  ],
  [
    'update-order',
    {
      requestId: isRequestId,
      orderId: isId,
      userId: isId,
      takeProfit: orAbsent(orNull(isString)),
      stopLoss: orAbsent(orNull(isString)),
    },
  ],
  ['close-order', { requestId: isRequestId, orderId: isId, userId: isId }],
  ['get-account', { requestId: isRequestId, userId: isId }],
  ['get-order', { requestId: isRequestId, orderId: isId, userId: isId }],
  ['void-order', { requestId: isRequestId, orderId: isId, userId: isId }],
]);

export function isPlainObject(data: unknown): data is Fields {
  return typeof data === 'object' && data !== null && !Array.isArray(data);
}

export function hasShape(type: string, data: Fields): boolean {
  const shape = shapes.get(type);
  return shape !== undefined && Object.entries(shape).every(([field, test]) => test(data[field]));
}
