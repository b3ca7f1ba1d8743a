import type { Locator, Page } from 'playwright-core';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { Trader } from '../support/trader.ts';
import { seriousFindings } from './support/accessibility.ts';
import { overlaps } from './support/overlaps.ts';
import { overflow } from './support/page-figures.ts';
import type { OpenOptions } from './support/screen.ts';
import { useScreen } from './support/use-screen.ts';

/** Limit and stop orders, trailing stops and closings in part, at prices that the test decides. */

const screen = useScreen();

const ticket = (page: Page) => page.getByRole('region', { name: 'Order ticket' });
const notices = (page: Page) => page.getByRole('region', { name: 'Notifications' });
const tab = (page: Page, name: RegExp) => page.getByRole('tab', { name });
const pendingRow = (page: Page, name: string) =>
  page.getByRole('table', { name: 'Pending orders' }).getByRole('row', { name });
const positionRow = (page: Page) =>
  page.getByRole('table', { name: 'Open positions' }).getByRole('row', { name: /Long|Short/ });

const START = { bid: '61800.00', ask: '61800.20' };

const traders: Trader[] = [];

/** A trader of their own, at the price at which each test begins. */
async function begin(options: OpenOptions = {}): Promise<{ trader: Trader; page: Page }> {
  await screen().market.quote(START);
  const trader = await screen().stack.trader();
  traders.push(trader);
  return { trader, page: await screen().open({ as: trader, ...options }) };
}

async function choose(page: Page, kind: 'Market' | 'Limit' | 'Stop', side: 'Buy' | 'Sell' = 'Buy'): Promise<void> {
  const form = ticket(page);
  await form.getByRole('group', { name: 'Side' }).getByRole('button', { name: side }).click();
  await form.getByRole('group', { name: 'Order kind' }).getByRole('button', { name: kind }).click();
  await form.getByLabel('Size is given as').selectOption('quantity');
  await form.getByRole('textbox', { name: 'Size' }).fill('0.05');
}

/** Waits until the ticket says what a figure comes to. */
const comesTo = (page: Page, name: string, value: string) =>
  ticket(page).getByLabel('What the order comes to').getByText(`${name}${value}`, { exact: true }).waitFor();

const field = (page: Page, name: string) => ticket(page).getByRole('textbox', { name, exact: true });

/** Changes a value in the cell of a row. */
async function change(row: Locator, name: string, value: string): Promise<void> {
  await row.getByRole('button', { name: `: change ${name}` }).click();
  await row.getByRole('textbox', { name }).fill(value);
  await row.getByRole('textbox', { name }).press('Enter');
}

