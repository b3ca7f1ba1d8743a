import { useState } from 'react';
import { serverNow } from '../clock/server-clock.ts';
import { keepChoice, readChoice } from '../preferences/storage.ts';

/** How long a candle lasts, in seconds. */
export const INTERVAL_SECONDS = { '1s': 1, '1m': 60, '5m': 300, '15m': 900, '1h': 3_600, '4h': 14_400, '1d': 86_400 };

export type Interval = keyof typeof INTERVAL_SECONDS;

export const INTERVALS = Object.keys(INTERVAL_SECONDS) as readonly Interval[];

const KEY = 'chart-interval';

/** Minutes are what most people look at. Where there are only a few of them yet, seconds show more. */
const FEW_MINUTES_MS = 20 * 60_000;

/** When the data begins, in milliseconds: undefined where there is none, null while that is not known. */
export type DataBegin = number | undefined | null;

/**
 * The interval that is looked at. The choice survives a reload; before there is one, what fits the data is shown, and
 * nothing until that is known.
 */
export function useInterval(dataBegin: DataBegin): [Interval | undefined, (interval: Interval) => void] {
  const [chosen, setChosen] = useState(() => INTERVALS.find((known) => known === readChoice(KEY)));
  const [fitting, setFitting] = useState<Interval>();
  if (fitting === undefined && dataBegin !== null) setFitting(intervalFor(dataBegin, serverNow()));
  const choose = (interval: Interval) => {
    keepChoice(KEY, interval);
    setChosen(interval);
  };
  return [chosen ?? fitting, choose];
}

function intervalFor(dataBegin: number | undefined, now: number): Interval {
  return dataBegin !== undefined && now - dataBegin > FEW_MINUTES_MS ? '1m' : '1s';
}
