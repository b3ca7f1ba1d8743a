import type { Instrument } from '@fulcrum/cfd';
import {
  type AutoscaleInfo,
  createSeriesMarkers,
  type DeepPartial,
  type ISeriesMarkersPluginApi,
  type LogicalRange,
  type MouseEventParams,
  type SeriesMarker,
  type TickMarkType,
  type Time,
  type TimeScaleOptions,
} from 'lightweight-charts';
import type { Candle } from '../../candles/candles.ts';
import { gapsBetween, withGaps } from '../../candles/gaps.ts';
import type { Colours } from '../../drawing/colours.ts';
import { momentText, tickMarkText } from '../../drawing/local-time.ts';
import type { LiveQuote } from '../../feed/quotes.ts';
import type { ChartOrder } from '../orders/chart-orders.ts';
import type { Level } from '../orders/levels.ts';
import { type PlacedEvents, placeEvents, type TradeEvent } from '../orders/markers.ts';
import { afterPaint } from './after-paint.ts';
import { toBar, toCandle } from './bars.ts';
import { newChart, paintChart } from './create-chart.ts';
import { type Grid, gridOf } from './grid.ts';
import { HandlePlaces } from './handle-places.ts';
import { levelLines, quoteLines } from './lines.ts';
import { toMarker } from './marker-looks.ts';
import { PriceLines } from './price-lines.ts';
import { rangeWithAll, rangeWithLevels } from './price-range.ts';

const DAY_SECONDS = 86_400;

/** Older candles are asked for when fewer than this are left of the visible ones. */
const NEAR_EDGE = 60;

/** A handle at the edge has to be dragged further than this, so that a twitch moves no level. */
const TWITCH_PX = 16;

/** The distance between the middle of a handle and the writing at an edge. */
const HANDLE_PX = 12;

/** The height of the writing at the chart's lower edge. */
const FOOT_PX = 26;

/** The limits of the margins above and below the price range, as parts of the chart's height. */
const MARGINS = { least: 0.08, most: 0.3 };

const SCROLLING = { mouseWheel: true, pressedMouseMove: true, horzTouchDrag: true, vertTouchDrag: false };

export interface ChartListener {
  /** Called with the candle to describe: the hovered one, or else the newest. */
  readonly onCandle: (candle: Candle | undefined) => void;
  /** Called when the oldest candles come into sight. */
  readonly onLeftEdge: () => void;
}

/**
 * The chart on its canvas. Its methods say what to draw. React knows nothing of it, so a tick draws only what it
 * changes.
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

  /** The element for what lies over the chart. The mouse wheel works there as it does on the chart. */
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

  /** @param candles in the order of their times. The list is not copied: the chart sees its later changes. */
  setCandles(candles: readonly Candle[]): void {
    this.#candles = candles;
    this.#hovered = undefined;
    this.#parts.series.setData(withGaps(candles, this.#step).map((bar) => toBar(bar, this.#grid)));
    this.#placeEvents();
  }

  /** Draws the newest candle alone, which has changed or begun. */
  setNewest(newest: Candle, before: Candle | undefined): void {
    const { series } = this.#parts;
    if (before !== undefined)
      for (const gap of gapsBetween(before.time, newest.time, this.#step)) series.update(toBar(gap, this.#grid));
    series.update(toBar(newest, this.#grid));
  }

  setQuote(quote: LiveQuote | undefined, isLive: boolean): void {
    this.#quote = quote && { quote, isLive };
    this.#quoteLines.set(quote === undefined ? [] : quoteLines(quote, isLive, this.#grid));
  }

  /** @param orders all open orders, also those whose levels are not shown. */
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

  /** Scales the chart to all levels, however far away they are, or back to the candles and the levels near them. */
  showAllLevels(isWanted: boolean): void {
    this.#showsAllLevels = isWanted;
    // The user may have scaled it by hand.
    this.#parts.series.priceScale().applyOptions({ autoScale: true });
  }

  /** Keeps candles and handles off the writing at the edges. @param headPx the height of that at the upper edge. */
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

  /** Whether a height of the window is at an edge, where the handles of levels beyond the chart stand. */
  isAtEdge(clientY: number): boolean {
    const y = clientY - this.element.getBoundingClientRect().top;
    const { above, below } = this.handles.edges;
    return y < above + TWITCH_PX || y > this.#parts.chart.paneSize().height - below - TWITCH_PX;
  }

  remove(): void {
    this.#listener = undefined;
    this.#parts.chart.remove();
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
    this.#hovered = toCandle(seriesData.get(this.#parts.series), time, this.#grid);
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

  /** The height of a price in pixels from the top; undefined when it is out of sight. */
  #heightOf(price: number): number | undefined {
    const y = this.#parts.series.priceToCoordinate(price);
    return y !== null && y >= 0 && y <= this.#parts.chart.paneSize().height ? y : undefined;
  }

  #scrolled(range: LogicalRange | null): void {
    if (range !== null && this.#candles.length > 0 && range.from < NEAR_EDGE) this.#listener?.onLeftEdge();
  }
}
