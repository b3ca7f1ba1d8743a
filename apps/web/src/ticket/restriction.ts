import { useEffect, useState } from 'react';
import { useStore } from 'zustand';
import { serverNow } from '../clock/server-clock.ts';
import { dayAndTime } from '../clock/times.ts';
import { accountStore, type Restriction } from '../feed/account.ts';

/** The longest wait of a browser's timer. */
const MAX_TIMER_MS = 2 ** 31 - 1;

/** What keeps the user from opening a position, in plain words; undefined where nothing does. */
export function useRestriction(): string | undefined {
  const restriction = useStore(accountStore, (state) => state.restriction);
  const [now, setNow] = useState(serverNow);
  const { pausedUntil = 0 } = restriction;
  useEffect(() => {
    setNow(serverNow());
    const leftMs = pausedUntil - serverNow();
    if (leftMs <= 0) return;
    const timer = setTimeout(() => setNow(serverNow()), Math.min(leftMs, MAX_TIMER_MS));
    return () => clearTimeout(timer);
  }, [pausedUntil]);
  return restrictionText(restriction, now);
}

/** @param now milliseconds of the server's clock. */
export function restrictionText({ rights, pausedUntil = 0 }: Restriction, now: number): string | undefined {
  if (rights === 'none') return 'Your account can neither open nor close positions.';
  if (rights === 'close_only') return 'Positions of your account can only be closed: nothing new can be opened.';
  if (now >= pausedUntil) return undefined;
  return `You have paused until ${dayAndTime(pausedUntil)}. Nothing can be opened before; positions can be closed.`;
}
