import {
  type AccountRecord,
  type ClosedIdRecord,
  type HeldTickRecord,
  type Instrument,
  laterSettings,
  MONEY_DECIMALS,
  type Mode,
  type Money,
  type OrderRecord,
  parseDecimal,
  type QuoteRecord,
  type Side,
  type Totals,
} from '@fulcrum/cfd';
import type { Row } from '@fulcrum/db';
import { assert } from '@fulcrum/log';
import type { Instruments } from './snapshot-rows.ts';

/** Snapshot rows back to the records of the core. The columns of a row are those of its table in snapshot-tables.ts. */

/** The tables' own types: what may be null there, and what PostgreSQL makes sure of. */
type TotalsColumns = readonly [houseResult: string, deposits: string, nextOrderNumber: string, rulesVersion: string];
type InstrumentColumns = readonly [
  ...[string, string, string, string, string, string, string],
  assetClass: string | null,
  mode: Mode | null,
  maxSpreadBps: string | null,
  maxJumpBps: string | null,
  confirmJumpMs: string | null,
];
type HeldTickColumns = readonly [
  ...[asset: string, bid: string, ask: string],
  exchangeTime: string | null,
  source: string | null,
  heldSince: string,
];
type QuoteColumns = readonly [asset: string, bid: string, ask: string, time: string];
type AccountColumns = readonly [userId: string, balance: string];
type OrderColumns = readonly [
  orderId: string,
  number: string,
  userId: string,
  asset: string,
  side: Side,
  quantity: string,
  leverage: string,
  openPrice: string,
  margin: string,
  takeProfit: string | null,
  stopLoss: string | null,
  slippage: string,
  openedAt: string,
];
type ClosedIdColumns = readonly [orderId: string, userId: string, closedAt: string];

/** The figures of a summary that are the core's own. */
export function readTotals(row: Row): Totals {
  const [houseResult, deposits, nextOrderNumber, rulesVersion] = row as unknown as TotalsColumns;
  const money = { houseResult: readMoney(houseResult), deposits: readMoney(deposits) };
  return { ...money, nextOrderNumber: Number(nextOrderNumber), rulesVersion: Number(rulesVersion) };
}

export function readInstrument(row: Row): Instrument {
  const [asset, priceDecimals, quantityDecimals, minQuantity, maxQuantity, maxLeverage, maxQuoteAgeMs, ...later] =
    row as InstrumentColumns;
  const [assetClass, mode, ...guards] = later;
  const [maxSpreadBps, maxJumpBps, confirmJumpMs] = guards.map((text) => (text === null ? undefined : Number(text)));
  const settings = {
    assetClass: assetClass ?? undefined,
    mode: mode ?? undefined,
    maxSpreadBps,
    maxJumpBps,
    confirmJumpMs,
  };
  return {
    asset,
    priceDecimals: Number(priceDecimals),
    quantityDecimals: Number(quantityDecimals),
    minQuantity: readUnits(minQuantity, Number(quantityDecimals)),
    maxQuantity: readUnits(maxQuantity, Number(quantityDecimals)),
    maxLeverage: Number(maxLeverage),
    maxQuoteAgeMs: Number(maxQuoteAgeMs),
    ...laterSettings(settings),
  };
}

export function readQuote(row: Row, instruments: Instruments): QuoteRecord {
  const [asset, bid, ask, time] = row as QuoteColumns;
  const { priceDecimals } = instruments(asset);
  return { asset, bid: readUnits(bid, priceDecimals), ask: readUnits(ask, priceDecimals), time: Number(time) };
}

export function readHeldTick(row: Row, instruments: Instruments): HeldTickRecord {
  const [asset, bid, ask, exchangeTime, source, heldSince] = row as HeldTickColumns;
  const { priceDecimals } = instruments(asset);
  const prices = { bid: readUnits(bid, priceDecimals), ask: readUnits(ask, priceDecimals) };
  const told = { exchangeTime: exchangeTime ?? undefined, source: source ?? undefined };
  return { asset, ...prices, ...told, heldSince: Number(heldSince) };
}

export function readAccount(row: Row): AccountRecord {
  const [userId, balance] = row as AccountColumns;
  return { userId, balance: readMoney(balance) };
}

export function readOrder(row: Row, instruments: Instruments): OrderRecord {
  const [orderId, number, userId, asset, side, quantity, leverage, openPrice, margin, ...others] = row as OrderColumns;
  const [takeProfit, stopLoss, slippage, openedAt] = others;
  const { priceDecimals, quantityDecimals } = instruments(asset);
  return {
    orderId,
    number: Number(number),
    userId,
    asset,
    side,
    quantity: readUnits(quantity, quantityDecimals),
    leverage: Number(leverage),
    openPrice: readUnits(openPrice, priceDecimals),
    margin: readMoney(margin),
    takeProfit: takeProfit === null ? undefined : readUnits(takeProfit, priceDecimals),
    stopLoss: stopLoss === null ? undefined : readUnits(stopLoss, priceDecimals),
    slippage: readUnits(slippage, priceDecimals),
    openedAt: Number(openedAt),
  };
}

export function readClosedId(row: Row): ClosedIdRecord {
  const [orderId, userId, closedAt] = row as ClosedIdColumns;
  return { orderId, userId, closedAt: Number(closedAt) };
}

/** Reads an amount that was written in units of 10^-decimals. */
function readUnits(text: string, decimals: number): number {
  const units = parseDecimal(text, decimals);
  assert(units !== undefined, `the amount ${text} of a snapshot row is on its grid`);
  return units;
}

/** Reads money, which may be larger than a safe integer. */
function readMoney(text: string): Money {
  const units = parseDecimal(text, MONEY_DECIMALS);
  if (units !== undefined) return BigInt(units);
  const match = /^(-?)(\d+)\.(\d{6})$/.exec(text);
  assert(match !== null, `the amount ${text} of a snapshot row is in millionths`);
  return BigInt(`${match[1]}${match[2]}${match[3]}`);
}
