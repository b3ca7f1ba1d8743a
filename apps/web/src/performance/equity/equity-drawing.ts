import type { Money } from '@fulcrum/cfd';
import {
  AreaSeries,
  createChartEx,
  type DeepPartial,
  type IChartApiBase,
  type ISeriesApi,
  type TickMarkType,
  type Time,
  type TimeChartOptions,
  type UTCTimestamp,
} from 'lightweight-charts';
import { themeColours } from '../../drawing/colours.ts';
import { LocalTimeScale, momentText, tickMarkText } from '../../drawing/local-time.ts';
import { grouped } from '../../numbers/amounts.ts';
import { centsOf } from '../../numbers/rounding.ts';
import type { EquityPoint } from './equity-curve.ts';

/** The curve of equity on a canvas that fills its container. */
export class EquityDrawing {
  readonly #chart: IChartApiBase<Time>;
  readonly #series: ISeriesApi<'Area'>;
  /** The place of the live point: one step after the past, whatever the time is. */
  #now: UTCTimestamp | undefined;
  #hasSeconds = false;

  constructor(place: HTMLElement) {
    const options: DeepPartial<TimeChartOptions> = {
      autoSize: true,
      layout: { attributionLogo: false, fontSize: 11 },
      // The whole range is always in sight. A finger on the chart scrolls the page.
      handleScroll: false,
      handleScale: false,
      rightPriceScale: { borderVisible: false },
      timeScale: {
        borderVisible: false,
        timeVisible: true,
        minBarSpacing: 0.01,
        tickMarkFormatter: (time: Time, mark: TickMarkType) => tickMarkText(time, mark, 'local'),
      },
      localization: {
        timeFormatter: (time: Time) => (time === this.#now ? 'now' : momentText(time, 'local', this.#hasSeconds)),
        priceFormatter: (price: number) => grouped(price.toFixed(2)),
      },
    };
    this.#chart = createChartEx<Time, LocalTimeScale>(place, new LocalTimeScale(), options);
    this.#series = this.#chart.addSeries(AreaSeries, { lineWidth: 2, priceLineVisible: false });
    this.#chart.timeScale().subscribeSizeChange(() => this.#chart.timeScale().fitContent());
  }

  /** @param step the distance between two points, in milliseconds. */
  showPast(past: readonly EquityPoint[], step: number): void {
    const last = past.at(-1);
    this.#now = last && (((last.time + step) / 1_000) as UTCTimestamp);
    this.#hasSeconds = step < 60_000;
    this.#chart.applyOptions({ timeScale: { secondsVisible: this.#hasSeconds } });
    this.#series.setData(
      past.map(({ time, equity }) => ({ time: (time / 1_000) as UTCTimestamp, value: drawn(equity) })),
    );
    this.#chart.timeScale().fitContent();
  }

  showLive(equity: Money): void {
    if (this.#now !== undefined) this.#series.update({ time: this.#now, value: drawn(equity) });
  }

  /** Draws it in the theme's colours. */
  paint(): void {
    const { panel, line, muted, accent } = themeColours();
    this.#chart.applyOptions({
      layout: { background: { color: panel }, textColor: muted },
      grid: { vertLines: { color: line }, horzLines: { color: line } },
    });
    this.#series.applyOptions({ lineColor: accent, topColor: `${accent}40`, bottomColor: `${accent}05` });
  }

  remove(): void {
    this.#chart.remove();
  }
}

/** USDC for drawing alone. It is rounded to the cent first, so that its label agrees with the other figures. */
function drawn(amount: Money): number {
  return Number(centsOf(amount)) / 100;
}
