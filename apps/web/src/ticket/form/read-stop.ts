import { closingPrice, type Position, trailingStopAt } from '@fulcrum/cfd';
import { readDistance, readLevel } from './read-level.ts';
import type { TicketForm } from './ticket-form.ts';
import type { TicketMarket } from './ticket-outcome.ts';

export interface Stop {
  readonly stopLoss?: number;
  readonly trailingDistance?: number;
  readonly guaranteed?: true;
  /** The price at which the stop is, or begins. */
  readonly level?: number;
}

/** In the place of a sentence that says what is wrong, where something has yet to be entered. */
export const NOTHING_YET = '';

/** @returns a sentence that says what is wrong, if something is. */
export function readStop(
  { stopKind, stopLoss, kind }: TicketForm,
  position: Position,
  { instrument, quote }: TicketMarket,
): Stop | string {
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
  const level = trailingStopAt(side, from, trailingDistance);
  return { trailingDistance, ...(level >= 1 ? { level } : {}) };
}
