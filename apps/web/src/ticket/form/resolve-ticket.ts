import { formatDecimal, isRefusal, type Money, marginFor, openingPrice, profitAt } from '@fulcrum/cfd';
import { readLevelPrice } from '../../trading/level-price.ts';
import { notionalOf } from '../../trading/sizing.ts';
import { borneByClient, isStopBehind } from '../../trading/stop-behind.ts';
import { type NetEffect, netEffect, oppositeOf } from '../netting/net-effect.ts';
import { readExpiry } from './read-expiry.ts';
import { readLevel } from './read-level.ts';
import { readLeverage } from './read-leverage.ts';
import { readSize } from './read-size.ts';
import { NOTHING_YET, readStop } from './read-stop.ts';
import { NO_LEVEL, NO_STOP, type TicketForm } from './ticket-form.ts';
import {
  opening,
  placing,
  type TicketMarket,
  type TicketOutcome,
  type TicketRequest,
  type TicketTerms,
} from './ticket-outcome.ts';

/** A complete ticket: the request, and its outcome if it were sent now. */
export interface ResolvedTicket {
  readonly type: 'resolved';
  readonly request: TicketRequest;
  /** In the instrument's units: at which it is carried out, or for which it waits. */
  readonly openPrice: number;
  readonly outcome: TicketOutcome;
  /** What it closes before it opens anything; undefined where it opens beside what is there. */
  readonly net: NetEffect | undefined;
  /** Of what opens, in millionths, as are the results at the levels. Undefined where there is no such level. */
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
export function resolveTicket(entered: TicketForm, market: TicketMarket): ResolvedTicket | Incomplete {
  const { instrument, quote, now } = market;
  // An order that reduces only opens nothing that could have levels or a leverage, and nobody sees these fields.
  const form = entered.isReduceOnly ? { ...entered, leverage: '1', takeProfit: NO_LEVEL, ...NO_STOP } : entered;
  const { side, kind, isReduceOnly } = form;
  const openPrice = kind === 'market' ? openingPrice(side, quote) : readLevelPrice(form.price, instrument);
  if (typeof openPrice !== 'number') return incomplete('price', openPrice);
  const leverage = readLeverage(form.leverage);
  if (leverage === undefined)
    return incomplete('leverage', `Enter a whole number from 1 to ${instrument.maxLeverage}.`);
  const quantity = readSize(form, { price: openPrice, leverage, instrument });
  if (typeof quantity !== 'number') return incomplete('size', quantity.message);

  const opposite = oppositeOf(form, market);
  const closingQuote = kind === 'market' ? quote : { ...quote, bid: openPrice, ask: openPrice };
  const net = opposite && netEffect(opposite, { quantity, isReduceOnly }, instrument, closingQuote);
  // Levels are read and sent also where nothing would open: the positions may be gone when the order arrives.
  const opened = net === undefined || net.left === 0 ? quantity : net.left;
  const position = { side, quantity: opened, openPrice, margin: marginFor(openPrice, opened, leverage, instrument) };
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
    reduceOnly: isReduceOnly ? (true as const) : undefined,
  };
  const netted = opposite && net && { opposite, left: net.left };
  const { request, outcome } =
    kind === 'market'
      ? opening(order, price(openPrice), form, netted, market)
      : placing({ ...order, orderType: kind, price: price(openPrice), expiresAt }, form, netted, market);
  const resultAt = (level: number | undefined) =>
    level === undefined ? undefined : borneByClient(profitAt(level, position, instrument), position.margin);
  const terms = isRefusal(outcome) ? undefined : outcome;
  return {
    ...{ type: 'resolved', request, openPrice, outcome, net },
    notional: notionalOf(openPrice, opened, instrument),
    resultAtTarget: resultAt(takeProfit),
    resultAtStop: resultAt(stop.level),
    isStopBehind:
      stop.level !== undefined && terms !== undefined && isStopBehind(side, stop.level, terms.liquidationPrice),
  };
}

function incomplete(field: Incomplete['field'], message: string | undefined): Incomplete {
  return { type: 'incomplete', field, message: message === NOTHING_YET ? undefined : message };
}

/** Whether the engine would take the ticket, as far as the screen can tell. */
export function isTakeable(
  ticket: ResolvedTicket | Incomplete | undefined,
): ticket is ResolvedTicket & { readonly outcome: TicketTerms | undefined } {
  return ticket?.type === 'resolved' && !isRefusal(ticket.outcome);
}

/** What a ticket that the engine would take opens. */
export function termsOf(ticket: ResolvedTicket | Incomplete | undefined): TicketTerms | undefined {
  return isTakeable(ticket) ? ticket.outcome : undefined;
}
