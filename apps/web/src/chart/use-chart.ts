import type { Instrument } from '@fulcrum/cfd';
import { useQueryClient } from '@tanstack/react-query';
import { type RefObject, useEffect, useLayoutEffect, useRef, useState } from 'react';
import type { HistoryState } from '../candles/candle-history.ts';
import type { Interval } from '../candles/intervals.ts';
import { themeColours } from '../drawing/colours.ts';
import { quotesStore } from '../feed/quotes.ts';
import { useFreshness } from '../market/use-quote.ts';
import { useTheme } from '../preferences/theme.ts';
import { ChartView } from './canvas/chart-view.ts';
import { type FollowedCandles, followCandles } from './follow-candles.ts';

/** The instrument for the chart. It stays the same object when only settings change that the chart does not use. */
export function useDrawnInstrument(instrument: Instrument): Instrument {
  const [drawn, setDrawn] = useState(instrument);
  if (drawn.asset === instrument.asset) return drawn;
  setDrawn(instrument);
  return instrument;
}

/** Makes the chart in an element, and removes it with the element. */
export function useChartView(container: RefObject<HTMLElement | null>, instrument: Instrument): ChartView | undefined {
  const [view, setView] = useState<ChartView>();
  useLayoutEffect(() => {
    if (container.current === null) return;
    const made = new ChartView(container.current, instrument, themeColours());
    setView(made);
    return () => {
      setView(undefined);
      made.remove();
    };
  }, [container, instrument]);
  return view;
}

/** Shows the candles of an interval, once it is decided. @returns their state, and functions that load more. */
export function useCandles(view: ChartView | undefined, instrument: Instrument, interval: Interval | undefined) {
  const client = useQueryClient();
  const [state, setState] = useState<HistoryState>({ kind: 'loading' });
  const followed = useRef<FollowedCandles>(undefined);
  useEffect(() => {
    if (view === undefined || interval === undefined) return;
    const candles = followCandles(view, instrument, interval, client, setState);
    followed.current = candles;
    return candles.stop;
  }, [view, instrument, interval, client]);
  return {
    state,
    loadOlder: () => void followed.current?.history.loadOlder(),
    retry: () => void followed.current?.history.refresh(),
  };
}

/** Shows bid and ask as they change, dimmed while they are not live. */
export function useQuoteLines(view: ChartView | undefined, instrument: Instrument): void {
  const isLive = useFreshness(instrument) === 'live';
  useEffect(() => {
    if (view === undefined) return;
    const show = () => view.setQuote(quotesStore.getState().quotes[instrument.asset], isLive);
    show();
    return quotesStore.subscribe(show);
  }, [view, instrument, isLive]);
}

export function useThemeOf(view: ChartView | undefined): void {
  const [theme] = useTheme();
  // biome-ignore lint/correctness/useExhaustiveDependencies: the style sheets' colours follow the theme.
  useEffect(() => view?.paint(themeColours()), [view, theme]);
}

/** Keeps the chart clear of the writing over its upper edge, whatever the heights of both. */
export function useClearHead(view: ChartView | undefined, head: RefObject<HTMLElement | null>): void {
  useLayoutEffect(() => {
    const element = head.current;
    if (view === undefined || element === null) return;
    const observer = new ResizeObserver(() => view.keepClear(element.offsetTop + element.offsetHeight));
    observer.observe(element);
    observer.observe(view.element);
    return () => observer.disconnect();
  }, [view, head]);
}