describe('an order that waits', () => {
  it('is placed from the ticket, changed in its row, opened by its price, and told at each step', async () => {
    const { page } = await begin();
    await choose(page, 'Limit');
    await field(page, 'Price').fill('61900');
    await ticket(page).getByRole('alert').getByText('a price that is not reached already').waitFor();
    await field(page, 'Price').fill('61500');
    await ticket(page).getByText('Margin at that price307.50 USDC').waitFor();
    await ticket(page).getByText('From the market−0.49 %').waitFor();
    await ticket(page).getByRole('button', { name: 'Place buy limit at 61,500.00' }).click();
    await notices(page).getByText('Buy limit 0.05000 BTC/USDC at 61,500.00').first().waitFor();

    await tab(page, /^Orders \(1\)/).click();
    const row = pendingRow(page, 'BTC/USDC Buy limit 10×');
    await row.getByText('−0.49 %').waitFor();
    await change(row, 'Price', '61600');
    await row.getByRole('button', { name: '61,600.00: change Price' }).waitFor();
    await change(row, 'Take-profit', '62500');
    await row.getByRole('button', { name: '62,500.00: change Take-profit' }).waitFor();
    expect(await seriousFindings(page)).toEqual([]);

    await screen().market.quote({ bid: '61599.80', ask: '61600.00' });
    await notices(page).getByText('Price reached: position opened').first().waitFor();
    await page.getByText('No orders wait.').waitFor();
    await tab(page, /^Positions \(1\)/).click();
    await positionRow(page).getByRole('button', { name: '62,500.00: change Take-profit' }).waitFor();
  });

  it('is cancelled by its owner, alone and with all others, and the keyboard keeps its place', async () => {
    const { trader, page } = await begin();
    for (const price of ['61000', '61100', '61200', '61300', '61400'])
      await trader.open({ orderType: 'limit', price, expiresAt: Date.now() + 3_600_000 });
    await tab(page, /^Orders \(5\)/).click();
    const cancel = (price: string) =>
      page.getByRole('button', { name: new RegExp(`^Cancel: Buy limit .* at ${price}`) });
    await cancel('61,200').focus();
    await page.keyboard.press('Enter');
    await notices(page).getByText('Order cancelled').first().waitFor();
    await expect.poll(() => page.evaluate(() => document.activeElement?.getAttribute('aria-label'))).toMatch(/61,300/);
    await page.getByRole('button', { name: 'Cancel all' }).click();
    await page.getByRole('alertdialog').getByRole('button', { name: 'Cancel all' }).click();
    await notices(page).getByText('4 orders').first().waitFor();
    await page.getByText('No orders wait.').waitFor();
  });

  it('says when it has expired, and when nothing could be opened', async () => {
    const { trader, page } = await begin();
    await trader.open({ orderType: 'stop', price: '62000', expiresAt: Date.now() + 1_500 });
    await trader.open({ orderType: 'limit', price: '61700', quantity: '10', leverage: 1 });
    await tab(page, /^Orders \(2\)/).waitFor();
    await notices(page).getByText('Order expired').first().waitFor();
    await screen().market.quote({ bid: '61699.80', ask: '61700.00' });
    await notices(page).getByText('Price reached, but not opened').first().waitFor();
    await notices(page).getByText('Your balance does not cover the margin').first().waitFor();
  });
});

describe('a trailing stop', () => {
  it('is opened by a distance in percent, follows the price, and is changed to a fixed one', async () => {
    const { page } = await begin();
    await choose(page, 'Market');
    await ticket(page).getByLabel('Kind of stop-loss').selectOption('Trailing');
    await ticket(page).getByLabel('Trailing stop is given as').selectOption('Distance, % of price');
    await field(page, 'Trailing stop').fill('1');
    await ticket(page).getByRole('button', { name: 'Buy BTC/USDC at' }).click();
    const row = positionRow(page);
    await row.getByText('61,182.00').waitFor();
    await screen().market.quote({ bid: '61900.00', ask: '61900.20' });
    await row.getByText('61,282.00').waitFor();
    await screen().market.quote(START);
    await change(row, 'Trailing distance', '500');
    await row.getByText('61,300.00').waitFor();
    await change(row, 'Trailing distance', '');
    await change(row, 'Stop-loss', '61000');
    await row.getByRole('button', { name: '61,000.00: change Stop-loss' }).waitFor();
  });

  it('is opened by a distance as a price, and its line on the chart moves with the market', async () => {
    const { page } = await begin();
    await choose(page, 'Market', 'Sell');
    await ticket(page).getByLabel('Kind of stop-loss').selectOption('Trailing');
    await field(page, 'Trailing stop').fill('9000');
    await ticket(page).getByRole('button', { name: 'Sell BTC/USDC at' }).click();
    // The line lies far above the candles, so that the chart's edge says where it is.
    const line = page.getByRole('region', { name: 'Chart' }).locator('[data-kind="trailingStop"]');
    await line.getByText('70,800.20').waitFor();
    await screen().market.quote({ bid: '61700.00', ask: '61700.20' });
    await line.getByText('70,700.20').waitFor();
    await screen().market.quote(START);
    await positionRow(page).getByText('61,800.20').waitFor();
    expect(await line.textContent()).toContain('70,700.20');
  });
});

