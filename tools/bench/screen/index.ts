import type { Page } from 'playwright-core';
import { chromiumPath } from '../../../tests/browser/support/chromium.ts';
import { frameFigures } from '../../../tests/browser/support/page-figures.ts';
import { Screen } from '../../../tests/browser/support/screen.ts';
import type { Trader } from '../../../tests/support/trader.ts';
import type { Bench, BenchContext, Figure } from '../bench.ts';
import { percentile } from '../report/statistics.ts';
import { measureLadder } from './ladder.ts';
import { MovingMarket } from './moving-market.ts';
import { MEASURE_MS, measurePage } from './page-work.ts';

const POSITIONS = 200;
const CHANGES_PER_SECOND = 50;
const PAINTS = 7;
const OPENED_AT = { bid: '61800.00', ask: '61800.20' };

/** The trading screen in a real browser: how soon it is there, and how smoothly it draws while prices and the venue's book move. */
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
async function measureFrames(screen: Screen, context: BenchContext): Promise<Figure[]> {
  const { progress, signal } = context;
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
  const what = `${POSITIONS} positions, ${CHANGES_PER_SECOND} changes/s`;
  const figures = await measurePage(page, { what, changes: 'price changes' }, market, floor);
  market.stop();
  await moving;
  await screen.closePages();
  return [...figures, ...(await measureLadder(screen, context, floor))];
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
