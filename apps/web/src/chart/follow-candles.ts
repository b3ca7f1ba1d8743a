import type { Instrument } from '@fulcrum/cfd';
import type { QueryClient } from '@tanstack/react-query';
import { CandleHistory, type HistoryState } from '../candles/candle-history.ts';
import { fetchCandles } from '../candles/fetch-candles.ts';
import { INTERVAL_SECONDS, type Interval } from '../candles/intervals.ts';
import { serverNow } from '../clock/server-clock.ts';
import { quotesStore } from '../feed/quotes.ts';
import type { ChartView } from './canvas/chart-view.ts';

/** Candles are read again this often: the screen sees only the last tick of each frame, and the server all of them. */
const REFRESH_MS = 60_000;

export interface FollowedCandles {
  readonly history: CandleHistory;
  readonly stop: () => void;
}

/** Shows the candles of an interval and continues them with the feed's ticks, until it is stopped. */
export function followCandles(
  view: ChartView,
  instrument: Instrument,
  interval: Interval,
  client: QueryClient,
  onState: (state: HistoryState) => void,
): FollowedCandles {
  const step = INTERVAL_SECONDS[interval];
  const history: CandleHistory = new CandleHistory({
    step,
    now: () => serverNow() / 1_000,
    fetchPage: (page) => fetchCandles(client, instrument, interval, page),
    onState,
    onCandles: () => view.setCandles(history.candles),
    onNewest: (newest, before) => view.setNewest(newest, before),
  });
  const refresh = () => {
    if (document.visibilityState === 'visible') void history.refresh();
  };
  view.begin(step);
  void history.refresh();

  const unsubscribe = quotesStore.subscribe((state, before) => {
    const quote = state.quotes[instrument.asset];
    if (quote !== undefined && quote !== before.quotes[instrument.asset]) history.take(quote.bid, quote.time);
    // Ticks are missed without a connection, and in a hidden tab, which draws no frames.
    if (state.isConnected && !before.isConnected) refresh();
  });
  document.addEventListener('visibilitychange', refresh);
  const timer = setInterval(refresh, REFRESH_MS);
  const stop = () => {
    history.close();
    unsubscribe();
    clearInterval(timer);
    document.removeEventListener('visibilitychange', refresh);
  };
  return { history, stop };
}
