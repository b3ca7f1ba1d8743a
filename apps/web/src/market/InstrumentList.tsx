import type { Instrument } from '@fulcrum/cfd';
import { memo } from 'react';
import { assetText, priceText } from '../numbers/amounts.ts';
import { select } from '../preferences/selection.ts';
import styles from './InstrumentList.module.css';
import { Change } from './MarketStats.tsx';
import { useDayRange } from './tickers.ts';
import { useFreshness, useQuote } from './use-quote.ts';

export interface InstrumentListProps {
  readonly instruments: readonly Instrument[];
  /** The chosen asset. */
  readonly selected: string | undefined;
}

/** The instruments with their live prices. */
export const InstrumentList = memo(function InstrumentList({ instruments, selected }: InstrumentListProps) {
  return (
    <nav className={styles.list} aria-label="Instruments">
      {instruments.map((instrument) => (
        <InstrumentRow key={instrument.asset} instrument={instrument} isSelected={instrument.asset === selected} />
      ))}
    </nav>
  );
});

interface RowProps {
  readonly instrument: Instrument;
  readonly isSelected: boolean;
}

function InstrumentRow({ instrument, isSelected }: RowProps) {
  const { day } = useDayRange(instrument);
  const quote = useQuote(instrument.asset);
  const freshness = useFreshness(instrument);
  const price = (units: number | undefined) => (units === undefined ? '–' : priceText(units, instrument));
  return (
    <button
      type="button"
      className={styles.row}
      aria-current={isSelected}
      data-freshness={freshness}
      onClick={() => select(instrument.asset)}
    >
      <span className={styles.asset}>{assetText(instrument.asset)}</span>
      <span className={styles.change}>
        <Change day={day} bid={quote?.bid} />
      </span>
      {/* Each change of the price makes a new element, which starts the flash again. */}
      <span
        key={quote?.bid}
        className={styles.price}
        data-direction={freshness === 'live' ? quote?.direction : undefined}
      >
        {price(quote?.bid)}
      </span>
      <span className={styles.ask}>{price(quote?.ask)}</span>
    </button>
  );
}
