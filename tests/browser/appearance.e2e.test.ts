import { randomUUID } from 'node:crypto';
import type { Locator, Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { seriousFindings } from './support/accessibility.ts';
import { frameFigures, layoutShift, overflow } from './support/page-figures.ts';
import { screenshot } from './support/screenshot.ts';
import { useScreen } from './support/use-screen.ts';

/** What holds for the screen as a whole, in both themes and at every width. */

const screen = useScreen();

const PHONE = { width: 360, height: 740 };
const themeOf = (page: Page) => page.evaluate(() => document.documentElement.dataset.theme);
const live = (page: Page) => page.getByLabel('BTC_USDC market').getByText('Replayed', { exact: true }).waitFor();

it('follows the system’s theme until somebody chooses one, and keeps what was chosen', async () => {
  const page = await screen().open({ theme: 'light' });
  await live(page);
  expect(await themeOf(page)).toBe('light');
  await page.getByRole('button', { name: 'Switch to dark theme' }).click();
  expect(await themeOf(page)).toBe('dark');
  await page.reload();
  await page.getByRole('button', { name: 'Switch to light theme' }).waitFor();
  expect(await themeOf(page)).toBe('dark');
});

describe.each(['dark', 'light'] as const)('the %s theme', (theme) => {
  it('keeps nobody out, neither visitors nor those who sign in or have done so', async () => {
    const visitor = await screen().open({ theme });
    await live(visitor);
    expect(await seriousFindings(visitor)).toEqual([]);
    await screenshot(visitor, `visitor-${theme}`);
    await visitor.getByRole('banner').getByRole('button', { name: 'Sign in' }).click();
    await visitor.getByRole('dialog').waitFor();
    expect(await seriousFindings(visitor)).toEqual([]);
    await screenshot(visitor, `sign-in-${theme}`);

    const trading = await screen().open({ theme, as: await screen().stack.trader() });
    await live(trading);
    await trading.getByLabel('Account').waitFor();
    expect(await seriousFindings(trading)).toEqual([]);
  });
});

it.each([PHONE, { width: 768, height: 1024 }, { width: 1280, height: 720 }])(
  'is no wider than a window of $width pixels',
  async (viewport) => {
    const page = await screen().open({ viewport, as: await screen().stack.trader() });
    await live(page);
    await page.getByLabel('Account').waitFor();
    expect(await overflow(page)).toBe(0);
  },
);

/** Whether somebody who presses in the middle of each of these presses them, and nothing that lies over them. */
const areOnTop = (places: Locator) =>
  places.evaluateAll((elements) =>
    elements.every((element) => {
      const { left, top, width, height } = element.getBoundingClientRect();
      const there = document.elementFromPoint(left + width / 2, top + height / 2);
      return there !== null && (element === there || element.contains(there));
    }),
  );

it('has all columns at hand at any width, and two hundred positions leave bid and ask on the scale', async () => {
  const { stack } = screen();
  const trader = await stack.trader();
  const order = { userId: trader.userId, asset: 'BTC_USDC', side: 'buy', quantity: '0.00100', leverage: 20 };
  const levels = { takeProfit: '90000.00', stopLoss: '59500.00' };
  for (let count = 0; count < 200; count += 1) {
    const [requestId, orderId] = [randomUUID(), randomUUID()];
    await stack.append('create-order', { ...order, ...(count === 0 ? levels : {}), requestId, orderId });
  }
  await expect.poll(() => trader.openOrders()).toHaveLength(200);
  const page = await screen().open({ as: trader, viewport: { width: 820, height: 1180 } });
  const rows = page.getByRole('table', { name: 'Open positions' }).locator('[data-order-id]');
  for (const width of [360, 390, 820, 1101, 1200, 1280, 1440]) {
    await page.setViewportSize({ width, height: 1180 });
    await rows.first().scrollIntoViewIfNeeded();
    await expect.poll(() => areOnTop(rows.first().getByRole('button'))).toBe(true);
    expect(await overflow(page)).toBe(0);
    await page.getByText('… and 188 more orders').waitFor();
  }
  await screenshot(page, 'crowded');

  const [{ orderId }] = await trader.openOrders();
  await trader.close(orderId);
  await page.getByRole('tab', { name: 'History' }).click();
  const trade = page.getByRole('table', { name: 'Closed trades' }).getByRole('row', { name: /Closed by you/ });
  await trade.waitFor();
  for (const width of [820, 1101, 1200, 1440]) {
    await page.setViewportSize({ width, height: 1180 });
    await trade.scrollIntoViewIfNeeded();
    await expect.poll(() => areOnTop(trade.getByRole('cell'))).toBe(true);
  }
});

it('shows at the chart’s edge which levels lie beyond it, and lets them be taken hold of there', async () => {
  const { stack } = screen();
  const trader = await stack.trader();
  await trader.open({ quantity: '0.02', leverage: 2, takeProfit: '90000' });
  const page = await screen().open({ as: trader });
  const tag = page.getByTitle('Drag to change the take-profit of this order');
  await tag.getByText('90,000.00').waitFor();
  // The liquidation price is as far away.
  await page.getByText('Liq.').waitFor();
  const box = await tag.boundingBox();
  if (box === null) throw new Error('the take-profit is not to be seen');
  const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
  const drag = async (by: number) => {
    await page.mouse.move(x, y);
    await page.mouse.down();
    await page.mouse.move(x, y + by, { steps: 5 });
    await page.mouse.up();
  };
  const targetOf = async () => Number((await trader.openOrders())[0].takeProfit);
  // A twitch is no wish to move it by a third of the price.
  await drag(4);
  await drag(60);
  await expect.poll(targetOf).toBeLessThan(80_000);
  expect(await targetOf()).toBeGreaterThan(61_800);
});

it.each([
  { width: 390, height: 844 },
  { width: 820, height: 1180 },
  { width: 1440, height: 900 },
])(
  'hides no level silently on a window of $width pixels, and prints none over what is written there',
  async (viewport) => {
    const { stack } = screen();
    const trader = await stack.trader();
    for (let order = 0; order < 8; order += 1) {
      const [takeProfit, stopLoss] = [62_700 + 200 * order, 60_900 - 200 * order].map(String);
      await trader.open({ quantity: '0.01', leverage: 20, takeProfit, stopLoss });
    }
    const page = await screen().open({ as: trader, viewport });
    const chart = page.getByRole('region', { name: 'Chart' });
    const handles = chart.locator('[data-kind="takeProfit"], [data-kind="stopLoss"]');
    const boxOf = (place: Locator) => place.boundingBox().then((box) => box ?? { x: 0, y: 0, width: 0, height: 0 });
    const tagBoxes = async () => {
      const all = await chart.locator('[data-kind] > span').all();
      const seen = await Promise.all(all.map(async (tag) => ((await tag.isVisible()) ? [await boxOf(tag)] : [])));
      return seen.flat();
    };
    const isClearOf = async (place: Locator) => {
      const { x, y, width, height } = await boxOf(place);
      const boxes = await tagBoxes();
      expect(boxes.length).toBeGreaterThan(0);
      return boxes.every(
        (box) => box.x >= x + width || box.x + box.width <= x || box.y >= y + height || box.y + box.height <= y,
      );
    };
    // As after a fresh start, when the local venue has told the past.
    await page.route('**/market/klines?*', async (route) => {
      const response = await route.fetch();
      const candles = (await response.json()) as object[];
      await route.fulfill({ response, json: candles.map((candle) => ({ ...candle, source: 'made-up' })) });
    });
    await page.reload();
    await chart.getByText(/^Before .*: made up$/).waitFor();
    const more = chart.getByRole('button', { name: /more levels beyond the chart/ });
    await more.waitFor();
    for (const place of [chart.getByText(/^Before/), chart.getByLabel('Prices of the candle'), more])
      await expect.poll(() => isClearOf(place)).toBe(true);

    await more.press('Enter');
    const back = chart.getByRole('button', { name: 'Back to the candles' });
    await back.waitFor();
    const seen = await handles.evaluateAll((all) =>
      all.filter(
        (one) => getComputedStyle(one).visibility === 'visible' && !('beyond' in (one as HTMLElement).dataset),
      ),
    );
    expect(seen).toHaveLength(16);
    const right = await boxOf(chart).then(({ x, width }) => x + width);
    for (const box of await tagBoxes()) expect(box.x + box.width).toBeLessThanOrEqual(right);
    expect(await back.evaluate((element) => element === document.activeElement)).toBe(true);
    expect(await seriousFindings(page)).toEqual([]);
    await back.press('Enter');
    await more.waitFor();
    expect(await overflow(page)).toBe(0);
  },
);

it('lets no notice lie over the list of instruments, nor over the button that was pressed', async () => {
  const { stack } = screen();
  // More than there is room for.
  for (const asset of ['DOT', 'ETH', 'LINK', 'SOL', 'SUI', 'XLM', 'XRP', 'ZEC'])
    await stack.addInstrument(`${asset}_USDC`);
  for (const viewport of [{ width: 1280, height: 720 }, PHONE]) {
    const page = await screen().open({ as: await stack.trader(), viewport, expects: [/status of 422/] });
    const buy = page.getByRole('button', { name: 'Buy BTC/USDC at' });
    await page.getByRole('textbox', { name: 'Size' }).fill('50');
    // Where the notices come, on a phone.
    await buy.evaluate((element) => element.scrollIntoView({ block: 'end' }));
    await buy.click();
    await page.getByText('Position opened').waitFor();
    await expect.poll(() => areOnTop(buy)).toBe(true);
    // Nor over why a level was refused, and the rest of its row.
    const row = page.locator('[data-order-id]');
    await row.getByRole('button', { name: ': change Stop-loss' }).click();
    await page.getByRole('textbox', { name: 'Stop-loss of BTC/USDC' }).fill('99000,5');
    await row.evaluate((element) => element.scrollIntoView({ block: 'end' }));
    await page.keyboard.press('Enter');
    await page.getByRole('region', { name: 'Notifications' }).getByText('has to be on the losing side').waitFor();
    await expect.poll(() => areOnTop(row.getByRole('button').or(row.getByText('Read as')))).toBe(true);
    await page.evaluate(() => scrollTo(0, 0));
    await expect.poll(() => areOnTop(page.getByRole('banner').getByRole('button'))).toBe(true);
    const last = page.getByRole('navigation', { name: 'Instruments' }).getByRole('button').last();
    await last.scrollIntoViewIfNeeded();
    await expect.poll(() => areOnTop(last)).toBe(true);
  }
});

it('does not move under the eyes of whoever waits for it, and draws while prices come', async () => {
  const page = await screen().open();
  await live(page);
  for (let cents = 10; cents < 30; cents += 1)
    await screen().market.quote({ bid: `61800.${cents}`, ask: `61801.${cents}` });
  expect((await frameFigures(page, 500)).framesPerSecond).toBeGreaterThan(0);
  expect(await layoutShift(page)).toBeLessThan(0.1);
});
