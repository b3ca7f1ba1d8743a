import { assert } from '@fulcrum/log';
import type { PriceUpdate } from '../messages/commands.ts';
import type { EventSteps } from '../messages/event-parts.ts';
import type { Event } from '../messages/events.ts';
import type { Instrument } from '../messages/instrument.ts';
import { guardTick } from '../prices/tick-guard.ts';
import type { Market } from '../state/market.ts';
import type { State } from '../state/state.ts';
import { closePosition } from './closing/close-position.ts';
import { inOrder } from './in-order.ts';
import { parsePrice } from './instrument.ts';
import { openReached } from './pending/open-reached.ts';

/**
 * Takes a tick: sets the new quote, then closes every position that it triggers, in the order in which they were opened, and
 * then opens every pending order that it reaches, in the order in which they were placed. A tick changes nothing if it is
 * crossed, not positive, off the grid, of an unknown asset or of a closed market. One that looks wrong is held.
 */
export function applyTick(state: State, command: PriceUpdate, now: number): readonly Event[] | EventSteps {
  const market = state.market(command.asset);
  if (market === undefined || market.instrument.mode === 'closed') return NOTHING;
  const bid = parsePrice(command.bid, market.instrument, state.maxPrice);
  const ask = parsePrice(command.ask, market.instrument, state.maxPrice);
  if (bid === undefined || ask === undefined || ask < bid) return NOTHING;
  let before = NOTHING;
  if (isGuarded(market.instrument)) {
    const { isTaken, events } = guardTick(state, market, { bid, ask }, command, now);
    if (!isTaken) return events;
    before = events;
  }
  return takePrices(state, market, bid, ask, now, before);
}

/**
 * Sets the quote, and does all that follows from it.
 *
 * @param before what happened already. It stands before the closings.
 */
export function takePrices(
  state: State,
  market: Market,
  bid: number,
  ask: number,
  now: number,
  before: readonly Event[],
): readonly Event[] | EventSteps {
  state.setQuote(market, bid, ask, now);
  // Nothing is made before this: nearly every tick ends here.
  return market.hasTriggered || market.hasReached ? carryOut(state, market, now, before) : before;
}

/** Only a guarded instrument ever holds a tick. */
function isGuarded({ maxSpreadBps, maxJumpBps }: Instrument): boolean {
  return maxSpreadBps !== undefined || maxJumpBps !== undefined;
}

function* carryOut(state: State, market: Market, now: number, before: readonly Event[]): EventSteps {
  yield* before;
  const triggered = yield* inOrder(market.triggered(), (slot) => state.orderNumber(slot));
  for (let at = 0; at < triggered.length; at++) {
    // One that trails may have been found twice.
    if (at > 0 && triggered[at] === triggered[at - 1]) continue;
    yield closePosition(state, state.readOrder(triggered[at] as number), market, now);
  }
  assert(!market.hasTriggered, 'a tick closes every position that it triggers');
  if (!market.hasReached) return;
  const reached = yield* inOrder(market.reached(), (slot) => state.pending.orders.numberOf(slot));
  for (let at = 0; at < reached.length; at++)
    // Not all of the list at once: that would make a generic iterator for each order.
    for (const event of openReached(state, reached[at] as number, market, now)) yield event;
  assert(!market.hasReached, 'a tick ends the waiting of every order that it reaches');
}

/** The same for every tick to which nothing happens, so that these leave nothing behind to be collected. */
const NOTHING: readonly Event[] = [];
