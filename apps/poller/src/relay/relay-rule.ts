import type { Tick } from './check-tick.ts';

/** An unchanged price is repeated after this time, in milliseconds, so that a quiet market does not look dead. */
const REPEAT_AFTER_MS = 1_000;
/** Ticks that change only quantities go to the screens at most four times a second. */
const QUANTITIES_AFTER_MS = 250;

/** Who gets a tick: the engine and the screens, only the screens, or nobody. */
export type Receivers = 'all' | 'screens' | 'nobody';

type Shown = Pick<Tick, 'bid' | 'bidQuantity' | 'ask' | 'askQuantity'>;

/** Decides for one asset which ticks are worth relaying. */
export class RelayRule {
  #engine: { readonly tick: Shown; readonly atMs: number } | undefined;
  #screens: { readonly tick: Shown; readonly atMs: number } | undefined;

  receivers(tick: Shown, nowMs: number): Receivers {
    if (this.#engine === undefined || hasOtherPrices(tick, this.#engine.tick)) return 'all';
    if (hasPassed(REPEAT_AFTER_MS, this.#engine.atMs, nowMs)) return 'all';
    if (this.#screens === undefined) return 'screens';
    if (!hasOtherQuantities(tick, this.#screens.tick)) return 'nobody';
    return hasPassed(QUANTITIES_AFTER_MS, this.#screens.atMs, nowMs) ? 'screens' : 'nobody';
  }

  /** Notes that the engine's stream has the tick. */
  engineHas(tick: Shown, nowMs: number): void {
    this.#engine = { tick, atMs: nowMs };
  }

  /** Notes that the screens' stream has the tick. */
  screensHave(tick: Shown, nowMs: number): void {
    this.#screens = { tick, atMs: nowMs };
  }
}

/** Whether a time has passed. It counts as passed if the clock was set back, so that no asset falls silent. */
function hasPassed(ms: number, sinceMs: number, nowMs: number): boolean {
  return nowMs < sinceMs || nowMs - sinceMs >= ms;
}

function hasOtherPrices(one: Shown, other: Shown): boolean {
  return one.bid !== other.bid || one.ask !== other.ask;
}

function hasOtherQuantities(one: Shown, other: Shown): boolean {
  return one.bidQuantity !== other.bidQuantity || one.askQuantity !== other.askQuantity;
}
