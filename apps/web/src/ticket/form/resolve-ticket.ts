import {
  closingPrice,
  formatDecimal,
  type Instrument,
  isRefusal,
  type Money,
  marginFor,
  type OpeningRequest,
  type OpeningTerms,
  openingPrice,
  type PlacingRequest,
  type PlacingTerms,
  type Position,
  previewOpening,
  previewPlacing,
  profitAt,
  type Quote,
  type Refusal,
} from '@fulcrum/cfd';
import { trailedStop } from '@fulcrum/protocol';
import { readLevelPrice } from '../../trading/level-price.ts';
import { notionalOf } from '../../trading/sizing.ts';
import { borneByClient, isStopBehind } from '../../trading/stop-behind.ts';
import { readExpiry } from './read-expiry.ts';
import { readDistance, readLevel } from './read-level.ts';
import { readLeverage } from './read-leverage.ts';
import { readSize } from './read-size.ts';
import type { TicketForm } from './ticket-form.ts';

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

/** What is sent: an order that opens at once, or one that waits for its price. */
export type TicketRequest = OpeningRequest | (PlacingRequest & Pick<OpeningRequest, 'maxSlippageBps'>);

/** What it comes to. */
export type TicketTerms = OpeningTerms | PlacingTerms;

/** A complete ticket: the request, and its outcome if it were sent now. */
export interface ResolvedTicket {
  readonly type: 'resolved';
  readonly request: TicketRequest;
  readonly outcome: TicketTerms | Refusal;
  /** In millionths, as are the results at the levels. Undefined where there is no such level. */
  readonly notional: Money;
  readonly resultAtTarget: Money | undefined;
  /** The loss is at most the margin. That of a trailing stop is where it begins. */
  readonly resultAtStop: Money | undefined;
  /** Whether a liquidation comes before the stop-loss. */
  readonly isStopBehind: boolean;
}

/** Which field keeps a ticket from being sent, and why. */
export interface Incomplete {
  readonly type: 'incomplete';
  readonly field: 'price' | 'expiry' | 'size' | 'leverage' | 'takeProfit' | 'stopLoss';
  /** Undefined when nothing has been entered yet. */
  readonly message: string | undefined;
}

/** Works out a ticket at the current quote, by the engine's own rules. */
export function resolveTicket(form: TicketForm, market: TicketMarket): ResolvedTicket | Incomplete {
  const { instrument, quote, now } = market;
  const { side, kind } = form;
  const openPrice = kind === 'market' ? openingPrice(side, quote) : readLevelPrice(form.price, instrument);
  if (typeof openPrice !== 'number') return incomplete('price', openPrice);
  const leverage = readLeverage(form.leverage);
  if (leverage === undefined)
    return incomplete('leverage', `Enter a whole number from 1 to ${instrument.maxLeverage}.`);
  const quantity = readSize(form, { price: openPrice, leverage, instrument });
  if (typeof quantity !== 'number') return incomplete('size', quantity.message);

  const position = { side, quantity, openPrice, margin: marginFor(openPrice, quantity, leverage, instrument) };
  const takeProfit = readLevel(form.takeProfit, 1n, position, instrument);
  if (typeof takeProfit === 'string') return incomplete('takeProfit', takeProfit);
  const stop = readStop(form, position, market);
  if (typeof stop === 'string') return incomplete('stopLoss', stop);
  const hasNoEnd = form.expiry.by === 'time' && form.expiry.text === '';
  if (kind !== 'market' && hasNoEnd) return incomplete('expiry', NOTHING_YET);
  const expiresAt = kind === 'market' ? undefined : readExpiry(form.expiry, now);
  if (typeof expiresAt === 'string') return incomplete('expiry', expiresAt);

  const price = (units: number | undefined) =>
    units === undefined ? undefined : formatDecimal(units, instrument.priceDecimals);
  const order = {
    ...{ side, leverage, quantity: formatDecimal(quantity, instrument.quantityDecimals) },
    takeProfit: price(takeProfit),
    stopLoss: price(stop.stopLoss),
    trailingDistance: price(stop.trailingDistance),
    guaranteed: stop.guaranteed,
  };
  const { request, outcome } =
    kind === 'market'
      ? opening(order, price(openPrice), form, market)
      : placing({ ...order, orderType: kind, price: price(openPrice), expiresAt }, form, market);
  const resultAt = (level: number | undefined) =>
    level === undefined ? undefined : borneByClient(profitAt(level, position, instrument), position.margin);
  return {
    type: 'resolved',
    request,
    outcome,
    notional: notionalOf(openPrice, quantity, instrument),
    resultAtTarget: resultAt(takeProfit),
    resultAtStop: resultAt(stop.level),
    isStopBehind:
      stop.level !== undefined && !isRefusal(outcome) && isStopBehind(side, stop.level, outcome.liquidationPrice),
  };
}

function opening(
  order: OpeningRequest,
  expectedPrice: string | undefined,
  { maxSlippageBps }: TicketForm,
  market: TicketMarket,
) {
  const request = maxSlippageBps === undefined ? order : { ...order, expectedPrice, maxSlippageBps };
  return { request, outcome: previewOpening(request, market, market.balance) };
}

function placing(order: PlacingRequest, { maxSlippageBps }: TicketForm, market: TicketMarket) {
  return { request: { ...order, maxSlippageBps }, outcome: previewPlacing(order, market) };
}

interface Stop {
  readonly stopLoss?: number;
  readonly trailingDistance?: number;
  readonly guaranteed?: true;
  /** The price at which the stop is, or begins. */
  readonly level?: number;
}

/** In the place of a sentence that says what is wrong, where something has yet to be entered. */
const NOTHING_YET = '';

/** @returns a sentence that says what is wrong, if something is. */
function readStop({ stopKind, stopLoss, kind }: TicketForm, position: Position, market: TicketMarket): Stop | string {
  const { instrument, quote } = market;
  if (stopKind !== 'trailing') {
    const level = readLevel(stopLoss, -1n, position, instrument);
    if (typeof level === 'string') return level;
    if (level === undefined) return stopKind === 'guaranteed' ? NOTHING_YET : {};
    return { stopLoss: level, level, ...(stopKind === 'guaranteed' ? { guaranteed: true } : {}) };
  }
  const trailingDistance = readDistance(stopLoss, position, instrument);
  if (typeof trailingDistance === 'string') return trailingDistance;
  if (trailingDistance === undefined) return NOTHING_YET;
  const { side, openPrice } = position;
  const from = kind === 'market' ? closingPrice(side, quote) : openPrice;
  const level = trailedStop(side, from, trailingDistance, undefined);
  return { trailingDistance, ...(level >= 1 ? { level } : {}) };
}

function incomplete(field: Incomplete['field'], message: string | undefined): Incomplete {
  return { type: 'incomplete', field, message: message === NOTHING_YET ? undefined : message };
}

/** The terms of a ticket that the engine would take, as far as the screen can tell. */
export function termsOf(ticket: ResolvedTicket | Incomplete | undefined): TicketTerms | undefined {
  return ticket?.type === 'resolved' && !isRefusal(ticket.outcome) ? ticket.outcome : undefined;
}
