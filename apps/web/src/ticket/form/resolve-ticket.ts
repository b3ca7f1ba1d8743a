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
  previewOpening,
  profitAt,
  type Quote,
  type Refusal,
} from '@fulcrum/cfd';
import { quantityText } from '../../numbers/amounts.ts';
import { readTyped, unreadableText } from '../../numbers/typed-number.ts';
import { readLevelPrice } from '../../trading/level-price.ts';
import { priceForProfit, shareOf } from '../../trading/levels.ts';
import { notionalOf, quantityForMargin, quantityForNotional, type Sizing } from '../../trading/sizing.ts';
import { borneByClient, isStopBehind } from '../../trading/stop-behind.ts';
import { readLeverage } from './read-leverage.ts';
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

/** A complete ticket: the request, and its outcome if it were sent now. */
export interface ResolvedTicket {
  readonly type: 'resolved';
  readonly request: OpeningRequest;
  readonly outcome: OpeningTerms | Refusal;
  /** In millionths, as are the results at the levels. Undefined where there is no such level. */
  readonly notional: Money;
  readonly resultAtTarget: Money | undefined;
  /** The loss is at most the margin. */
  readonly resultAtStop: Money | undefined;
  /** Whether a liquidation comes before the stop-loss. */
  readonly isStopBehind: boolean;
}

/** Which field keeps a ticket from being sent, and why. */
export interface Incomplete {
  readonly type: 'incomplete';
  readonly field: 'size' | 'leverage' | 'takeProfit' | 'stopLoss';
  /** Undefined when nothing has been entered yet. */
  readonly message: string | undefined;
}

/** Works out a ticket at the current quote, by the engine's own rules. */
export function resolveTicket(form: TicketForm, market: TicketMarket): ResolvedTicket | Incomplete {
  const { instrument, quote, balance } = market;
  const { side, maxSlippageBps } = form;
  const openPrice = openingPrice(side, quote);
  const leverage = readLeverage(form.leverage);
  if (leverage === undefined)
    return incomplete('leverage', `Enter a whole number from 1 to ${instrument.maxLeverage}.`);
  const quantity = quantityOf(form, { price: openPrice, leverage, instrument });
  if (typeof quantity !== 'number') return incomplete('size', quantity.message);

  const position = { side, quantity, openPrice, margin: marginFor(openPrice, quantity, leverage, instrument) };
  const takeProfit = levelOf(form.takeProfit, 1n, position, instrument);
  if (typeof takeProfit === 'string') return incomplete('takeProfit', takeProfit);
  const stopLoss = levelOf(form.stopLoss, -1n, position, instrument);
  if (typeof stopLoss === 'string') return incomplete('stopLoss', stopLoss);

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
    level === undefined ? undefined : borneByClient(profitAt(level, position, instrument), position.margin);
  const outcome = previewOpening(request, market, balance);
  return {
    type: 'resolved',
    request,
    outcome,
    notional: notionalOf(openPrice, quantity, instrument),
    resultAtTarget: resultAt(takeProfit),
    resultAtStop: resultAt(stopLoss),
    isStopBehind:
      stopLoss !== undefined && !isRefusal(outcome) && isStopBehind(side, stopLoss, outcome.liquidationPrice),
  };
}

function incomplete(field: Incomplete['field'], message: string | undefined): Incomplete {
  return { type: 'incomplete', field, message };
}

/** The terms of a ticket that the engine would take, as far as the screen can tell. */
export function termsOf(ticket: ResolvedTicket | Incomplete | undefined): OpeningTerms | undefined {
  return ticket?.type === 'resolved' && !isRefusal(ticket.outcome) ? ticket.outcome : undefined;
}

/** The quantity in the instrument's units: the entered one, or the largest that the amount pays for. */
function quantityOf({ sizeBy, size }: TicketForm, sizing: Sizing): number | { readonly message: string | undefined } {
  if (size.trim() === '') return { message: undefined };
  const { instrument } = sizing;
  const decimals = sizeBy === 'quantity' ? instrument.quantityDecimals : MONEY_DECIMALS;
  const otherwise = `Enter a number with at most ${decimals} decimals.`;
  const read = readTyped(size);
  if (read.type !== 'number') return { message: unreadableText(read, otherwise) };
  const entered = parseDecimal(read.text, decimals);
  if (entered === undefined || entered <= 0) return { message: otherwise };
  if (sizeBy === 'quantity') return entered;
  const amount = BigInt(entered);
  const quantity = sizeBy === 'margin' ? quantityForMargin(amount, sizing) : quantityForNotional(amount, sizing);
  return typeof quantity === 'number' ? quantity : { message: outOfLimits(quantity, instrument) };
}

function outOfLimits(sized: 'tooLittle' | 'tooMuch', instrument: Instrument): string {
  const { minQuantity, maxQuantity } = instrument;
  return sized === 'tooLittle'
    ? `This is less than the smallest quantity, ${quantityText(minQuantity, instrument)}, needs.`
    : `This is more than the largest quantity, ${quantityText(maxQuantity, instrument)}, needs.`;
}

/**
 * @param sign of an entered result: the loss at a stop is entered as a positive number.
 * @returns the level's price, undefined without a level, or a sentence that says what is wrong with it.
 */
function levelOf(
  { by, text }: LevelEntry,
  sign: 1n | -1n,
  position: Position,
  instrument: Instrument,
): number | undefined | string {
  if (by === 'price') return readLevelPrice(text, instrument);
  if (text.trim() === '') return undefined;
  const otherwise = `No price yields this. Enter a positive ${by === 'percent' ? 'percentage of the margin' : 'amount in USDC'}.`;
  const read = readTyped(text);
  if (read.type !== 'number') return unreadableText(read, otherwise);
  const units = parseDecimal(read.text, by === 'percent' ? 2 : MONEY_DECIMALS);
  if (units === undefined || units <= 0) return otherwise;
  const result = by === 'percent' ? shareOf(position.margin, BigInt(units)) : BigInt(units);
  return priceForProfit(sign * result, position, instrument) ?? otherwise;
}
