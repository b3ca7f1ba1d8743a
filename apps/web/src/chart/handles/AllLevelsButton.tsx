import { useState, useSyncExternalStore } from 'react';
import type { ChartView } from '../canvas/chart-view.ts';
import styles from './AllLevelsButton.module.css';

export interface AllLevelsButtonProps {
  readonly view: ChartView;
  readonly hasLevels: boolean;
}

/** Says how many levels have no room at the chart's edges. A press scales the chart to all levels, and back. */
export function AllLevelsButton({ view, hasLevels }: AllLevelsButtonProps) {
  const [isAll, setIsAll] = useState(false);
  const crowdedOut = useSyncExternalStore(view.handles.subscribe, view.handles.crowdedOut);
  if (crowdedOut === 0 && !(isAll && hasLevels)) return null;
  const show = (isWanted: boolean) => {
    setIsAll(isWanted);
    view.showAllLevels(isWanted);
  };
  const count = `${crowdedOut} more ${crowdedOut === 1 ? 'level' : 'levels'}`;
  return crowdedOut > 0 ? (
    <button
      type="button"
      className={styles.button}
      title="Show the prices of all levels"
      aria-label={`+${count} beyond the chart: show all`}
      onClick={() => show(true)}
    >
      +{count}
    </button>
  ) : (
    <button type="button" className={styles.button} title="Show the prices of the candles" onClick={() => show(false)}>
      Back to the candles
    </button>
  );
}