describe('a guaranteed stop', () => {
  it('says what it costs and how near it may be, is paid at the opening, and closes at exactly its price', async () => {
    const { page } = await begin({ expects: [/status of 422 .*update-order/] });
    onTestFinished(() => screen().stack.addInstrument('BTC_USDC'));
    await screen().stack.addInstrument('BTC_USDC', 3_600_000, {
      guaranteedStopPpm: 1_000,
      minGuaranteedDistanceBps: 50,
    });
    await choose(page, 'Market');
    await ticket(page).getByLabel('Kind of stop-loss').selectOption('Guaranteed');
    await field(page, 'Stop-loss').fill('61700');
    await ticket(page).getByText('At least 0.50 % from the price.').waitFor();
    await ticket(page).getByRole('alert').getByText('stop-loss').waitFor();
    await field(page, 'Stop-loss').fill('61000');
    await comesTo(page, 'Guarantee', '3.09 USDC');
    await ticket(page).getByRole('button', { name: 'Buy BTC/USDC at' }).click();
    const stop = positionRow(page).getByRole('button', { name: '61,000.00 G: change Stop-loss' });
    await stop.waitFor();
    await change(positionRow(page), 'Stop-loss', '60900');
    await notices(page).getByText('Stop-loss of BTC/USDC not changed').first().waitFor();
    await page.keyboard.press('Escape');
    // The market falls through it.
    await screen().market.quote({ bid: '60000.00', ask: '60000.20' });
    await notices(page).getByText('Long 0.05000 BTC/USDC at 61,000.00: −40.01 USDC').first().waitFor();
  });
});

/** Chooses from the menu of the first position. */
async function menu(page: Page, item: string): Promise<void> {
  await positionRow(page)
    .getByRole('button', { name: /^More for/ })
    .first()
    .click();
  await page.getByRole('menuitem', { name: item }).click();
}

describe('a position', () => {
  it('is closed in part by a press, by any quantity, and turned round', async () => {
    const { trader, page } = await begin();
    await trader.open({ quantity: '0.1', leverage: 20 });
    await menu(page, 'Close 25 %: 0.02500');
    await notices(page).getByText('Long 0.02500 BTC/USDC at 61,800.00, 0.07500 still open').first().waitFor();
    await positionRow(page).getByText('0.07500', { exact: true }).waitFor();
    await menu(page, 'Close a part');
    const dialog = page.getByRole('dialog', { name: 'Close a part: Long 0.07500 BTC/USDC' });
    await dialog.getByLabel('Quantity').fill('0.08');
    await dialog.getByText('No more than 0.07500 is open.').waitFor();
    await dialog.getByLabel('Quantity').fill('0.055');
    await dialog.getByText('Stays open0.02000').waitFor();
    expect(await seriousFindings(page)).toEqual([]);
    await dialog.getByRole('button', { name: 'Close 0.05500' }).click();
    await positionRow(page).getByText('0.02000', { exact: true }).waitFor();

    await menu(page, 'Reverse');
    await page.getByText('If the second order is refused, the position stays closed.').waitFor();
    await page.getByRole('button', { name: 'Reverse', exact: true }).click();
    await positionRow(page).getByText('Short 20×').waitFor();
    await expect.poll(() => trader.openOrders()).toMatchObject([{ side: 'sell', quantity: '0.02000', leverage: 20 }]);
  });

  it('is closed by a half, and by three quarters of what is left then', async () => {
    const { trader, page } = await begin();
    await trader.open({ quantity: '0.1' });
    for (const [item, left] of [
      ['Close 50 %: 0.05000', '0.05000'],
      ['Close 75 %: 0.03750', '0.01250'],
    ] as const) {
      await menu(page, item);
      await positionRow(page).getByText(left, { exact: true }).waitFor();
    }
    expect(await trader.openOrders()).toMatchObject([{ quantity: '0.01250' }]);
  });

  it('gets a trailing stop by an amount of money, and goes with all others of its instrument', async () => {
    const { trader, page } = await begin();
    for (const side of ['buy', 'buy', 'sell']) await trader.open({ side, quantity: '0.1' });
    const row = page.getByRole('table', { name: 'Open positions' }).getByRole('row', { name: 'Short' });
    await row.getByRole('button', { name: /^More for/ }).click();
    await page.getByRole('menuitem', { name: 'Trailing stop' }).click();
    const dialog = page.getByRole('dialog', { name: 'Trailing stop: Short' });
    await dialog.getByLabel('Trailing stop is given as').selectOption('Loss, USDC');
    await dialog.getByRole('textbox', { name: 'Trailing stop' }).fill('50');
    await dialog.getByText('The stop begins at62,300.20').waitFor();
    await dialog.getByRole('button', { name: 'Set' }).click();
    await row.getByText('62,300.20').waitFor();

    await row.getByRole('button', { name: /^More for/ }).click();
    await page.getByRole('menuitem', { name: 'Close all BTC/USDC' }).click();
    await page.getByRole('button', { name: 'Close all 3' }).click();
    await page.getByText('No open positions.').waitFor();
  });
});

