import type { Instrument } from '@fulcrum/cfd';
import { usePriceSources } from './price-sources.ts';
import styles from './SourceBadge.module.css';

const MODES = {
  close_only: { text: 'Close only', hint: 'Positions can be closed, and nothing new can be opened.' },
  closed: { text: 'Closed', hint: 'Nothing can be opened or closed until the market opens.' },
} as const;

const HELD = {
  text: 'Price held',
  hint: 'The last price is far from the one before it. Nobody trades until another one confirms it.',
};

/** Says what restricts trading in an instrument: a closed market, or a price that is held. */
export function MarketStateBadges({ instrument }: { readonly instrument: Instrument }) {
  const held = usePriceSources().data?.get(instrument.asset)?.held;
  const { mode = 'open' } = instrument;
  const badges = [...(mode === 'open' ? [] : [MODES[mode]]), ...(held === undefined ? [] : [HELD])];
  return badges.map(({ text, hint }) => (
    <span key={text} className={styles.badge} data-kind="bad" title={hint}>
      {text}
    </span>
  ));
}
