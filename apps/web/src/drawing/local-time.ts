import { defaultHorzScaleBehavior, TickMarkType, type Time, type UTCTimestamp } from 'lightweight-charts';

/** Candles of a day are of a day in UTC, and so are their dates; all else is told in the viewer's time. */
export type Clock = 'local' | 'utc';

type Points = Parameters<InstanceType<ReturnType<typeof defaultHorzScaleBehavior>>['fillWeightsForPoints']>[0];

/**
 * The library's time scale knows UTC alone: days and hours would begin where the viewer's do not. This one has the
 * library judge by the viewer's clock which times are round; the times themselves stay what they are.
 */
export class LocalTimeScale extends defaultHorzScaleBehavior() {
  clock: Clock = 'local';

  override fillWeightsForPoints(points: Points, startIndex: number): void {
    const from = Math.max(0, startIndex - 1);
    const shown = points.slice(from).map((point) => ({
      ...point,
      time: this.convertHorzItemToInternal(
        shownSeconds(point.originalTime as UTCTimestamp, this.clock) as UTCTimestamp,
      ),
    }));
    super.fillWeightsForPoints(shown, startIndex - from);
    for (const [index, { timeWeight }] of shown.entries()) {
      const point = points[from + index];
      if (point !== undefined) point.timeWeight = timeWeight;
    }
  }
}

/** What a clock shows at a moment, as if it were UTC. */
function shownSeconds(seconds: number, clock: Clock): number {
  return clock === 'utc' ? seconds : seconds - 60 * new Date(1_000 * seconds).getTimezoneOffset();
}

const FORMATS: Readonly<Record<TickMarkType, Intl.DateTimeFormatOptions>> = {
  [TickMarkType.Year]: { year: 'numeric' },
  [TickMarkType.Month]: { month: 'short' },
  [TickMarkType.DayOfMonth]: { day: 'numeric', month: 'short' },
  [TickMarkType.Time]: { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' },
  [TickMarkType.TimeWithSeconds]: { hour: '2-digit', minute: '2-digit', second: '2-digit', hourCycle: 'h23' },
};

export function tickMarkText(time: Time, type: TickMarkType, clock: Clock): string {
  return text(time, FORMATS[type], clock);
}

/** The whole of a candle's time. */
export function momentText(time: Time, clock: Clock, hasSeconds: boolean): string {
  const day: Intl.DateTimeFormatOptions = { weekday: 'short', day: 'numeric', month: 'short', year: 'numeric' };
  if (clock === 'utc') return text(time, day, clock);
  return text(time, { ...day, ...FORMATS[hasSeconds ? TickMarkType.TimeWithSeconds : TickMarkType.Time] }, clock);
}

const formatters = new Map<string, Intl.DateTimeFormat>();

/** To make a formatter takes much longer than to use it. */
function text(time: Time, options: Intl.DateTimeFormatOptions, clock: Clock): string {
  const key = JSON.stringify([options, clock]);
  const formatter =
    formatters.get(key) ??
    new Intl.DateTimeFormat('en-GB', { ...options, ...(clock === 'utc' ? { timeZone: 'UTC' } : {}) });
  formatters.set(key, formatter);
  return formatter.format(1_000 * (time as UTCTimestamp));
}