describe('the history', () => {
  const row = (page: Page, name: RegExp) =>
    page.getByRole('table', { name: 'Closed trades' }).getByRole('row', { name });

  it('has what was closed in part, and which orders did not open, with the reason', async () => {
    const { trader, page } = await begin();
    const { body: open } = await trader.open({ quantity: '0.1' });
    await trader.post('/trade/close-order', { orderId: open.orderId, quantity: '0.04', openQuantity: '0.10000' });
    await page.getByRole('heading', { name: 'Fulcrum' }).click();
    await page.keyboard.press('h');
    await row(page, /Closed by you 0.04000/)
      .getByText('0.06000 left open')
      .waitFor();
    // What ends while somebody looks appears by itself.
    const { body: waiting } = await trader.open({ orderType: 'limit', price: '61000' });
    await trader.post('/trade/cancel-order', { orderId: waiting.orderId });
    await trader.open({ orderType: 'stop', price: '62000', expiresAt: Date.now() + 1_000 });
    await row(page, /Buy stop 10× – Expired 0.01000 62,000.00/).waitFor();
    await row(page, /Buy limit 10× – Cancelled 0.01000 61,000.00/).waitFor();
    await page.getByText('1 trade, 2 not opened').waitFor();
    expect(await seriousFindings(page)).toEqual([]);
    await page.getByRole('button', { name: 'Why did the buy stop of BTC/USDC at 62000.00 not open?' }).click();
    const dialog = page.getByRole('dialog', { name: 'Why did it not open?' });
    await dialog.getByText('Its time was over before its price was reached.').waitFor();
    await dialog.getByText('Placed · quantity 0.01000').waitFor();
    await dialog.getByRole('button', { name: 'Close' }).click();
    await page.getByRole('combobox', { name: 'Reason' }).click();
    await page.getByRole('option', { name: 'Not opened' }).click();
    await page.getByText('0 of 1 trade, 2 not opened').waitFor();
  });

  it('is told by notices where orders ended while the feed was away', async () => {
    const { trader, page } = await begin({ expects: [/WebSocket connection to 'ws:.*' failed/] });
    const { body: open } = await trader.open({ quantity: '0.1' });
    const { body: given } = await trader.open({ orderType: 'limit', price: '61000', quantity: '0.03' });
    await trader.open({ orderType: 'limit', price: '61790', quantity: '0.02' });
    await trader.open({ orderType: 'limit', price: '61780', quantity: '0.01', stopLoss: '61770' });
    await trader.open({ orderType: 'limit', price: '61785', quantity: '10', leverage: 1 });
    await tab(page, /^Orders \(4\)/).waitFor();
    await tab(page, /^Positions \(1\)/).waitFor();
    await screen().stack.feed.stop();
    await trader.post('/trade/cancel-order', { orderId: given.orderId });
    await trader.post('/trade/close-order', { orderId: open.orderId, quantity: '0.04', openQuantity: '0.10000' });
    await screen().market.quote({ bid: '61779.80', ask: '61780.00' });
    await screen().market.quote({ bid: '61760.00', ask: '61760.20' });
    await expect.poll(() => trader.openOrders()).toHaveLength(2);
    await screen().stack.feed.start();
    // There are more than are seen at a time.
    const tells = (text: string) => notices(page).getByText(text).first().waitFor({ state: 'attached' });
    await Promise.all([
      tells('Long 0.02000 BTC/USDC at 61,780.00, 10×'),
      tells('Buy limit 0.03000 BTC/USDC at 61,000.00'),
      tells('Your balance does not cover the margin'),
      tells('Stop-loss reached'),
      tells('Long 0.04000 BTC/USDC at 61,800.00, 0.06000 still open'),
    ]);
  });
});

