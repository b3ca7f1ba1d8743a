import { assert } from '@fulcrum/log';
import { sortByNumber } from '@fulcrum/memory';
import type { PriceUpdate } from '../messages/commands.ts';
import { type EventParts, inParts } from '../messages/event-parts.ts';
import type { Event } from '../messages/events.ts';
import type { Instrument } from '../messages/instrument.ts';
import { guardTick } from '../prices/tick-guard.ts';
import type { Market } from '../state/market.ts';
import type { State } from '../state/state.ts';
import { closePosition } from './close-position.ts';
import { parsePrice } from './instrument.ts';

/**
 * Takes a tick: sets the new quote, then closes every position that it triggers, in the order in which they were opened.
 * A tick changes nothing if it is crossed, not positive, off the grid, of an unknown asset or of a closed market. One
 * that looks wrong is held.
 *
 * @returns what happened, or its parts when it is more than a part has.
 */
export function applyTick(
  state: State,
  command: PriceUpdate,
  now: number,
  partSize: number,
): readonly Event[] | EventParts {
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
  state.setQuote(market, bid, ask, now);
  // Nothing is made before this: nearly every tick ends here.
  return market.hasTriggered ? closeTriggered({ state, market, now, partSize }, before) : before;
}

/** Only a guarded instrument ever holds a tick. */
function isGuarded({ maxSpreadBps, maxJumpBps }: Instrument): boolean {
  return maxSpreadBps !== undefined || maxJumpBps !== undefined;
}

/** What a tick closes, where, and when. */
interface Closing {
  readonly state: State;
  readonly market: Market;
  readonly now: number;
  readonly partSize: number;
}

/** @param before what happened already. It stands before the closings. */
function closeTriggered(closing: Closing, before: readonly Event[]): readonly Event[] | EventParts {
  const { state, market, now, partSize } = closing;
  const found: number[] = [];
  const triggered = market.triggered();
  for (let next = triggered.next(); !next.done; next = triggered.next()) {
    found.push(next.value);
    if (before.length + found.length > partSize) return closeInParts(closing, before, found, triggered);
  }
  const orders = found.map((slot) => state.readOrder(slot)).sort((a, b) => a.number - b.number);
  const closings = orders.map((order) => closePosition(state, order, market, now));
  assert(!market.hasTriggered, 'a tick closes every position that it triggers');
  return before.length === 0 ? closings : [...before, ...closings];
}

/** Slots that are collected between two steps: a fraction of a millisecond. */
const COLLECTED_AT_A_TIME = 4_096;

/** Before the first part come steps without an event, in which the orders are collected and put into their order. */
function* closeInParts(
  closing: Closing,
  before: readonly Event[],
  found: number[],
  others: Iterable<number>,
): EventParts {
  for (const slot of others) {
    found.push(slot);
    if (found.length % COLLECTED_AT_A_TIME === 0) yield NOTHING;
  }
  const sorting = sortByNumber(found, (slot) => closing.state.orderNumber(slot));
  let sorted = sorting.next();
  for (; !sorted.done; sorted = sorting.next()) yield NOTHING;
  yield* inParts(closeEach(closing, before, sorted.value), closing.partSize);
}

function* closeEach(
  { state, market, now }: Closing,
  before: readonly Event[],
  slots: Iterable<number>,
): Generator<Event> {
  yield* before;
  for (const slot of slots) yield closePosition(state, state.readOrder(slot), market, now);
  assert(!market.hasTriggered, 'a tick closes every position that it triggers');
}

/** The same for every tick to which nothing happens, so that these leave nothing behind to be collected. */
const NOTHING: readonly Event[] = [];
