import type { MadeUpCandle } from '@fulcrum/db';
import { type Bar, MADE_UP_MINUTES, makeUpMinutes } from '@fulcrum/simulated-prices';
import type { FirstTrade } from './venue-rows.ts';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;

/** Three days of minutes, and as many hours as one answer holds. */
const MINUTES = 3 * 24 * 60;
const HOURS = 1_000;

/** The candles of before a market's first trade, the newest first. */
export interface MadeUpPast {
  readonly minutes: readonly MadeUpCandle[];
  readonly hours: readonly MadeUpCandle[];
}

/**
 * Makes up the past of a market, which leads to its first trade: the last minute and the last hour before it close at its
 * price. Hours are made of the same minutes. It is the same for the same market and trade.
 */
export function makeUpPast(market: string, { price, time }: FirstTrade): MadeUpPast {
  const present = time - (time % MINUTE_MS);
  const hour = time - (time % HOUR_MS);
  const inHour = (present - hour) / MINUTE_MS;
  const walk = makeUpMinutes(price, seedOf(market));
  const minute = (back: number): Bar => walk.bar(MADE_UP_MINUTES - back);
  const atHour = inHour === 0 ? price : minute(inHour).open;
  /** Bends the walk, so that it is at the price where the hour begins as well. */
  const bend = (back: number) => 1 + (price / atHour - 1) * (inHour === 0 ? 0 : Math.min(back / inHour, 1));
  const bent = (back: number): MadeUpCandle => {
    const { open, high, low, close } = minute(back);
    const [first, last] = [bend(back), bend(back - 1)];
    const figures = { open: open * first, close: close * last };
    return rounded(present - back * MINUTE_MS, {
      ...figures,
      high: Math.max(high * Math.max(first, last), figures.open, figures.close),
      low: Math.min(low * Math.min(first, last), figures.open, figures.close),
    });
  };
  const hourBack = (back: number) =>
    joined(
      hour - back * HOUR_MS,
      Array.from({ length: 60 }, (_, index) => bent(inHour + 60 * back - index)),
    );
  return {
    minutes: Array.from({ length: MINUTES }, (_, index) => bent(index + 1)),
    hours: Array.from({ length: HOURS }, (_, index) => hourBack(index + 1)),
  };
}

/** @param minutes of the hour, in their order. */
function joined(start: number, minutes: readonly MadeUpCandle[]): MadeUpCandle {
  const [first, last] = [minutes[0], minutes.at(-1)];
  return {
    start,
    open: first?.open ?? 0,
    high: Math.max(...minutes.map(({ high }) => high)),
    low: Math.min(...minutes.map(({ low }) => low)),
    close: last?.close ?? 0,
  };
}

function rounded(start: number, bar: Bar): MadeUpCandle {
  const units = (price: number) => Math.max(1, Math.round(price));
  return { start, open: units(bar.open), high: units(bar.high), low: units(bar.low), close: units(bar.close) };
}

/** Each market has a walk of its own. */
function seedOf(market: string): number {
  let seed = 0;
  for (const letter of market) seed = (Math.imul(seed, 31) + (letter.codePointAt(0) ?? 0)) >>> 0;
  return seed;
}
