import type { Instrument } from '@fulcrum/cfd';
import { memo, useLayoutEffect, useRef } from 'react';
import { priceText } from '../../numbers/amounts.ts';
import type { ChartView } from '../canvas/chart-view.ts';
import { nameOf } from '../canvas/lines.ts';
import type { Level } from '../orders/levels.ts';
import styles from './LevelHandle.module.css';

export interface BeyondSignProps {
  readonly view: ChartView;
  readonly instrument: Instrument;
  /** A level that cannot be moved: an entry, a trailing stop, or a liquidation price. */
  readonly level: Level;
}

/** Names a level beyond the chart's edge, and its price. */
export const BeyondSign = memo(function BeyondSign({ view, instrument, level }: BeyondSignProps) {
  const { key, kind, price } = level;
  const element = useRef<HTMLDivElement>(null);
  useLayoutEffect(
    () =>
      element.current === null
        ? undefined
        : view.handles.follow(key, { element: element.current, price, isSign: true }),
    [view, key, price],
  );
  return (
    <div ref={element} className={`${styles.line} ${styles.sign}`} data-kind={kind}>
      <span className={styles.tag}>
        <span className={styles.name}>{nameOf(level)}</span>
        <span>{priceText(price, instrument)}</span>
      </span>
    </div>
  );
});
