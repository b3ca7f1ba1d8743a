import type { Instrument } from '@fulcrum/cfd';
import { usePriceSources } from './price-sources.ts';
import styles from './SourceBadge.module.css';
import type { Freshness } from './use-quote.ts';

/** What each source means to a viewer. */
const SOURCES: Readonly<Record<string, { readonly text: string; readonly hint: string }>> = {
  recorded: { text: 'Replayed', hint: 'Real prices of an earlier day, played again: not the market of today.' },
  simulated: { text: 'Simulated', hint: 'Made up from recorded prices: no market has ever quoted them.' },
  backpack: { text: 'Live · Backpack', hint: 'Live best bid and ask of Backpack.' },
  binance: { text: 'Live · Binance', hint: 'Live best bid and ask of Binance.' },
};

export interface SourceBadgeProps {
  readonly instrument: Instrument;
  readonly freshness: Freshness;
}

/** Says where the prices come from, and whether they are live. */
export function SourceBadge({ instrument, freshness }: SourceBadgeProps) {
  const source = usePriceSources().data?.get(instrument.asset)?.source;
  const known =
    source === undefined ? undefined : (SOURCES[source] ?? { text: source, hint: `Prices from ${source}.` });
  const { text, hint, kind } = badgeOf(freshness, known, source);
  return (
    <span className={styles.badge} data-kind={kind} title={hint}>
      {text}
    </span>
  );
}

function badgeOf(freshness: Freshness, known: { text: string; hint: string } | undefined, source: string | undefined) {
  if (freshness === 'none') return { text: 'No live price', hint: 'The last price that came is shown.', kind: 'bad' };
  if (freshness === 'stale')
    return { text: 'Stale price', hint: 'The last price is too old to trade at.', kind: 'bad' };
  if (known === undefined)
    return { text: 'Source unknown', hint: 'Where the prices come from is not known yet.', kind: 'warn' };
  return { ...known, kind: source === 'recorded' || source === 'simulated' ? 'warn' : 'good' };
}
