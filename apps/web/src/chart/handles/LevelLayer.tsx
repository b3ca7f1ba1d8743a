import type { Instrument } from '@fulcrum/cfd';
import { createPortal } from 'react-dom';
import type { ChartView } from '../canvas/chart-view.ts';
import { placeOf } from '../canvas/lines.ts';
import { isMovable, type Level } from '../orders/levels.ts';
import type { LevelMoving } from '../orders/use-chart-orders.ts';
import { BeyondSign } from './BeyondSign.tsx';
import { LevelHandle } from './LevelHandle.tsx';

export interface LevelLayerProps {
  readonly view: ChartView;
  readonly instrument: Instrument;
  readonly levels: readonly Level[];
  readonly moving: LevelMoving;
}

/** Lies over the chart: a handle for each level that can be moved, and one sign for all others at the same place. */
export function LevelLayer({ view, instrument, levels, moving }: LevelLayerProps) {
  const fixed = new Map(levels.filter((level) => !isMovable(level)).map((level) => [placeOf(level), level]));
  return createPortal(
    <div aria-hidden="true">
      {levels.filter(isMovable).map((level) => (
        <LevelHandle key={level.key} view={view} instrument={instrument} level={level} moving={moving} />
      ))}
      {[...fixed].map(([place, level]) => (
        <BeyondSign key={place} view={view} instrument={instrument} level={level} />
      ))}
    </div>,
    view.element,
  );
}
