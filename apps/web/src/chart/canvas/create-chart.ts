import {
  CandlestickSeries,
  type ChartOptions,
  CrosshairMode,
  createChartEx,
  type DeepPartial,
  type IChartApiBase,
  type ISeriesApi,
  type Time,
} from 'lightweight-charts';
import type { Colours } from '../../drawing/colours.ts';
import { LocalTimeScale } from '../../drawing/local-time.ts';

export interface NewChart {
  readonly chart: IChartApiBase<Time>;
  readonly series: ISeriesApi<'Candlestick'>;
  readonly timeScale: LocalTimeScale;
}

/** Fonts whose digits are all equally wide. A canvas cannot ask for such digits. */
const FIGURES = '"Segoe UI", Roboto, "Helvetica Neue", Arial, "Liberation Sans", sans-serif';

/** Makes an empty chart that fills its container. */
export function newChart(container: HTMLElement): NewChart {
  const timeScale = new LocalTimeScale();
  const chart = createChartEx<Time, LocalTimeScale>(container, timeScale, {
    autoSize: true,
    // The logo needs a style element, which the page's policy forbids. The link stands beside the chart instead.
    layout: { fontFamily: FIGURES, fontSize: 11, attributionLogo: false },
    crosshair: { mode: CrosshairMode.Normal },
    rightPriceScale: { scaleMargins: { top: 0.16, bottom: 0.08 }, entireTextOnly: true },
    // The room on the right is for the names of lines.
    timeScale: { rightOffsetPixels: 92, barSpacing: 7 },
    // A finger that moves up and down scrolls the page.
    handleScroll: { vertTouchDrag: false },
    localization: { dateFormat: 'dd MMM yyyy' },
  } satisfies DeepPartial<ChartOptions>);
  const series = chart.addSeries(CandlestickSeries, { lastValueVisible: false, priceLineVisible: false });
  return { chart, series, timeScale };
}

export function paintChart({ chart, series }: NewChart, colours: Colours): void {
  const label = { color: colours['control-line'], labelBackgroundColor: colours['control-line'] };
  chart.applyOptions({
    layout: { background: { color: colours.panel }, textColor: colours.muted },
    grid: { vertLines: { color: colours.raised }, horzLines: { color: colours.raised } },
    rightPriceScale: { borderColor: colours.line },
    timeScale: { borderColor: colours.line },
    crosshair: { vertLine: label, horzLine: label },
  });
  series.applyOptions({
    upColor: colours.up,
    wickUpColor: colours.up,
    borderUpColor: colours.up,
    downColor: colours.down,
    wickDownColor: colours.down,
    borderDownColor: colours.down,
  });
}
