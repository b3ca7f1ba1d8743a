import { TickMarkType, type UTCTimestamp } from 'lightweight-charts';
import type { HistoryState } from '../../candles/candle-history.ts';
import { serverNow } from '../../clock/server-clock.ts';
import { tickMarkText } from '../../drawing/local-time.ts';

/** The sources of past candles, as they are named on the screen. */
const SOURCES: Readonly<Record<string, { readonly text: string; readonly hint: string }>> = {
  'made-up': {
    text: 'made up',
    hint: 'These candles were made up to fit the prices: no market has ever traded at them.',
  },
  backpack: { text: 'from Backpack', hint: 'These candles are those of the trades at Backpack.' },
  binance: { text: 'from Binance', hint: 'These candles are those of the trades at Binance.' },
};

const LONG_MS = 12 * 3_600_000;

/** Says which candles do not come from our own ticks. */
export function PastNote({ state }: { readonly state: HistoryState }) {
  if (state.kind !== 'ready' || state.past === undefined) return null;
  const { source, until } = state.past;
  const { text, hint } = SOURCES[source] ?? { text: `from ${source}`, hint: `These candles are of ${source}.` };
  return (
    <p className="muted" title={hint}>
      Before {untilText(until)}: {text}
    </p>
  );
}

/** The time of day, or the date if that was long ago. */
function untilText(until: number): string {
  const isLongAgo = serverNow() - 1_000 * until > LONG_MS;
  return tickMarkText(until as UTCTimestamp, isLongAgo ? TickMarkType.DayOfMonth : TickMarkType.Time, 'local');
}
