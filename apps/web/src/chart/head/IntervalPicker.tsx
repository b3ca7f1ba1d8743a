import { Toggle } from '@base-ui/react/toggle';
import { ToggleGroup } from '@base-ui/react/toggle-group';
import { memo } from 'react';
import { INTERVALS, type Interval } from '../../candles/intervals.ts';
import styles from './IntervalPicker.module.css';

export interface IntervalPickerProps {
  /** Undefined until it is decided. */
  readonly interval: Interval | undefined;
  readonly onChoose: (interval: Interval) => void;
}

export const IntervalPicker = memo(function IntervalPicker({ interval, onChoose }: IntervalPickerProps) {
  const choose = ([chosen]: Interval[]) => {
    // One is always chosen: pressing it again does not clear the choice.
    if (chosen !== undefined) onChoose(chosen);
  };
  return (
    <ToggleGroup
      className={styles.group}
      aria-label="Interval of a candle"
      value={interval === undefined ? [] : [interval]}
      onValueChange={choose}
    >
      {INTERVALS.map((value) => (
        <Toggle key={value} className={styles.choice} value={value}>
          {value}
        </Toggle>
      ))}
    </ToggleGroup>
  );
});
