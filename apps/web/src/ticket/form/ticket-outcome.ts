import {
  formatDecimal,
  type Instrument,
  isRefusal,
  type Money,
  type OpeningRequest,
  type OpeningTerms,
  type PlacingRequest,
  type PlacingTerms,
  type Position,
  previewNetting,
  previewOpening,
  previewPlacing,
  type Quote,
  type Refusal,
} from '@fulcrum/cfd';
import type { Netting } from '../netting/net-effect.ts';
import type { TicketForm } from './ticket-form.ts';

export interface TicketMarket extends Netting {
  readonly instrument: Instrument;
  readonly quote: Quote;
  /** A price that has yet to be confirmed. */
  readonly held?: object | undefined;
  /** The server's time, in milliseconds. */
  readonly now: number;
  /** Undefined when nobody is signed in. */
  readonly balance: Money | undefined;
}

interface ReduceOnly {
  readonly reduceOnly?: true | undefined;
}

type Opening = OpeningRequest & ReduceOnly;
type Placing = PlacingRequest & ReduceOnly;

/** What is sent: an order that opens at once, or one that waits for its price. */
export type TicketRequest = Opening | (Placing & Pick<OpeningRequest, 'maxSlippageBps'>);

/** What it opens. */
export type TicketTerms = OpeningTerms | PlacingTerms;

/** What comes of it by the engine's own rules: terms, a refusal, or undefined where it opens nothing and only closes. */
export type TicketOutcome = TicketTerms | undefined | Refusal;

/** The positions that an order closes first, and what of it is left to open then. */
export interface Netted {
  readonly opposite: readonly Position[];
  readonly left: number;
}

/** An order that is carried out at once, and what comes of it. */
export function opening(
  order: Opening,
  expectedPrice: string | undefined,
  { maxSlippageBps }: TicketForm,
  netted: Netted | undefined,
  market: TicketMarket,
) {
  const request = maxSlippageBps === undefined ? order : { ...order, expectedPrice, maxSlippageBps };
  return { request, outcome: openingOutcome(request, netted, market) };
}

/** An order that waits, and what comes of it if the positions are then as they are now. */
export function placing(
  order: Placing,
  { maxSlippageBps }: TicketForm,
  netted: Netted | undefined,
  market: TicketMarket,
) {
  return { request: { ...order, maxSlippageBps }, outcome: placingOutcome(order, netted, market) };
}

function openingOutcome(request: Opening, netted: Netted | undefined, market: TicketMarket): TicketOutcome {
  const { balance } = market;
  if (netted === undefined) return previewOpening(request, market, balance);
  const terms = previewNetting(request, request.reduceOnly === true, netted.opposite, market, balance);
  return isRefusal(terms) ? terms : terms.opening;
}

function placingOutcome(request: Placing, netted: Netted | undefined, market: TicketMarket): TicketOutcome {
  const whole = previewPlacing(request, market);
  if (netted === undefined || isRefusal(whole)) return whole;
  if (netted.left === 0) return undefined;
  const quantity = formatDecimal(netted.left, market.instrument.quantityDecimals);
  const left = previewPlacing({ ...request, quantity }, market);
  // The size of what is left is judged when it opens. Until then the whole may be placed.
  return isRefusal(left) ? whole : left;
}
