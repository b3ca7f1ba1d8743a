import type { ISeriesPrimitive, Time } from 'lightweight-charts';

/**
 * Calls back whenever the chart is painted, in the same frame. Elements over the chart then follow it without delay.
 */
export function afterPaint(callback: () => void): ISeriesPrimitive<Time> {
  const renderer = { draw: callback };
  const view = { renderer: () => renderer };
  const views = [view];
  return { paneViews: () => views };
}
