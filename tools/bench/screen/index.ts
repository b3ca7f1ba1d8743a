import type { Page } from 'playwright-core';
import { chromiumPath } from '../../../tests/browser/support/chromium.ts';
import { frameFigures } from '../../../tests/browser/support/page-figures.ts';
import { Screen } from '../../../tests/browser/support/screen.ts';
import type { Trader } from '../../../tests/support/trader.ts';
import type { Bench, BenchContext, Figure } from '../bench.ts';
import { percentile } from '../report/statistics.ts';
import { MovingMarket } from './moving-market.ts';

const POSITIONS = 200;
const CHANGES_PER_SECOND = 50;
const MEASURE_MS = 10_000;
const PAINTS = 7;
const OPENED_AT = { bid: '61800.00', ask: '61800.20' };

/** The trading screen in a real browser: how soon it is there, and how smoothly it draws while prices move. */
export const bench: Bench = {
  name: 'screen',
  run: async (context) => {
    const { progress } = context;
    progress('starting the product and a browser');
    const screen = await Screen.start(await chromiumPath(progress));
    try {
      await screen.market.quote(OPENED_AT);
      return [await measurePaint(screen, context), ...(await measureFrames(screen, context))];
    } finally {
      await screen.stop();
    }
  },
};

async function measurePaint(screen: Screen, { progress, signal }: BenchContext): Promise<Figure> {
  const paints: number[] = [];
  for (let paint = 0; paint < PAINTS; paint++) {
    signal.throwIfAborted();
    progress(`first paint, ${paint + 1} of ${PAINTS}`);
    const page = await screen.open();
    await page.getByRole('navigation', { name: 'Instruments' }).getByText('61,800.00').waitFor();
    paints.push(await firstPaint(page));
    await screen.closePages();
  }
  const target = { of: 'value', atMost: 1_000 } as const;
  return { name: 'first contentful paint, empty cache, median', value: percentile(paints, 0.5), unit: 'ms', target };
}

function firstPaint(page: Page): Promise<number> {
  return page.evaluate(() => performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? Number.NaN);
}

/** The floor is a page that has nothing to draw: it shows what the browser makes of this machine. */
async function measureFrames(screen: Screen, { progress, signal }: BenchContext): Promise<Figure[]> {
  progress(`opening ${POSITIONS} positions`);
  const trader = await screen.stack.trader();
  await openPositions(trader, signal);
  const page = await screen.open({ as: trader });
  await page.getByRole('tab', { name: `Positions (${POSITIONS})` }).waitFor();
  const empty = await page.context().newPage();
  progress('frames of an empty page');
  const floor = await frameFigures(empty, MEASURE_MS);
  await empty.close();

  progress(`frames at ${CHANGES_PER_SECOND} price changes a second`);
  const market = new MovingMarket(screen.market, CHANGES_PER_SECOND);
  const moving = market.run();
  await page.waitForTimeout(1_000);
  const before = market.changes;
  const startedAt = performance.now();
  const work = await workMeter(page);
  const busy = await frameFigures(page, MEASURE_MS);
  const busySeconds = await work.seconds();
  const seconds = (performance.now() - startedAt) / 1_000;
  const changes = (market.changes - before) / seconds;
  market.stop();
  await moving;
  const name = `frames, ${POSITIONS} positions, ${CHANGES_PER_SECOND} changes/s`;
  return [
    {
      name,
      value: busy.framesPerSecond,
      unit: '/s',
      floor: { name: 'empty page', value: floor.framesPerSecond },
      ratio: busy.framesPerSecond / floor.framesPerSecond,
      target: { of: 'ratio', atLeast: 0.95 },
    },
    { name: 'price changes meanwhile', value: changes, unit: '/s' },
    { name: "of the page's thread, at work", value: (100 * busySeconds) / seconds, unit: '%' },
    {
      name: 'longest frame',
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

/** Half of them long, half short, of different leverages, none near its end. */
async function openPositions(trader: Trader, signal: AbortSignal): Promise<void> {
  for (let order = 0; order < POSITIONS; order++) {
    signal.throwIfAborted();
    const side = order % 2 === 0 ? 'buy' : 'sell';
    const { status } = await trader.open({ side, quantity: '0.002', leverage: [5, 10, 20][order % 3] });
    if (status !== 201) throw new Error(`order ${order + 1} was answered with ${status}`);
  }
}
