import type { Page } from 'playwright-core';
import { type FrameFigures, frameFigures } from '../../../tests/browser/support/page-figures.ts';
import type { Figure } from '../bench.ts';

export const MEASURE_MS = 10_000;

/** What keeps a page busy, and counts how often. */
export interface Load {
  readonly changes: number;
}

/** What is drawn, and what changes meanwhile. */
export interface Measured {
  readonly what: string;
  readonly changes: string;
}

/**
 * How smoothly a page draws under a load, and how much of its thread that takes.
 *
 * @param floor the frames of a page that has nothing to draw: what the browser makes of this machine.
 */
export async function measurePage(
  page: Page,
  { what, changes }: Measured,
  load: Load,
  floor: FrameFigures,
): Promise<Figure[]> {
  const before = load.changes;
  const startedAt = performance.now();
  const work = await workMeter(page);
  const busy = await frameFigures(page, MEASURE_MS);
  const busySeconds = await work.seconds();
  const seconds = (performance.now() - startedAt) / 1_000;
  return [
    {
      name: `frames, ${what}`,
      value: busy.framesPerSecond,
      unit: '/s',
      floor: { name: 'empty page', value: floor.framesPerSecond },
      ratio: busy.framesPerSecond / floor.framesPerSecond,
      target: { of: 'ratio', atLeast: 0.95 },
    },
    { name: `${changes} meanwhile`, value: (load.changes - before) / seconds, unit: '/s' },
    { name: `${changes}: of the page's thread, at work`, value: (100 * busySeconds) / seconds, unit: '%' },
    {
      name: `${changes}: longest frame`,
      value: busy.longestFrameMs,
      unit: 'ms',
      floor: { name: 'empty page', value: floor.longestFrameMs },
    },
  ];
}

/** Counts the time in which the page's own thread works: what is left of it could draw more frames. */
async function workMeter(page: Page): Promise<{ seconds: () => Promise<number> }> {
  const browser = await page.context().newCDPSession(page);
  await browser.send('Performance.enable');
  const worked = async () => {
    const { metrics } = await browser.send('Performance.getMetrics');
    return metrics.find(({ name }) => name === 'TaskDuration')?.value ?? Number.NaN;
  };
  const before = await worked();
  return { seconds: async () => (await worked()) - before };
}
