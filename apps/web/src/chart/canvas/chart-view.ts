import type { Instrument } from '@fulcrum/cfd';
import {
  type AutoscaleInfo,
  type CandlestickData,
  createSeriesMarkers,
  type DeepPartial,
  type ISeriesMarkersPluginApi,
  type LogicalRange,
  type MouseEventParams,
  type SeriesMarker,
  type TickMarkType,
  type Time,
  type TimeScaleOptions,
  type UTCTimestamp,
} from 'lightweight-charts';
import type { Candle } from '../../candles/candles.ts';
import { type Gap, gapsBetween, withGaps } from '../../candles/gaps.ts';
import type { Colours } from '../../drawing/colours.ts';
import { momentText, tickMarkText } from '../../drawing/local-time.ts';
import type { LiveQuote } from '../../feed/quotes.ts';
import type { ChartOrder } from '../orders/chart-orders.ts';
import type { Level } from '../orders/levels.ts';
import { type PlacedEvents, placeEvents, type TradeEvent } from '../orders/markers.ts';
import { afterPaint } from './after-paint.ts';
import { newChart, paintChart } from './create-chart.ts';
import { type Grid, gridOf } from './grid.ts';
import { HandlePlaces } from './handle-places.ts';
import { levelLines, quoteLines } from './lines.ts';
import { toMarker } from './marker-looks.ts';
import { PriceLines } from './price-lines.ts';
import { rangeWithAll, rangeWithLevels } from './price-range.ts';

const DAY_SECONDS = 86_400;

/** Candles left of what is in sight, below which older ones are wanted. */
const NEAR_EDGE = 60;

/** Whoever moves a handle by less than this from the edge does not mean to. */
const TWITCH_PX = 16;

/** From the middle of a handle to what it must not touch. */
const HANDLE_PX = 12;

/** What is written at the chart's lower edge is as high as this, in pixels. */
const FOOT_PX = 26;

/** What is in the range keeps clear of the edges as well, but not at any price: as parts of the chart's height. */
const MARGINS = { least: 0.08, most: 0.3 };

const SCROLLING = { mouseWheel: true, pressedMouseMove: true, horzTouchDrag: true, vertTouchDrag: false };

export interface ChartListener {
  /** Told once after each painting when another candle is the one to be described: the hovered or the newest. */
  readonly onCandle: (candle: Candle | undefined) => void;
  /** Somebody looks at the oldest candles. */
  readonly onLeftEdge: () => void;
}

/**
 * The chart on its canvas. It is told what to show and draws it; nothing of it is known to React, so that a tick costs
 * no more than what it changes.
 */
export class ChartView {
  readonly #grid: Grid;
  readonly #parts: ReturnType<typeof newChart>;
  readonly #quoteLines: PriceLines;
  readonly #levelLines: PriceLines;
  readonly #markers: ISeriesMarkersPluginApi<Time>;
  readonly handles: HandlePlaces;
  #listener: ChartListener | undefined;
  #colours: Colours;
  #candles: readonly Candle[] = [];
  #step = 1;
  #quote: { readonly quote: LiveQuote; readonly isLive: boolean } | undefined;
  #levels: readonly Level[] = [];
  #scaled: readonly Level[] = [];
  #events: readonly TradeEvent[] = [];
  #hovered: Candle | undefined;
  #isHeld = false;
  #showsAllLevels = false;