describe('the chart', () => {
  it('shows what waits, moves it by dragging, cancels it, and fills the ticket in at a price', async () => {
    const { trader, page } = await begin();
    const { body } = await trader.open({ orderType: 'limit', price: '61790', takeProfit: '61830' });
    const tag = page.getByTitle('Drag to change the price of this order');
    await tag.getByText('Buy limit 0.01000').waitFor();
    const box = await tag.boundingBox();
    if (box === null) throw new Error('the line has its place');
    const [x, y] = [box.x + 20, box.y + box.height / 2];
    await page.mouse.move(x, y);
    await page.mouse.down();
    await page.mouse.move(x, y + 40, { steps: 4 });
    await page.mouse.up();
    const price = async () => (await trader.get('/trade/get-pending-orders')).body.orders[0]?.price;
    await expect.poll(price).not.toBe('61790.00');
    expect(Number(await price())).toBeLessThan(61_790);
    await tag.getByTitle('Cancel Buy limit 0.01000').click();
    await notices(page).getByText('Order cancelled').first().waitFor();
    expect((await trader.get(`/trade/orders/${body.orderId}`)).body.status).toBe('cancelled');

    await page.mouse.click(x + 200, y + 40, { button: 'right' });
    await page.getByRole('menuitem', { name: 'Buy limit at' }).click();
    await expect.poll(() => field(page, 'Price').inputValue()).toMatch(/^61\d{3}\.\d\d$/);
    await expect.poll(() => field(page, 'Size').evaluate((input) => input === document.activeElement)).toBe(true);
  });
});

describe('one-click trading, and the keys', () => {
  it('is switched on with what it does said, and then opens at each press without being asked', async () => {
    const { trader, page } = await begin();
    await choose(page, 'Market');
    const now = ticket(page).getByRole('button', { name: /^(Sell|Buy) now/ });
    expect(await now.count()).toBe(0);
    await page.getByRole('button', { name: trader.email }).click();
    await page.getByRole('menuitem', { name: 'Trading' }).click();
    const dialog = page.getByRole('dialog', { name: 'Trading' });
    await dialog.getByText('Nothing asks again').waitFor();
    await dialog.getByRole('checkbox', { name: 'One-click trading' }).click();
    expect(await seriousFindings(page)).toEqual([]);
    await dialog.getByRole('button', { name: 'Close' }).click();
    expect(await ticket(page).evaluate(({ scrollWidth, clientWidth }) => scrollWidth - clientWidth)).toBe(0);
    await ticket(page).getByRole('button', { name: 'Sell now 61,800.00' }).click();
    await tab(page, /^Positions \(1\)/).waitFor();
    await ticket(page).getByRole('button', { name: 'Buy now 61,800.20' }).click();
    await tab(page, /^Positions \(2\)/).waitFor();
    expect(await trader.openOrders()).toMatchObject([{ side: 'sell' }, { side: 'buy' }]);
    await ticket(page).getByRole('group', { name: 'Order kind' }).getByRole('button', { name: 'Limit' }).click();
    expect(await now.count()).toBe(0);
  });

  it('fills the ticket in by single keys, which are listed, and leaves what is typed alone', async () => {
    const { page } = await begin();
    await ticket(page).waitFor();
    await page.keyboard.press('l');
    await field(page, 'Price').waitFor();
    await page.keyboard.press('z');
    await page.keyboard.type('5b');
    expect(await field(page, 'Size').inputValue()).toBe('5b');
    await page.getByRole('heading', { name: 'Fulcrum' }).click();
    await page.keyboard.press('?');
    const dialog = page.getByRole('dialog', { name: 'Keyboard shortcuts' });
    await dialog.getByText('Limit order').waitFor();
    expect(await seriousFindings(page)).toEqual([]);
    await page.keyboard.press('m');
    await page.keyboard.press('Escape');
    await field(page, 'Price').waitFor();
    await page.keyboard.press('m');
    await field(page, 'Price').waitFor({ state: 'detached' });
    await page.keyboard.press('o');
    await page.getByText('No orders wait.').waitFor();
    await page.keyboard.press('p');
    await page.getByText('No open positions.').waitFor();
  });
});

