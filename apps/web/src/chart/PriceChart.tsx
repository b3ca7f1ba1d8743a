import type { Instrument } from '@fulcrum/cfd';
import type { PendingOrderJson, ValuedOrderJson } from '@fulcrum/protocol';
import { useEffect, useEffectEvent, useMemo, useRef } from 'react';
import type { HistoryState } from '../candles/candle-history.ts';
import { type DataBegin, useInterval } from '../candles/intervals.ts';
import { useClosedOrders } from '../history/closed-orders.ts';
import { useDayRange } from '../market/tickers.ts';
import { assetText } from '../numbers/amounts.ts';
import { Button } from '../ui/Button.tsx';
import { AllLevelsButton } from './handles/AllLevelsButton.tsx';
import { LevelLayer } from './handles/LevelLayer.tsx';
import { IntervalPicker } from './head/IntervalPicker.tsx';
import { Legend, type LegendHandle } from './head/Legend.tsx';
import { PastNote } from './head/PastNote.tsx';
import { levelsOf, nearestOrders } from './orders/levels.ts';
import { closings, openings } from './orders/markers.ts';
import { useChartOrders, useMovedLevels, usePriceNearby, useWaitingOrders } from './orders/use-chart-orders.ts';
import styles from './PriceChart.module.css';
import { PriceMenu } from './PriceMenu.tsx';
import { useCandles, useChartView, useClearHead, useDrawnInstrument, useQuoteLines, useThemeOf } from './use-chart.ts';

export interface PriceChartProps {
  readonly instrument: Instrument;
  /** The open orders of this instrument. */
  readonly orders: readonly ValuedOrderJson[];
  /** Those that wait for their price. */
  readonly pending: readonly PendingOrderJson[];
}

/** Shows the price as candles, where orders opened and closed, and their levels. */
export function PriceChart({ instrument: current, orders, pending }: PriceChartProps) {
  const instrument = useDrawnInstrument(current);
  const container = useRef<HTMLDivElement>(null);
  const head = useRef<HTMLDivElement>(null);
  const legend = useRef<LegendHandle>(null);
  const [interval, chooseInterval] = useInterval(useDataBegin(instrument));
  const view = useChartView(container, instrument);
  const { state, loadOlder, retry } = useCandles(view, instrument, interval);
  useQuoteLines(view, current);
  useThemeOf(view);
  useClearHead(view, head);

  const opened = useChartOrders(orders, instrument);
  const waiting = useWaitingOrders(pending, instrument);
  const shown = useMemo(() => [...opened, ...waiting], [opened, waiting]);
  const [moved, moving] = useMovedLevels(shown, instrument);
  const price = usePriceNearby(instrument.asset, moved.length);
  const levels = useMemo(() => nearestOrders(moved, price).flatMap(levelsOf), [moved, price]);
  const hidden = moved.length - new Set(levels.map(({ order }) => order)).size;
  useEffect(() => view?.setLevels(levels, moved), [view, levels, moved]);

  const closed = useClosedOrders().query.data?.orders;
  useEffect(() => {
    view?.setEvents([...closings(closed ?? [], instrument.asset), ...openings(opened)]);
  }, [view, opened, closed, instrument]);

  const onLeftEdge = useEffectEvent(loadOlder);
  useEffect(() => {
    view?.listen({ onCandle: (candle) => legend.current?.show(candle), onLeftEdge: () => onLeftEdge() });
    return () => view?.listen(undefined);
  }, [view]);

  return (
    <>
      <div className={styles.bar}>
        <IntervalPicker interval={interval} onChoose={chooseInterval} />
        {hidden > 0 && <span className="muted">… and {hidden} more orders</span>}
      </div>
      <PriceMenu view={view} instrument={current}>
        <div ref={container} className={styles.canvas} />
        <div ref={head} className={styles.legend}>
          <Legend ref={legend} instrument={instrument} />
          <PastNote state={state} />
        </div>
        <div className={styles.foot}>
          <Attribution />
          {view !== undefined && <AllLevelsButton view={view} hasLevels={levels.length > 0} />}
        </div>
        <Sentence state={state} instrument={instrument} onRetry={retry} />
      </PriceMenu>
      {view !== undefined && <LevelLayer view={view} instrument={instrument} levels={levels} moving={moving} />}
    </>
  );
}

/** The start of the instrument's data. It is unknown until the first answer, or until that has failed. */
function useDataBegin(instrument: Instrument): DataBegin {
  const { day, isPending } = useDayRange(instrument);
  return isPending ? null : day?.since;
}

/** The library's licence asks for this notice and this link. */
function Attribution() {
  return (
    <a
      className={styles.attribution}
      href="https://www.tradingview.com/"
      target="_blank"
      rel="noopener"
      title="TradingView Lightweight Charts™. Copyright © 2023 TradingView, Inc. https://www.tradingview.com/"
    >
      Charts by TradingView
    </a>
  );
}

interface SentenceProps {
  readonly state: HistoryState;
  readonly instrument: Instrument;
  readonly onRetry: () => void;
}

/** Says why there are no candles. */
function Sentence({ state, instrument, onRetry }: SentenceProps) {
  if (state.kind === 'ready' && !state.isEmpty) return null;
  return (
    <div className={styles.sentence} role="status">
      {state.kind === 'loading' && <p>Loading the prices …</p>}
      {state.kind === 'ready' && <p>No price of {assetText(instrument.asset)} has been recorded for this time.</p>}
      {state.kind === 'failed' && (
        <>
          <p>The prices of the past could not be loaded: {state.reason}</p>
          <Button isSmall onClick={onRetry}>
            Try again
          </Button>
        </>
      )}
    </div>
  );
}
