import type { CreateOrder } from '../../messages/commands.ts';
import type { Instrument } from '../../messages/instrument.ts';
import { isRefusal, type Refusal, refuse } from '../../messages/rejection.ts';
import { maxPrice } from '../../numbers/limits.ts';
import { guaranteeFee, liquidationPriceOf, type Money, marginFor, type Position } from '../../numbers/money.ts';
import type { Quote } from '../../prices/quote.ts';
import type { NewPending } from '../../state/pending/pending-fields.ts';
import { modeRefusal } from '../mode.ts';
import { type OrderSize, orderSize } from '../opening/opening-terms.ts';
import { readLevel } from '../read-level.ts';
import { NEWEST_RULES } from '../rules-version.ts';
import { wellFormed } from '../well-formed.ts';
import { checkLevels, readExpiry, readPrice } from './pending-terms.ts';

/** The part of a `create-order` that decides for what an order would wait, and what it would open. */
export interface PlacingRequest
  extends Pick<
    CreateOrder,
    'side' | 'leverage' | 'price' | 'expiresAt' | 'takeProfit' | 'stopLoss' | 'trailingDistance' | 'guaranteed'
  > {
  readonly orderType: 'limit' | 'stop';
  readonly quantity: string;
}

/** The market in which an order would wait. `now` is in milliseconds of log time. */
export interface PlacingMarket {
  readonly instrument: Instrument;
  readonly quote: Quote | undefined;
  readonly now: number;
  readonly maxPrice: number;
}

/** For what an order waits, in the instrument's units, and until when. */
export type WaitingTerms = Pick<NewPending, 'price' | 'expiresAt' | 'takeProfit' | 'stopLoss' | 'trailingDistance'>;

/** What an order that waits would open, if it opened at exactly its price. */
export interface PlacingTerms extends Position, OrderSize, WaitingTerms {
  readonly liquidationPrice: number;
  /** What the guarantee of its stop-loss would cost. */
  readonly fee: Money;
}

/**
 * Works out what would come of an order that waits, for a ticket that is not sent yet. The engine places orders by the same
 * functions. Nothing is taken for an order that waits, so the balance is not looked at.
 *
 * @returns the terms, or the refusal of the first check that fails, in the engine’s order.
 */
export function previewPlacing(
  request: PlacingRequest,
  market: Omit<PlacingMarket, 'maxPrice'>,
): PlacingTerms | Refusal {
  const { instrument } = market;
  const closed = modeRefusal(instrument, 'opening');
  if (closed !== undefined) return closed;
  const size = orderSize(request, instrument);
  if (isRefusal(size)) return size;
  const terms = readTerms(request, request.orderType, { ...market, maxPrice: maxPrice(NEWEST_RULES) });
  if (isRefusal(terms)) return terms;
  const { side, guaranteed } = request;
  const { quantity, leverage } = size;
  const margin = marginFor(terms.price, quantity, leverage, instrument);
  const position = { side, quantity, openPrice: terms.price, margin };
  const { guaranteedStopPpm = 0 } = instrument;
  const fee = guaranteed === true ? guaranteeFee(terms.price, quantity, guaranteedStopPpm, instrument) : 0n;
  return { ...position, leverage, ...terms, liquidationPrice: liquidationPriceOf(position, instrument), fee };
}

/** Reads for what an order is to wait. @returns the refusal of the first check that fails instead. */
export function readTerms(
  command: Omit<PlacingRequest, 'leverage' | 'quantity' | 'orderType'>,
  orderType: 'limit' | 'stop',
  { instrument, quote, now, maxPrice: highest }: PlacingMarket,
): WaitingTerms | Refusal {
  if (quote === undefined) return refuse('no_price', 'There is no price for this instrument yet.');
  const { side } = command;
  const price = readPrice(command.price ?? '', { side, orderType }, { instrument, quote }, highest);
  if (isRefusal(price)) return price;
  const expiresAt = readExpiry(wellFormed(command.expiresAt), now);
  if (isRefusal(expiresAt)) return expiresAt;
  const source = { instrument, maxPrice: highest };
  // Here and below all fields are written out: spread together, they cost more than all that is checked.
  const levels = checkLevels(
    {
      side,
      price,
      isGuaranteed: command.guaranteed === true,
      takeProfit: readLevel('takeProfit', command.takeProfit, source),
      stopLoss: readLevel('stopLoss', command.stopLoss, source),
      trailingDistance: readLevel('trailingDistance', command.trailingDistance, source),
    },
    instrument,
  );
  if (isRefusal(levels)) return levels;
  const { takeProfit, stopLoss, trailingDistance } = levels;
  return { price, expiresAt, takeProfit, stopLoss, trailingDistance };
}
