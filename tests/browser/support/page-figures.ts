import type { Page } from 'playwright-core';

/** An entry of the Layout Instability API, which TypeScript does not know. */
interface LayoutShift extends PerformanceEntry {
  readonly value: number;
  readonly hadRecentInput: boolean;
}

/**
 * Adds up how far things have moved that nobody touched, from the page's beginning on: 0 when nothing did, and more
 * than 0.1 is what people notice.
 */
export async function layoutShift(page: Page): Promise<number> {
  return page.evaluate(
    () =>
      new Promise<number>((resolve) => {
        const observer = new PerformanceObserver((list) => {
          observer.disconnect();
          const shifts = list.getEntries() as LayoutShift[];
          resolve(shifts.reduce((sum, { value, hadRecentInput }) => sum + (hadRecentInput ? 0 : value), 0));
        });
        observer.observe({ type: 'layout-shift', buffered: true });
        setTimeout(resolve, 500, 0);
      }),
  );
}

export interface FrameFigures {
  readonly framesPerSecond: number;
  readonly longestFrameMs: number;
}

/** How smoothly a page draws for a while. Figures to look at: on a busy machine they decide nothing. */
export async function frameFigures(page: Page, forMs = 2_000): Promise<FrameFigures> {
  const deltas = await page.evaluate(
    (limitMs) =>
      new Promise<number[]>((resolve) => {
        const deltas: number[] = [];
        let last: number | undefined;
        let passedMs = 0;
        const onFrame = (now: number) => {
          if (last !== undefined) deltas.push(now - last);
          passedMs += deltas.at(-1) ?? 0;
          last = now;
          if (passedMs < limitMs) requestAnimationFrame(onFrame);
          else resolve(deltas);
        };
        requestAnimationFrame(onFrame);
      }),
    forMs,
  );
  const sumMs = deltas.reduce((sum, delta) => sum + delta, 0);
  return { framesPerSecond: (deltas.length * 1_000) / sumMs, longestFrameMs: Math.max(...deltas) };
}

/** The pixels by which the page is wider than its window; 0 if no sideways scrolling is needed. */
export async function overflow(page: Page): Promise<number> {
  return page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
}
