import type { Page } from 'playwright-core';
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

it('does not move under the eyes of whoever waits for it, and draws while prices come', async () => {
  const page = await screen().open();
  await live(page);
  for (let cents = 10; cents < 30; cents += 1)
    await screen().market.quote({ bid: `61800.${cents}`, ask: `61801.${cents}` });
  expect((await frameFigures(page, 500)).framesPerSecond).toBeGreaterThan(0);
  expect(await layoutShift(page)).toBeLessThan(0.1);
});
