import type { HeldTick, Instrument, Quote } from './orders/naive-order.ts';
import { compare, fraction, multiply, type Rational, subtract } from './rational.ts';

/** Which ticks count (docs/rules.md), written a second time, for a tick whose prices are well-formed. */

type Prices = Pick<Quote, 'bid' | 'ask'>;

export type Fate = 'taken' | 'confirmed' | 'held' | 'replaces the held one' | 'nothing';

export function fateOf(tick: Prices & { exchangeTime: bigint | undefined }, instrument: Instrument, now: number): Fate {
  const { quote, held, settings } = instrument;
  const isSuspect =
    (quote !== undefined && isFar(tick, quote, instrument)) ||
    (isWide(tick, instrument) && !(quote !== undefined && isWide(quote, instrument)));
  if (!isSuspect) return 'taken';
  if (held === undefined || isFar(tick, held, instrument)) return 'held';
  if (isNotLater(tick.exchangeTime, held)) return 'nothing';
  return now - held.heldSince >= (settings.confirmJumpMs ?? 0) ? 'confirmed' : 'replaces the held one';
}

function isNotLater(exchangeTime: bigint | undefined, held: HeldTick): boolean {
  return exchangeTime !== undefined && held.exchangeTime !== undefined && exchangeTime <= held.exchangeTime;
}

function isFar(tick: Prices, from: Prices, { settings: { maxJumpBps } }: Instrument): boolean {
  if (maxJumpBps === undefined) return false;
  const hasJumped = (to: Rational, old: Rational) => compare(distance(to, old), share(old, maxJumpBps)) > 0;
  return hasJumped(tick.bid, from.bid) || hasJumped(tick.ask, from.ask);
}

function isWide({ bid, ask }: Prices, { settings: { maxSpreadBps } }: Instrument): boolean {
  return maxSpreadBps !== undefined && compare(subtract(ask, bid), share(bid, maxSpreadBps)) > 0;
}

function distance(a: Rational, b: Rational): Rational {
  return compare(a, b) < 0 ? subtract(b, a) : subtract(a, b);
}

function share(of: Rational, bps: number): Rational {
  return multiply(of, fraction(BigInt(bps), 10_000n));
}
