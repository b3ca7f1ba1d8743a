import type { PriceUpdate } from '../messages/commands.ts';
import type { Event, PriceReleased } from '../messages/events.ts';
import type { Instrument } from '../messages/instrument.ts';
import { exceedsBps } from '../numbers/money.ts';
import type { Market } from '../state/market.ts';
import type { State } from '../state/state.ts';
import type { Prices } from './quote.ts';

/** Which ticks count (DESIGN, section 4.2): one that looks wrong is held until another one confirms it. */

type Verdict = 'taken' | 'confirmed' | 'held' | 'held on' | 'ignored';

/**
 * Decides on a well-formed tick, and holds it or releases the one that is held.
 *
 * @returns what is told of it, and whether it is taken.
 */
export function guardTick(state: State, market: Market, prices: Prices, command: PriceUpdate, now: number) {
  const verdict = judge(market, prices, command, now);
  if (verdict === 'taken') return { isTaken: true, events: release(state, market, 'dropped') };
  if (verdict === 'confirmed') return { isTaken: true, events: release(state, market, 'confirmed') };
  if (verdict === 'ignored') return { isTaken: false, events: NOTHING };
  const { source } = command;
  const heldSince = verdict === 'held on' ? (market.held?.heldSince ?? now) : now;
  const { bid, ask } = prices;
  const exchangeTime = command.exchangeTime === undefined ? undefined : BigInt(command.exchangeTime).toString();
  state.hold(market, { bid, ask, exchangeTime, source, heldSince });
  if (verdict === 'held on') return { isTaken: false, events: NOTHING };
  const told: Event = { type: 'price-held', instrument: market.instrument, bid, ask, source, heldSince };
  return { isTaken: false, events: [told] };
}

/** Lets go of the tick that is held, if one is, and tells it. */
export function release(state: State, market: Market, outcome: PriceReleased['outcome']): readonly Event[] {
  const { held, instrument } = market;
  if (held === undefined) return NOTHING;
  state.hold(market, undefined);
  const { bid, ask, source, heldSince } = held;
  return [{ type: 'price-released', instrument, bid, ask, source, heldSince, outcome }];
}

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

function isFar(prices: Prices, from: Prices, { maxJumpBps }: Instrument): boolean {
  if (maxJumpBps === undefined) return false;
  return (
    exceedsBps(Math.abs(prices.bid - from.bid), from.bid, maxJumpBps) ||
    exceedsBps(Math.abs(prices.ask - from.ask), from.ask, maxJumpBps)
  );
}

function isWide({ bid, ask }: Prices, { maxSpreadBps }: Instrument): boolean {
  return maxSpreadBps !== undefined && exceedsBps(ask - bid, bid, maxSpreadBps);
}

const NOTHING: readonly Event[] = [];