describe('a phone', () => {
  it('has room for the ticket of each kind, for what waits, and for a tag at each line of the chart', async () => {
    const { trader, page } = await begin({ viewport: { width: 390, height: 844 } });
    for (const price of ['61790', '61788', '61786', '61784'])
      await trader.open({ orderType: 'limit', price, takeProfit: '61830', stopLoss: '61700' });
    await tab(page, /^Orders \(4\)/).click();
    await pendingRow(page, 'BTC/USDC Buy limit 10×').first().waitFor();
    const tags = page.getByRole('region', { name: 'Chart' }).locator('[data-kind] > span').filter({ visible: true });
    await expect.poll(() => tags.count()).toBe(12);
    await expect.poll(() => overlaps(tags)).toEqual([]);
    for (const kind of ['Limit', 'Stop', 'Market'] as const) {
      await choose(page, kind);
      expect(await overflow(page)).toBe(0);
      expect(await ticket(page).evaluate(({ scrollWidth, clientWidth }) => scrollWidth - clientWidth)).toBe(0);
    }
    expect(await seriousFindings(page)).toEqual([]);
  });
});

describe('an order against positions of the other side', () => {
  it('opens beside them, or reduces them only where that is asked for', async () => {
    const { trader, page } = await begin();
    await trader.open({ quantity: '0.1' });
    await choose(page, 'Market', 'Sell');
    const preview = ticket(page).getByLabel('What the order comes to');
    await comesTo(page, 'Quantity', '0.05000');
    expect(await preview.getByText('Effect').count()).toBe(0);
    await ticket(page).getByRole('checkbox', { name: 'Reduce only' }).check();
    await ticket(page).getByText('Without this, the order opens a position beside them.').waitFor();
    await comesTo(page, 'Effect', 'Reduces your long');
    await comesTo(page, 'Stays open', '0.05000');
    await comesTo(page, 'Margin set free', '309.00 USDC');
    expect(await field(page, 'Take-profit').count()).toBe(0);
    expect(await seriousFindings(page)).toEqual([]);
    await ticket(page).getByRole('button', { name: 'Sell BTC/USDC at' }).click();
    await notices(page).getByText('0.05000 BTC/USDC closed').first().waitFor();
    await expect.poll(() => trader.openOrders()).toMatchObject([{ side: 'buy', quantity: '0.05000' }]);
  });

  it('closes them first where the account nets, and is told before what that pays', async () => {
    for (const trader of traders) {
      await trader.post('/trade/cancel-all', {});
      expect((await trader.post('/trade/close-all', {})).body).toMatchObject({ left: 0 });
    }
    await screen().stack.append('set-group', { group: 'default', positionMode: 'netting' });
    const { trader, page } = await begin();
    onTestFinished(async () => {
      await trader.post('/trade/close-all', {});
      await screen().stack.append('set-group', { group: 'default' });
    });
    await trader.open({ quantity: '0.1' });
    await choose(page, 'Market', 'Sell');
    await comesTo(page, 'Effect', 'Reduces your long');
    await field(page, 'Size').fill('0.1');
    await comesTo(page, 'Effect', 'Closes your long');
    await field(page, 'Size').fill('0.13');
    await comesTo(page, 'Effect', 'Turns your long into a short');
    await comesTo(page, 'Result of closing', '−0.02 USDC');
    await comesTo(page, 'Quantity', '0.03000');
    await comesTo(page, 'Margin', '185.40 USDC');
    await ticket(page).getByRole('button', { name: 'Sell BTC/USDC at' }).click();
    await notices(page).getByText('Closed by an opposite order').first().waitFor();
    await expect.poll(() => trader.openOrders()).toMatchObject([{ side: 'sell', quantity: '0.03000' }]);
    await trader.open({ side: 'sell', quantity: '0.02' });
    await menu(page, 'Reverse');
    await page.getByText('This is one order: all 2 positions close').waitFor();
    await page.getByRole('button', { name: 'Reverse', exact: true }).click();
    await expect.poll(() => trader.openOrders()).toMatchObject([{ side: 'buy', quantity: '0.05000' }]);
  });
});
