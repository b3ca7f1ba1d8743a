import { useState } from 'react';

/** How long a candle lasts, in seconds. */
export const INTERVAL_SECONDS = { '1s': 1, '1m': 60, '5m': 300, '15m': 900, '1h': 3_600, '4h': 14_400, '1d': 86_400 };

export type Interval = keyof typeof INTERVAL_SECONDS;

export const INTERVALS = Object.keys(INTERVAL_SECONDS) as readonly Interval[];

const KEY = 'chart-interval';
const FIRST_CHOICE: Interval = '1m';

/** The interval that is looked at. The choice survives a reload. */
export function useInterval(): [Interval, (interval: Interval) => void] {
  const [interval, setInterval] = useState(() => INTERVALS.find((known) => known === kept()) ?? FIRST_CHOICE);
  const choose = (chosen: Interval) => {
    localStorage.setItem(KEY, chosen);
    setInterval(chosen);
  };
  return [interval, choose];
}

function kept(): string | null {
  return localStorage.getItem(KEY);
}
