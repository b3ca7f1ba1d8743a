import { useEffect, useState } from 'react';
import { serverNow } from '../clock/server-clock.ts';
import { CHOICE, keepChoice, readChoice, whenChoicesTaken } from '../preferences/storage.ts';

/** How long a candle lasts, in seconds. */
export const INTERVAL_SECONDS = { '1s': 1, '1m': 60, '5m': 300, '15m': 900, '1h': 3_600, '4h': 14_400, '1d': 86_400 };

export type Interval = keyof typeof INTERVAL_SECONDS;

export const INTERVALS = Object.keys(INTERVAL_SECONDS) as readonly Interval[];

const KEY = CHOICE.interval;

/** Most people look at minutes. While the data is younger than this, seconds show more. */
const FEW_MINUTES_MS = 20 * 60_000;

/** The start of the data in milliseconds: undefined where there is none, null while it is not known. */
export type DataBegin = number | undefined | null;

/**
 * The chosen interval. The choice survives a reload. Without a choice the interval follows from the age of the data,
 * and is undefined until that is known.
 */
export function useInterval(dataBegin: DataBegin): [Interval | undefined, (interval: Interval) => void] {
  const [chosen, setChosen] = useState(keptInterval);
  useEffect(() => whenChoicesTaken(() => setChosen(keptInterval())), []);
  const [fitting, setFitting] = useState<Interval>();
  if (fitting === undefined && dataBegin !== null) setFitting(intervalFor(dataBegin, serverNow()));
  const choose = (interval: Interval) => {
    keepChoice(KEY, interval);
    setChosen(interval);
  };
  return [chosen ?? fitting, choose];
}

function keptInterval(): Interval | undefined {
  return INTERVALS.find((known) => known === readChoice(KEY));
}

function intervalFor(dataBegin: number | undefined, now: number): Interval {
  return dataBegin !== undefined && now - dataBegin > FEW_MINUTES_MS ? '1m' : '1s';
}
