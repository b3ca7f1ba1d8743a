import { defaultHorzScaleBehavior, TickMarkType, type Time, type UTCTimestamp } from 'lightweight-charts';

/** Daily candles are of a day in UTC, so their dates are in UTC. All other times are the viewer's. */
export type Clock = 'local' | 'utc';

type Points = Parameters<InstanceType<ReturnType<typeof defaultHorzScaleBehavior>>['fillWeightsForPoints']>[0];

/**
 * A time scale in the viewer's time. The library's own knows UTC alone, so its days would begin at the wrong hour. Here
 * the library judges by the viewer's clock which times are round. The times themselves do not change.
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

/** What a clock shows at a moment, as seconds of UTC. */
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

/** A candle's date and time. */
export function momentText(time: Time, clock: Clock, hasSeconds: boolean): string {
  const day: Intl.DateTimeFormatOptions = { weekday: 'short', day: 'numeric', month: 'short', year: 'numeric' };
  if (clock === 'utc') return text(time, day, clock);
  return text(time, { ...day, ...FORMATS[hasSeconds ? TickMarkType.TimeWithSeconds : TickMarkType.Time] }, clock);
}

const formatters = new Map<string, Intl.DateTimeFormat>();

/** Formatters are kept: making one takes much longer than using it. */
function text(time: Time, options: Intl.DateTimeFormatOptions, clock: Clock): string {
  const key = JSON.stringify([options, clock]);
  const formatter =
    formatters.get(key) ??
    new Intl.DateTimeFormat('en-GB', { ...options, ...(clock === 'utc' ? { timeZone: 'UTC' } : {}) });
  formatters.set(key, formatter);
  return formatter.format(1_000 * (time as UTCTimestamp));
}