  constructor(container: HTMLElement, instrument: Instrument, colours: Colours) {
    this.#grid = gridOf(instrument);
    this.#parts = newChart(container);
    this.#colours = colours;
    const { chart, series } = this.#parts;
    this.#quoteLines = new PriceLines(series, colours);
    this.#levelLines = new PriceLines(series, colours);
    this.#markers = createSeriesMarkers(series, []);
    this.handles = new HandlePlaces(
      (units) => series.priceToCoordinate(this.#grid.toNumber(units)),
      () => chart.paneSize(),
    );
    series.applyOptions({
      priceFormat: this.#grid.format,
      autoscaleInfoProvider: (candles: () => AutoscaleInfo | null) => this.#scale(candles()),
    });
    series.attachPrimitive(afterPaint(() => this.#painted()));
    chart.subscribeCrosshairMove((event) => this.#hover(event));
    chart.timeScale().subscribeVisibleLogicalRangeChange((range) => this.#scrolled(range));
    paintChart(this.#parts, colours);
  }

  /** Where things can be laid over the chart: what it does with the wheel it does there as well. */
  get element(): HTMLElement {
    return this.#parts.chart.chartElement();
  }

  listen(listener: ChartListener | undefined): void {
    this.#listener = listener;
  }

  paint(colours: Colours): void {
    this.#colours = colours;
    paintChart(this.#parts, colours);
    this.#quoteLines.paint(colours);
    this.#levelLines.paint(colours);
    this.#placeEvents();
  }

  /** Begins with candles of another length, in seconds. */
  begin(step: number): void {
    const { chart, timeScale } = this.#parts;
    const clock = step === DAY_SECONDS ? 'utc' : 'local';
    this.#step = step;
    timeScale.clock = clock;
    const options: DeepPartial<TimeScaleOptions> = {
      timeVisible: clock === 'local',
      secondsVisible: step < 60,
      tickMarkFormatter: (time: Time, type: TickMarkType) => tickMarkText(time, type, clock),
    };
    chart.applyOptions({
      localization: { timeFormatter: (time: Time) => momentText(time, clock, step < 60) },
      timeScale: options,
    });
    this.setCandles([]);
    chart.timeScale().resetTimeScale();
    this.#parts.series.priceScale().applyOptions({ autoScale: true });
  }

  /** @param candles in the order of their times. The chart goes on looking at this very list. */
  setCandles(candles: readonly Candle[]): void {
    this.#candles = candles;
    this.#hovered = undefined;
    this.#parts.series.setData(withGaps(candles, this.#step).map((bar) => this.#toBar(bar)));
    this.#placeEvents();
  }

  /** Only the newest candle has changed, or has come. */
  setNewest(newest: Candle, before: Candle | undefined): void {
    const { series } = this.#parts;
    if (before !== undefined)
      for (const gap of gapsBetween(before.time, newest.time, this.#step)) series.update(this.#toBar(gap));
    series.update(this.#toBar(newest));
  }

  setQuote(quote: LiveQuote | undefined, isLive: boolean): void {
    this.#quote = quote && { quote, isLive };
    this.#quoteLines.set(quote === undefined ? [] : quoteLines(quote, isLive, this.#grid));
  }

  /** @param orders all there are, also those whose levels are not shown. */
  setLevels(levels: readonly Level[], orders: readonly ChartOrder[]): void {
    this.#levels = levels;
    if (!this.#isHeld) this.#scaled = levels;
    this.#levelLines.set(levelLines(levels, orders, this.#grid));
  }

  setEvents(events: readonly TradeEvent[]): void {
    this.#events = events;
    this.#placeEvents();
  }

  /** Holds the chart still while something on it is dragged. */
  hold(isHeld: boolean): void {
    this.#isHeld = isHeld;
    this.#scaled = this.#levels;
    this.#parts.chart.applyOptions({ handleScroll: isHeld ? false : SCROLLING, handleScale: !isHeld });
  }

  /** Shows the prices of all levels, however far away they are; or again those of the candles and what is near them. */
  showAllLevels(isWanted: boolean): void {
    this.#showsAllLevels = isWanted;
    // Somebody may have scaled it by hand.
    this.#parts.series.priceScale().applyOptions({ autoScale: true });
  }

  /** @param headPx the height of what is written over the chart's upper edge, in pixels: nothing is put there. */
  keepClear(headPx: number): void {
    const { chart, series } = this.#parts;
    const edges = { above: headPx + HANDLE_PX, below: FOOT_PX + HANDLE_PX };
    this.handles.setEdges(edges);
    const height = Math.max(1, this.element.clientHeight - chart.timeScale().height());
    const part = (px: number) => Math.min(MARGINS.most, Math.max(MARGINS.least, px / height));
    series.priceScale().applyOptions({ scaleMargins: { top: part(edges.above), bottom: part(edges.below) } });
  }

  /** The price on the grid at a height of the window, in pixels. */
  priceAt(clientY: number): number | undefined {
    const price = this.#parts.series.coordinateToPrice(clientY - this.element.getBoundingClientRect().top);
    return price === null ? undefined : this.#grid.toUnits(price);
  }

  /** Whether a height of the window is where handles stand whose levels are beyond the chart. */
  isAtEdge(clientY: number): boolean {
    const y = clientY - this.element.getBoundingClientRect().top;
    const { above, below } = this.handles.edges;
    return y < above + TWITCH_PX || y > this.#parts.chart.paneSize().height - below - TWITCH_PX;
  }

  remove(): void {
    this.#listener = undefined;
    this.#parts.chart.remove();
  }

  #toBar(bar: Candle | Gap): CandlestickData<Time> | { time: Time } {
    const time = bar.time as UTCTimestamp;
    if (!('open' in bar)) return { time };
    const { toNumber } = this.#grid;
    return {
      time,
      open: toNumber(bar.open),
      high: toNumber(bar.high),
      low: toNumber(bar.low),
      close: toNumber(bar.close),
    };
  }

  #scale(info: AutoscaleInfo | null): AutoscaleInfo | null {
    if (info?.priceRange == null) return info;
    const quoted = this.#quote === undefined ? [] : [this.#quote.quote.ask];
    const levels = this.#scaled.filter(({ kind }) => this.#showsAllLevels || kind !== 'liquidation');
    const prices = [...quoted, ...levels.map(({ price }) => price)].map(this.#grid.toNumber);
    const widened = this.#showsAllLevels ? rangeWithAll : rangeWithLevels;
    return { ...info, priceRange: widened(info.priceRange, prices) };
  }

  #placeEvents(): void {
    const toMark = (events: PlacedEvents): SeriesMarker<Time> => toMarker(events, this.#colours);
    this.#markers.setMarkers(placeEvents(this.#events, this.#candles).map(toMark));
  }

  #hover({ time, seriesData }: MouseEventParams<Time>): void {
    const bar = seriesData.get(this.#parts.series);
    const { toUnits } = this.#grid;
    this.#hovered =
      bar === undefined || !('open' in bar)
        ? undefined
        : {
            time: time as UTCTimestamp,
            open: toUnits(bar.open),
            high: toUnits(bar.high),
            low: toUnits(bar.low),
            close: toUnits(bar.close),
          };
    this.#listener?.onCandle(this.#hovered ?? this.#candles.at(-1));
  }

  #painted(): void {
    this.handles.place();
    const { bid, ask } = this.#quote?.quote ?? {};
    const quoted = [bid, ask].flatMap((units) => (units === undefined ? [] : [this.#grid.toNumber(units)]));
    const heightOf = (price: number) => this.#heightOf(price);
    this.#levelLines.labelSeen(
      heightOf,
      quoted.flatMap((price) => heightOf(price) ?? []),
    );
    if (this.#hovered === undefined) this.#listener?.onCandle(this.#candles.at(-1));
  }

  /** In pixels from the top; undefined when it is out of sight. */
  #heightOf(price: number): number | undefined {
    const y = this.#parts.series.priceToCoordinate(price);
    return y !== null && y >= 0 && y <= this.#parts.chart.paneSize().height ? y : undefined;
  }

  #scrolled(range: LogicalRange | null): void {
    if (range !== null && this.#candles.length > 0 && range.from < NEAR_EDGE) this.#listener?.onLeftEdge();
  }
}
