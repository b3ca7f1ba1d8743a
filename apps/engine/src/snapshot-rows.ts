import {
  type AccountRecord,
  type ClosedIdRecord,
  formatDecimal,
  type HeldTickRecord,
  type Instrument,
  MONEY_DECIMALS,
  type Money,
  type OrderRecord,
  type QuoteRecord,
  type Totals,
} from '@fulcrum/cfd';
import type { Row } from '@fulcrum/db';
import { assert } from '@fulcrum/log';

/** Snapshot rows: the records of the core as the text that PostgreSQL's columns take. */

/** The decimals of each instrument, without which amounts cannot be printed or read. */
export type Instruments = (asset: string) => Instrument;

export function instrumentsIn(all: Iterable<Instrument>): Instruments {
  const byAsset = new Map(Array.from(all, (instrument) => [instrument.asset, instrument]));
  return (asset) => {
    const instrument = byAsset.get(asset);
    assert(instrument !== undefined, `the instrument ${asset} of a snapshot row exists`);
    return instrument;
  };
}

const money = (amount: Money) => formatDecimal(amount, MONEY_DECIMALS);

export function totalsRow({ houseResult, deposits, nextOrderNumber, rulesVersion }: Totals): Row {
  return [money(houseResult), money(deposits), String(nextOrderNumber), String(rulesVersion)];
}

export function instrumentRow(instrument: Instrument): Row {
  const { asset, priceDecimals, quantityDecimals, minQuantity, maxQuantity, maxLeverage, maxQuoteAgeMs } = instrument;
  const { assetClass, mode, maxSpreadBps, maxJumpBps, confirmJumpMs } = instrument;
  const guards = [maxSpreadBps, maxJumpBps, confirmJumpMs].map((setting) =>
    setting === undefined ? null : String(setting),
  );
  const quantities = [minQuantity, maxQuantity].map((quantity) => formatDecimal(quantity, quantityDecimals));
  return [
    asset,
    ...[priceDecimals, quantityDecimals].map(String),
    ...quantities,
    String(maxLeverage),
    String(maxQuoteAgeMs),
    assetClass ?? null,
    mode ?? null,
    ...guards,
  ];
}

export function quoteRow({ asset, bid, ask, time }: QuoteRecord, instruments: Instruments): Row {
  const { priceDecimals } = instruments(asset);
  return [asset, formatDecimal(bid, priceDecimals), formatDecimal(ask, priceDecimals), String(time)];
}

export function heldTickRow(held: HeldTickRecord, instruments: Instruments): Row {
  const { asset, bid, ask, exchangeTime, source, heldSince } = held;
  const { priceDecimals } = instruments(asset);
  const prices = [bid, ask].map((price) => formatDecimal(price, priceDecimals));
  return [asset, ...prices, exchangeTime ?? null, source ?? null, String(heldSince)];
}

export function accountRow({ userId, balance }: AccountRecord): Row {
  return [userId, money(balance)];
}

export function orderRow(order: OrderRecord, instruments: Instruments): Row {
  const { orderId, number, userId, asset, side, leverage, margin, openedAt } = order;
  const { priceDecimals, quantityDecimals } = instruments(asset);
  const price = (units: number) => formatDecimal(units, priceDecimals);
  const level = (units: number | undefined) => (units === undefined ? null : price(units));
  const quantity = formatDecimal(order.quantity, quantityDecimals);
  const named = [orderId, String(number), userId, asset, side, quantity, String(leverage)];
  const amounts = [price(order.openPrice), money(margin), level(order.takeProfit), level(order.stopLoss)];
  return [...named, ...amounts, price(order.slippage), String(openedAt)];
}

export function closedIdRow({ orderId, userId, closedAt }: ClosedIdRecord): Row {
  return [orderId, userId, String(closedAt)];
}
