import type { Instrument } from '@fulcrum/cfd';
import { memo, type Ref, useImperativeHandle, useRef } from 'react';
import type { Candle } from '../../candles/candles.ts';
import { priceText } from '../../numbers/amounts.ts';
import styles from './Legend.module.css';

export interface LegendHandle {
  readonly show: (candle: Candle | undefined) => void;
}

const FIGURES = [
  ['O', 'open'],
  ['H', 'high'],
  ['L', 'low'],
  ['C', 'close'],
] as const;

/** Shows a candle's prices. They change with every tick, so the texts are written without rendering. */
export const Legend = memo(function Legend({ instrument, ref }: { instrument: Instrument; ref: Ref<LegendHandle> }) {
  const list = useRef<HTMLDListElement>(null);
  const shown = useRef<Candle>(undefined);
  useImperativeHandle(
    ref,
    () => ({
      show: (candle) => {
        if (list.current === null || candle === shown.current) return;
        shown.current = candle;
        write(list.current, candle, instrument);
      },
    }),
    [instrument],
  );
  return (
    <dl ref={list} className={styles.legend} aria-label="Prices of the candle">
      {FIGURES.map(([letter, name]) => (
        <div key={name} className={styles.figure}>
          <dt className="muted" title={name}>
            {letter}
          </dt>
          <dd>–</dd>
        </div>
      ))}
    </dl>
  );
});

function write(list: HTMLDListElement, candle: Candle | undefined, instrument: Instrument): void {
  list.dataset.direction = candle === undefined || candle.close >= candle.open ? 'up' : 'down';
  for (const [index, figure] of list.querySelectorAll('dd').entries()) {
    const name = FIGURES[index]?.[1];
    figure.textContent = candle === undefined || name === undefined ? '–' : priceText(candle[name], instrument);
  }
}
