import type { Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import type { AppProcess } from '../support/app-process.ts';
import { seriousFindings } from './support/accessibility.ts';
import { overflow } from './support/page-figures.ts';
import { screenshot } from './support/screenshot.ts';
import { useSharedScreen } from './support/use-screen.ts';
import { type Quotes, VenueTrader } from './support/venue-trader.ts';

/** The order book at the screen, and spot trading there. */

const screen = useSharedScreen();

const BOOK: Quotes = {
  bids: [
    ['61800.0', '0.01000'],
    ['61799.5', '0.02000'],
    ['61790.0', '0.00500'],
  ],
  asks: [
    ['61801.0', '0.01500'],
    ['61805.5', '0.02000'],
  ],
};

let venue: AppProcess;
let maker: VenueTrader;

beforeAll(async () => {
  const { stack } = screen();
  venue = stack.addVenue();
  await venue.start();
  maker = new VenueTrader(stack.venueUrl, await stack.trader());
  await vi.waitFor(async () => expect(await maker.ask('GET', '/markets')).toHaveLength(3), 20_000);
});

afterAll(() => venue.stop());

const at = () => `${screen().url}/#venue`;
const ticket = (page: Page) => page.getByRole('region', { name: 'Spot order ticket' });
const own = (page: Page) => page.getByRole('region', { name: 'Your spot trading' });

/** The levels that are shown, from the highest price to the lowest, as price, size and sum. */
const shown = (page: Page) =>
  page
    .getByRole('table', { name: 'Book of BTC_USDC' })
    .getByRole('row')
    .filter({ has: page.getByRole('button') })
    .evaluateAll((rows) => rows.map((row) => [...row.children].map((cell) => cell.textContent).join(' ')));

/** A book of the test's own: what others have left is gone. */
async function quoteAnew(quotes: Quotes): Promise<void> {
  await maker.cancelAll();
  await maker.quote(quotes);
}

it('shows the book and the trades as they are, and change, in both themes', async () => {
  await quoteAnew(BOOK);
  const page = await screen().open({ at: at(), viewport: { width: 1280, height: 720 } });
  await expect
    .poll(() => shown(page))
    .toEqual([
      '61,805.5 0.02000 0.03500',
      '61,801.0 0.01500 0.01500',
      '61,800.0 0.01000 0.01000',
      '61,799.5 0.02000 0.03000',
      '61,790.0 0.00500 0.03500',
    ]);
  const spread = page.getByRole('row', { name: 'Spread' });
  expect(await spread.innerText()).toContain('1.0');
  await maker.quote({ asks: [['61800.5', '0.00100']] });
  await expect.poll(() => spread.innerText()).toContain('0.5');

  const taker = new VenueTrader(screen().stack.venueUrl, await screen().stack.trader());
  await taker.ask('POST', '/order', { symbol: 'BTC_USDC', side: 'Bid', orderType: 'Market', quantity: '0.00300' });
  const tape = page.getByRole('table', { name: 'Trades of BTC_USDC' }).getByRole('row');
  await expect.poll(() => tape.nth(1).innerText()).toMatch(/61,801\.0\s+bought\s+0\.00200/);
  expect(await tape.nth(2).innerText()).toMatch(/61,800\.5\s+bought\s+0\.00100/);
  await page.getByLabel('BTC_USDC at the venue').getByText('61,801.0').first().waitFor();
  for (const other of ['light', 'dark']) {
    expect(await seriousFindings(page)).toEqual([]);
    await page.getByRole('button', { name: `Switch to ${other} theme` }).click();
  }

  await page.getByRole('button', { name: '61,790.0' }).click();
  expect(await ticket(page).getByLabel('Price, USDC').inputValue()).toBe('61790.0');
  await page.getByRole('button', { name: '61,800.0', exact: true }).focus();
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  expect(await ticket(page).getByLabel('Price, USDC').inputValue()).toBe('61799.5');
});

it('places orders, says at their field why one is refused, and cancels them', async () => {
  await quoteAnew(BOOK);
  const trader = await screen().stack.trader();
  const page = await screen().open({
    at: at(),
    as: trader,
    viewport: { width: 1280, height: 900 },
    expects: [/400 \(Bad Request\).*\/api\/v1\/order$/],
  });
  const form = ticket(page);
  const place = async (side: 'Buy' | 'Sell') => {
    await form.getByRole('group', { name: 'Side' }).getByRole('button', { name: side }).click();
    await form.getByRole('button', { name: `${side} BTC/USDC` }).click();
  };
  await form.getByText('10,000.000000 USDC').waitFor();
  await form.getByLabel('Price, USDC').fill('50000');
  await form.getByLabel('Quantity, BTC').fill('0.2');
  await form.getByRole('alert').getByText('With a fee of 5.000000 this needs 10,005.000000 USDC').waitFor();
  await form.getByLabel('Price, USDC').fill('61795');
  await form.getByRole('alert').getByText('This needs 12,359.000000 USDC; you have 10,000.000000.').waitFor();
  await form.getByLabel('Quantity, BTC').fill('0.002');
  await form.getByText('123.590000 USDC').waitFor();
  await place('Buy');
  await form.getByText('The order stands in the book.').waitFor();
  await page.getByRole('row', { name: /^61,795\.0 your order/ }).waitFor();
  const orders = own(page).getByRole('table', { name: 'Open orders' }).getByRole('row');
  await expect.poll(() => orders.nth(1).innerText()).toMatch(/BTC\/USDC Buy\s+61,795\.0\s+0\.00200\s+0\.00000/);

  await form.getByLabel('Price, USDC').fill('61801');
  await form.getByLabel('Quantity, BTC').fill('0.001');
  await form.getByLabel('Post-only').check();
  await place('Buy');
  await form.getByRole('alert').getByText('It would have traded at once').waitFor();
  await form.getByLabel('Post-only').uncheck();

  await form.getByRole('button', { name: 'Market', exact: true }).click();
  await form.getByLabel('The size is given in').selectOption('USDC');
  await form.getByLabel('Amount').fill('61.801');
  await place('Buy');
  await form.getByText('Bought 0.00100 BTC for 61.801000 USDC.').waitFor();
  await own(page).getByRole('tab', { name: 'Fills' }).click();
  const fill = own(page).getByRole('table', { name: 'Fills' }).getByRole('row').nth(1);
  expect(await fill.innerText()).toMatch(/BTC\/USDC Buy taker\s+61,801\.0\s+0\.00100\s+0\.030900 USDC/);
  await own(page).getByRole('tab', { name: 'Balances' }).click();
  const usdc = own(page).getByRole('row', { name: 'USDC' });
  await expect.poll(() => usdc.innerText()).toMatch(/9,814\.\d+\s+123\.\d+/);
  expect(await seriousFindings(page)).toEqual([]);

  // From the first trade on there is a band.
  await form.getByRole('button', { name: 'Limit', exact: true }).click();
  await form.getByLabel('Price, USDC').fill('20000');
  await form.getByLabel('Quantity, BTC').fill('0.001');
  await place('Buy');
  await form.getByRole('alert').getByText('too far from the last trades').waitFor();
  await form.getByLabel('Price, USDC').fill('61796');
  await place('Buy');
  await own(page).getByRole('tab', { name: 'Open orders (2)' }).click();
  await screenshot(page, 'venue');
  await own(page).getByRole('button', { name: 'Cancel: buy 0.00100 BTC/USDC at 61,796.0' }).press('Enter');
  await own(page).getByRole('tab', { name: 'Open orders (1)' }).waitFor();
  const isFocused = (place: Locator) => place.evaluate((element) => element === document.activeElement);
  await expect.poll(() => isFocused(own(page).getByRole('button', { name: /at 61,795\.0$/ }))).toBe(true);
  await own(page).getByRole('button', { name: 'Cancel all' }).click();
  const question = page.getByRole('alertdialog', { name: 'Cancel the order in BTC/USDC?' });
  expect(await seriousFindings(page)).toEqual([]);
  await question.getByRole('button', { name: 'Cancel all' }).click();
  await own(page).getByText('No open orders.').waitFor();
  expect(await isFocused(own(page).getByRole('tab', { name: 'Open orders' }))).toBe(true);
  await page.getByRole('row', { name: /your order/ }).waitFor({ state: 'detached' });
});

it('tells of fills of an order that stood in the book, and of how orders ended', async () => {
  await quoteAnew({ asks: [['61801.0', '0.01000']] });
  const trader = await screen().stack.trader();
  const page = await screen().open({ at: at(), as: trader, viewport: { width: 1280, height: 900 } });
  const form = ticket(page);
  await form.getByText('10,000.000000 USDC').waitFor();
  await new VenueTrader(screen().stack.venueUrl, trader).quote({ bids: [['61800.0', '0.00300']] });
  await own(page).getByRole('tab', { name: 'Open orders (1)' }).waitFor();
  await maker.ask('POST', '/order', { symbol: 'BTC_USDC', side: 'Ask', orderType: 'Market', quantity: '0.00100' });
  await page.getByText('Bought 0.00100 of 0.00300 BTC/USDC at 61,800.0').first().waitFor();

  await form.getByLabel('Price, USDC').fill('61801');
  await form.getByLabel('Quantity, BTC').fill('0.02');
  await form.getByRole('button', { name: 'FOK' }).click();
  await form.getByRole('button', { name: 'Buy BTC/USDC' }).click();
  await form.getByText('The order expired: not all of it could be traded at once (FOK).').waitFor();
  await page.reload();
  await own(page).getByRole('tab', { name: 'Past orders' }).click();
  const over = own(page).getByRole('table', { name: 'Past orders' }).getByRole('row');
  await expect.poll(() => over.nth(1).innerText()).toMatch(/BTC\/USDC Buy\s+61,801\.0\s.*Expired: FOK/s);
  expect(await seriousFindings(page)).toEqual([]);
  await own(page).getByRole('tab', { name: 'Fills' }).click();
  const fills = own(page).getByRole('table', { name: 'Fills' }).getByRole('row');
  await expect.poll(() => fills.nth(1).innerText()).toMatch(/BTC\/USDC Buy maker\s+61,800\.0\s+0\.00100/);
  const read = page.waitForResponse(/history\/fills/);
  await maker.ask('POST', '/order', { symbol: 'BTC_USDC', side: 'Ask', orderType: 'Market', quantity: '0.00200' });
  await page.getByText('Bought 0.00300 BTC/USDC at 61,800.0').first().waitFor();
  // The history has it by now, and so each trade once.
  await expect.poll(() => fills.nth(1).innerText()).toMatch(/0\.00200/);
  await read;
  expect(await fills.count()).toBe(3);
});

it('looks for an order whose answer did not come, and sends it no second time', async () => {
  await quoteAnew(BOOK);
  const page = await screen().open({
    at: at(),
    as: await screen().stack.trader(),
    expects: [/ERR_FAILED/, /status of 40/],
  });
  let sent = 0;
  await page.route('**/api/v1/order', async (route) => {
    if (route.request().method() !== 'POST') return route.continue();
    sent += 1;
    await route.fetch();
    await route.abort();
  });
  const form = ticket(page);
  await form.getByLabel('Price, USDC').fill('61700');
  await form.getByLabel('Quantity, BTC').fill('0.001');
  await form.getByRole('button', { name: 'Buy BTC/USDC' }).click();
  await form.getByText('The order stands in the book.').waitFor();
  await form.getByLabel('Price, USDC').fill('61801');
  await form.getByLabel('Quantity, BTC').fill('0.001');
  await form.getByRole('button', { name: 'Buy BTC/USDC' }).click();
  await form.getByText('Bought 0.00100 BTC for 61.801000 USDC.').waitFor();
  expect(sent).toBe(2);
});

it('fits a phone, with long numbers as well', async () => {
  await quoteAnew({});
  const trader = await screen().stack.trader();
  const page = await screen().open({ at: at(), as: trader, viewport: { width: 360, height: 740 } });
  await page.getByText('The book is empty').waitFor();
  await new VenueTrader(screen().stack.venueUrl, trader).quote({ bids: [['61795.0', '0.10000']] });
  await page.getByRole('row', { name: /^61,795\.0 your order/ }).waitFor();
  await own(page)
    .getByRole('button', { name: /^Cancel: buy/ })
    .waitFor();
  const cheap = Array.from({ length: 40 }, (_, index): [string, string] => [
    (61_801 + index / 10).toFixed(1),
    '0.00100',
  ]);
  await maker.quote({ asks: cheap });
  await new VenueTrader(screen().stack.venueUrl, trader).quote({ bids: [['61810.0', '0.04000']] });
  await expect
    .poll(() => page.getByRole('table', { name: 'Trades of BTC_USDC' }).getByRole('row').count())
    .toBeGreaterThan(40);
  const below = await own(page).evaluate(
    (panels) => document.documentElement.scrollHeight - scrollY - panels.getBoundingClientRect().bottom,
  );
  expect(below).toBeLessThanOrEqual(1);
  expect(await overflow(page)).toBeLessThanOrEqual(0);
  expect(await seriousFindings(page)).toEqual([]);
  await screenshot(page, 'venue-narrow');
});

it('makes no new elements and draws once a frame while two hundred updates a second come', async () => {
  await quoteAnew(BOOK);
  const page = await screen().open({ at: at(), viewport: { width: 1280, height: 720 } });
  await page.getByRole('button', { name: '61,790.0' }).waitFor();
  await page.evaluate(() => {
    const counted = { frames: 0, commits: 0, made: 0 };
    (window as unknown as { counted: typeof counted }).counted = counted;
    const onFrame = () => {
      counted.frames += 1;
      requestAnimationFrame(onFrame);
    };
    requestAnimationFrame(onFrame);
    const table = document.querySelector('table[aria-label="Book of BTC_USDC"]');
    new MutationObserver((changes) => {
      counted.commits += 1;
      for (const { type, target } of changes)
        if (type === 'childList' && target instanceof HTMLTableSectionElement) counted.made += 1;
    }).observe(table as Element, { subtree: true, childList: true, characterData: true, attributes: true });
  });
  const mover = new VenueTrader(screen().stack.venueUrl, await screen().stack.trader());
  const bids = Array.from({ length: 19 }, (_, index) => [`${61_780 + (index % 9)}.0`, '0.00002'] as const);
  const startedAt = performance.now();
  for (let sent = 0; sent < 400; sent += 20) {
    await new Promise((resolve) => setTimeout(resolve, Math.max(0, startedAt + sent * 5 - performance.now())));
    await mover.quote({ bids });
    await mover.cancelAll();
  }
  await maker.quote({ bids: [['61794.0', '0.00100']] });
  await page.getByRole('button', { name: '61,794.0' }).waitFor();
  const counted = await page.evaluate(
    () => (window as unknown as { counted: { frames: number; commits: number; made: number } }).counted,
  );
  expect(counted.made).toBe(0);
  expect(counted.commits).toBeGreaterThan(0);
  expect(counted.commits).toBeLessThanOrEqual(counted.frames);
  expect(counted.commits).toBeLessThan(400);
});

it('says so while the venue is away, finds it again by itself, and shows what it has then', async () => {
  await quoteAnew(BOOK);
  const page = await screen().open({ at: at(), expects: [/ERR_CONNECTION_REFUSED/, /status of 503/] });
  await page.getByRole('button', { name: '61,790.0' }).waitFor();
  await venue.kill();
  const banner = page.getByText('The venue does not answer');
  await banner.waitFor();
  expect(await page.getByRole('button', { name: '61,790.0' }).count()).toBe(0);
  await venue.start();
  await banner.waitFor({ state: 'detached' });
  await page.getByRole('button', { name: '61,790.0' }).waitFor();
  await maker.quote({ bids: [['61791.0', '0.00100']] });
  await page.getByRole('button', { name: '61,791.0' }).waitFor();
});

it('is not there where nothing says where the venue is', async () => {
  const page = await screen().open({ at: at() });
  await page.getByRole('navigation', { name: 'Trading' }).waitFor();
  // Before the page's script, which waits for the whole document.
  await page.addInitScript(() =>
    document.addEventListener('readystatechange', () =>
      document.querySelector('meta[name="venue-url"]')?.setAttribute('content', ''),
    ),
  );
  await page.reload();
  await page.getByRole('region', { name: 'Order ticket' }).waitFor();
  expect(await page.getByRole('navigation', { name: 'Trading' }).count()).toBe(0);
});
