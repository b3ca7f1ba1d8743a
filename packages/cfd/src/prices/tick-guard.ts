import { assert } from '@fulcrum/log';
import type { PriceUpdate } from '../messages/commands.ts';
import type { Event, PriceHeld, PriceReleased } from '../messages/events.ts';
import type { Instrument } from '../messages/instrument.ts';
import { exceedsBps } from '../numbers/money.ts';
import type { Market } from '../state/market.ts';
import type { State } from '../state/state.ts';
import type { Prices } from './quote.ts';

/** Which ticks count (docs/rules.md, "Which ticks count"). One that looks wrong is held until another one confirms it. */

/** 'held on' is one that goes on being held, since the same time. An ignored one is no newer than the one that is held. */
type Verdict = 'taken' | 'confirmed' | 'held' | 'held on' | 'ignored';

/** Whether a tick is taken, and what the guard tells of it. */
interface Guarded {
  readonly isTaken: boolean;
  readonly events: readonly Event[];
}

/** Decides on a well-formed tick. It holds the tick, or releases the one that is held. */
export function guardTick(state: State, market: Market, prices: Prices, command: PriceUpdate, now: number): Guarded {
  const verdict = judge(market, prices, command, now);
  switch (verdict) {
    case 'taken':
      return { isTaken: true, events: release(state, market, 'dropped') };
    case 'confirmed':
      return { isTaken: true, events: release(state, market, 'confirmed') };
    case 'ignored':
      return { isTaken: false, events: NOTHING };
    case 'held':
      return { isTaken: false, events: [hold(state, market, prices, command, now)] };
    case 'held on':
      hold(state, market, prices, command, market.held?.heldSince ?? now);
      return { isTaken: false, events: NOTHING };
  }
}

function hold(
  state: State,
  market: Market,
  { bid, ask }: Prices,
  { exchangeTime, source }: PriceUpdate,
  heldSince: number,
): PriceHeld {
  assert(bid >= 1 && ask >= bid, 'a tick that is held is positive and not crossed');
  const digits = exchangeTime === undefined ? undefined : BigInt(exchangeTime).toString();
  state.hold(market, { bid, ask, exchangeTime: digits, source, heldSince });
  return { type: 'price-held', instrument: market.instrument, bid, ask, source, heldSince };
}

/** Releases the tick that is held, if one is, and tells it. */
export function release(state: State, market: Market, outcome: PriceReleased['outcome']): readonly Event[] {
  const { held, instrument } = market;
  if (held === undefined) return NOTHING;
  state.hold(market, undefined);
  assert(market.held === undefined, 'a tick that is released is not held any more');
  const { bid, ask, source, heldSince } = held;
  return [{ type: 'price-released', instrument, bid, ask, source, heldSince, outcome }];
}

/** A tick is suspect if it is far from the quote, or has a wide spread where the quote has none. */
function judge(
  { instrument, quote, held }: Market,
  prices: Prices,
  { exchangeTime }: PriceUpdate,
  now: number,
): Verdict {
  const isSuspect =
    quote === undefined
      ? isWide(prices, instrument)
      : isFar(prices, quote, instrument) || (isWide(prices, instrument) && !isWide(quote, instrument));
  if (!isSuspect) return 'taken';
  if (held === undefined || isFar(prices, held, instrument)) return 'held';
  const areTimed = exchangeTime !== undefined && held.exchangeTime !== undefined;
  if (areTimed && BigInt(exchangeTime) <= BigInt(held.exchangeTime)) return 'ignored';
  return now - held.heldSince >= (instrument.confirmJumpMs ?? 0) ? 'confirmed' : 'held on';
}

/** Whether the bid or the ask is farther away than the instrument allows. */
function isFar(prices: Prices, from: Prices, { maxJumpBps }: Instrument): boolean {
  if (maxJumpBps === undefined) return false;
  return (
    exceedsBps(Math.abs(prices.bid - from.bid), from.bid, maxJumpBps) ||
    exceedsBps(Math.abs(prices.ask - from.ask), from.ask, maxJumpBps)
  );
}

/** Whether the spread is wider than the instrument allows. */
function isWide({ bid, ask }: Prices, { maxSpreadBps }: Instrument): boolean {
  return maxSpreadBps !== undefined && exceedsBps(ask - bid, bid, maxSpreadBps);
}

const NOTHING: readonly Event[] = [];
