import {
  formatDecimal,
  type Instrument,
  isRefusal,
  MONEY_DECIMALS,
  type Money,
  marginFor,
  type OpeningRequest,
  type OpeningTerms,
  openingPrice,
  type Position,
  parseDecimal,
  parsePrice,
  previewOpening,
  profitAt,
  type Quote,
  type Refusal,
} from '@fulcrum/core';
import { quantityText } from '../trading/amounts.ts';
import { priceForProfit, shareOf } from '../trading/levels.ts';
import { notionalOf, quantityForMargin, quantityForNotional } from '../trading/sizing.ts';
import type { LevelEntry, TicketForm } from './ticket-form.ts';

export interface TicketMarket {
  readonly instrument: Instrument;
  readonly quote: Quote;
  /** A price that has yet to be confirmed. */
  readonly held?: object | undefined;
  /** The server's time, in milliseconds. */
  readonly now: number;
  /** Undefined when nobody is signed in. */
  readonly balance: Money | undefined;
}

/** A ticket that could be sent: the request, and what would come of it. */
export interface ResolvedTicket {
  readonly request: OpeningRequest;
  readonly outcome: OpeningTerms | Refusal;
  /** In millionths, as are the results at the levels. Undefined where there is no such level. */
  readonly notional: Money;
  readonly resultAtTarget: Money | undefined;
  readonly resultAtStop: Money | undefined;
}

/** Which field keeps a ticket from being sent, and why. */
export interface Incomplete {
  readonly field: 'size' | 'takeProfit' | 'stopLoss';
  /** Undefined when nothing has been entered yet. */
  readonly message: string | undefined;
}

/** Works out what a ticket comes to at the current quote, by the engine's own rules. */
export function resolveTicket(form: TicketForm, market: TicketMarket): ResolvedTicket | Incomplete {
  const { instrument, quote, balance } = market;
  const { side, leverage, maxSlippageBps } = form;
  const openPrice = openingPrice(side, quote);
  const quantity = quantityOf(form, openPrice, instrument);
  if (typeof quantity !== 'number') return { field: 'size', message: quantity.message };

  const position = { side, quantity, openPrice, margin: marginFor(openPrice, quantity, leverage, instrument) };
  const takeProfit = levelOf(form.takeProfit, 1n, position, instrument);
  if (takeProfit === 'invalid') return { field: 'takeProfit', message: levelMessage(form.takeProfit, instrument) };
  const stopLoss = levelOf(form.stopLoss, -1n, position, instrument);
  if (stopLoss === 'invalid') return { field: 'stopLoss', message: levelMessage(form.stopLoss, instrument) };

  const price = (units: number) => formatDecimal(units, instrument.priceDecimals);
  const request: OpeningRequest = {
    side,
    quantity: formatDecimal(quantity, instrument.quantityDecimals),
    leverage,
    takeProfit: takeProfit === undefined ? undefined : price(takeProfit),
    stopLoss: stopLoss === undefined ? undefined : price(stopLoss),
    ...(maxSlippageBps === undefined ? {} : { expectedPrice: price(openPrice), maxSlippageBps }),
  };
  const resultAt = (level: number | undefined) =>
    level === undefined ? undefined : profitAt(level, position, instrument);
  return {
    request,
    outcome: previewOpening(request, market, balance),
    notional: notionalOf(openPrice, quantity, instrument),
    resultAtTarget: resultAt(takeProfit),
    resultAtStop: resultAt(stopLoss),
  };
}

export function isResolved(ticket: ResolvedTicket | Incomplete): ticket is ResolvedTicket {
  return 'request' in ticket;
}

/** The terms of a ticket that the engine would take, as far as can be told here. */
export function termsOf(ticket: ResolvedTicket | Incomplete | undefined): OpeningTerms | undefined {
  return ticket !== undefined && isResolved(ticket) && !isRefusal(ticket.outcome) ? ticket.outcome : undefined;
}

/** The quantity in the instrument's units: as it was entered, or the largest that the amount pays for. */
function quantityOf(
  { sizeBy, size, leverage }: TicketForm,
  price: number,
  instrument: Instrument,
): number | { readonly message: string | undefined } {
  const text = size.trim();
  if (text === '') return { message: undefined };
  const decimals = sizeBy === 'quantity' ? instrument.quantityDecimals : MONEY_DECIMALS;
  const entered = parseDecimal(text, decimals);
  if (entered === undefined || entered <= 0) return { message: `Enter a number with at most ${decimals} decimals.` };
  if (sizeBy === 'quantity') return entered;
  const amount = BigInt(entered);
  const quantity =
    sizeBy === 'margin'
      ? quantityForMargin(amount, { price, leverage, instrument })
      : quantityForNotional(amount, { price, instrument });
  if (typeof quantity === 'number') return quantity;
  const { minQuantity, maxQuantity } = instrument;
  const message =
    quantity === 'tooLittle'
      ? `This is less than the smallest quantity, ${quantityText(minQuantity, instrument)}, needs.`
      : `This is more than the largest quantity, ${quantityText(maxQuantity, instrument)}, needs.`;
  return { message };
}

/** @param sign of the result for which percent and amount stand: a stop is entered as what it may cost. */
function levelOf(
  { by, text }: LevelEntry,
  sign: 1n | -1n,
  position: Position,
  instrument: Instrument,
): number | undefined | 'invalid' {
  const entered = text.trim();
  if (entered === '') return undefined;
  if (by === 'price') return parsePrice(entered, instrument) ?? 'invalid';
  const units = parseDecimal(entered, by === 'percent' ? 2 : MONEY_DECIMALS);
  if (units === undefined || units <= 0) return 'invalid';
  const result = by === 'percent' ? shareOf(position.margin, BigInt(units)) : BigInt(units);
  return priceForProfit(sign * result, position, instrument) ?? 'invalid';
}

function levelMessage({ by }: LevelEntry, { priceDecimals }: Instrument): string {
  if (by === 'price') return `Enter a price with at most ${priceDecimals} decimals.`;
  return `No price yields this. Enter a positive ${by === 'percent' ? 'percentage of the margin' : 'amount in USDC'}.`;
}
