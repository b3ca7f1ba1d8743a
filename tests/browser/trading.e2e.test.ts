import type { Locator, Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import type { Trader } from '../support/trader.ts';
import { seriousFindings } from './support/accessibility.ts';
import { layoutShift, overflow } from './support/page-figures.ts';
import { beforeScreenshot, screenshot } from './support/screenshot.ts';
import { signIn } from './support/sign-in.ts';
import { useScreen } from './support/use-screen.ts';

/** What a trader does and sees, at prices that the test decides. */

const screen = useScreen();

const ticket = (page: Page) => page.getByRole('region', { name: 'Order ticket' });
const positions = (page: Page) => page.getByRole('table', { name: 'Open positions' });
const position = (page: Page, name: string | RegExp) => positions(page).getByRole('row', { name });
const notices = (page: Page) => page.getByRole('region', { name: 'Notifications' });
const account = (page: Page) => page.getByLabel('Account', { exact: true });

/** Waits until a named figure among others has a value. */
async function figure(place: Locator, name: string, value: string): Promise<void> {
  await place
    .locator('div')
    .filter({ hasText: new RegExp(`^${name}${value.replace(/[.+()]/g, '\\$&')}$`) })
    .waitFor();
}

interface Order {
  readonly side?: 'Buy' | 'Sell';
  readonly quantity: string;
  readonly leverage?: string;
  readonly takeProfit?: string;
  readonly stopLoss?: string;
}

/** Fills the ticket in. */
async function fill(page: Page, { side = 'Buy', quantity, leverage, takeProfit, stopLoss }: Order): Promise<void> {
  const form = ticket(page);
  await form.getByRole('group', { name: 'Side' }).getByRole('button', { name: side }).click();
  await form.getByLabel('Size is given as').selectOption('quantity');
  await form.getByRole('textbox', { name: 'Size' }).fill(quantity);
  if (leverage !== undefined) await form.getByRole('button', { name: `${leverage}×`, exact: true }).click();
  if (takeProfit !== undefined) await form.getByRole('textbox', { name: 'Take-profit' }).fill(takeProfit);
  if (stopLoss !== undefined) await form.getByRole('textbox', { name: 'Stop-loss' }).fill(stopLoss);
}

async function open(page: Page, order: Order): Promise<void> {
  await fill(page, order);
  await ticket(page)
    .getByRole('button', { name: `${order.side ?? 'Buy'} BTC/USDC at` })
    .click();
  const kind = order.side === 'Sell' ? 'Short' : 'Long';
  await notices(page)
    .getByText(`${kind} ${Number(order.quantity).toFixed(5)} BTC/USDC`)
    .first()
    .waitFor();
}

const START = { bid: '61800.00', ask: '61800.20' };

/** Opens and closes some positions, so that there is a history to look at. */
async function tradeForAWhile(trader: Trader): Promise<void> {
  const { market } = screen();
  for (const [index, move] of [90, -40, 130, 25, -75, 210, -20, 60, -110, 45, 150, -30].entries()) {
    const opened = await trader.open({ side: index % 3 === 2 ? 'sell' : 'buy', quantity: '0.05', leverage: 20 });
    const bid = 61_800 + (index % 3 === 2 ? -move : move);
    await market.quote({ bid: bid.toFixed(2), ask: (bid + 0.2).toFixed(2) });
    await trader.close(opened.body.orderId);
    await market.quote(START);
  }
}

describe('a visitor', () => {
  it('sees what an order would come to, and is asked to sign in only when sending it', async () => {
    await screen().market.quote(START);
    const page = await screen().open();
    await fill(page, { quantity: '0.05', leverage: '20', stopLoss: '61000' });
    const preview = page.getByLabel('What the order comes to');
    await figure(preview, 'Margin', '154.50 USDC');
    await figure(preview, 'Value', '3,090.01 USDC');
    await figure(preview, 'Liquidation price', '58,864.69');
    await figure(preview, 'At stop-loss', '−40.01 USDC');
    // More than the margin cannot be lost, and the stop is never reached.
    await ticket(page).getByRole('textbox', { name: 'Stop-loss' }).fill('50000');
    await figure(preview, 'At stop-loss', '−154.50 USDC');
    await ticket(page).getByText('Behind the liquidation price').waitFor();
    await ticket(page)
      .getByRole('button', { name: /^Sign in to buy/ })
      .click();
    await page.getByRole('dialog', { name: 'Sign in' }).waitFor();
  });
});

describe('a trader', () => {
  it('signs in, opens a position, and sees live what it stands at', async () => {
    const { market } = screen();
    await market.quote(START);
    const page = await screen().open();
    await signIn(page, 'trader-of-the-day@example.com');
    await figure(account(page), 'Free balance', '10,000.00');
    await open(page, { quantity: '0.05', leverage: '20' });
    const row = position(page, /BTC\/USDC Long 20×/);
    await figure(account(page), 'Used margin', '154.50');
    // The spread of 0.20 costs 0.01 at once.
    await row.getByText('−0.01', { exact: false }).first().waitFor();

    await market.quote({ bid: '61900.00', ask: '61900.20' });
    await row.getByText('+4.99').waitFor();
    await row.getByText('61,900.00').waitFor();
    await figure(account(page), 'Equity', '10,004.99');
    await market.quote({ bid: '61700.00', ask: '61700.20' });
    await row.getByText('−5.01').waitFor();
    // What changes moves nothing else.
    expect(await layoutShift(page)).toBeLessThan(0.05);
  });

  it('opens one order, however impatiently the button is pressed', async () => {
    const { market, stack } = screen();
    await market.quote(START);
    const trader = await stack.trader();
    const page = await screen().open({ as: trader });
    await fill(page, { quantity: '0.01' });
    await ticket(page).getByRole('button', { name: 'Buy BTC/USDC at' }).click({ clickCount: 3, delay: 20 });
    await notices(page).getByText('Position opened').first().waitFor();
    await ticket(page).getByRole('button', { name: 'Buy BTC/USDC at' }).click({ force: true });
    expect(await trader.openOrders()).toHaveLength(1);
  });

  it('opens orders on a device whose clock is two hours ahead', async () => {
    const { market, stack } = screen();
    await market.quote(START);
    const page = await screen().open({ as: await stack.trader() });
    await page.addInitScript(() => {
      const now = Date.now;
      Date.now = () => now() + 7_200_000;
    });
    await page.reload();
    await open(page, { quantity: '0.01' });
  });

  it('keeps what is typed for the next order while the answer to the last one is on its way', async () => {
    const { market, stack } = screen();
    await market.quote(START);
    const trader = await stack.trader();
    const page = await screen().open({ as: trader });
    const answered = Promise.withResolvers<void>();
    await page.route('**/trade/create-order', async (route) => {
      const response = await route.fetch();
      await answered.promise;
      await route.fulfill({ response });
    });
    await open(page, { quantity: '0.01' });
    await fill(page, { quantity: '0.02' });
    answered.resolve();
    await open(page, { quantity: '0.02' });
    await expect.poll(() => trader.openOrders()).toHaveLength(2);
  });

  it('types a comma, is told how it was understood, and finds leverage and sizes of each instrument again', async () => {
    const { market, stack } = screen();
    await stack.addInstrument('ETH_USDC');
    await market.quote(START);
    await market.quote({ asset: 'ETH_USDC', bid: '2600.00', ask: '2600.50' });
    const page = await screen().open({ as: await stack.trader() });
    const [size, leverage] = [
      ticket(page).getByRole('textbox', { name: 'Size' }),
      ticket(page).getByRole('textbox', { name: 'Leverage' }),
    ];
    await fill(page, { quantity: '0,05', leverage: '100' });
    await ticket(page).getByText('Read as 0.05').waitFor();
    await figure(page.getByLabel('What the order comes to'), 'Quantity', '0.05000');
    const instruments = page.getByRole('navigation', { name: 'Instruments' });
    await instruments.getByRole('button', { name: /ETH/ }).click();
    expect([await size.inputValue(), await leverage.inputValue()]).toEqual(['', '10']);
    await size.fill('1');
    await leverage.fill('10,0');
    await ticket(page).getByText('Read as 10').waitFor();
    await leverage.press('ArrowUp');
    expect(await leverage.inputValue()).toBe('11');
    await leverage.fill('2.5');
    await ticket(page).getByText('Enter a whole number from 1 to').waitFor();
    expect(await leverage.inputValue()).toBe('2.5');
    await instruments.getByRole('button', { name: /BTC/ }).click();
    expect([await size.inputValue(), await leverage.inputValue()]).toEqual(['0,05', '100']);
    await page.reload();
    await leverage.waitFor();
    expect([await size.inputValue(), await leverage.inputValue()]).toEqual(['', '100']);
    await market.silence('ETH_USDC');
  });

  it('is told in a plain sentence why an order would be refused, before sending it', async () => {
    const { market, stack } = screen();
    await market.quote(START);
    const page = await screen().open({ as: await stack.trader() });
    await fill(page, { quantity: '10', leverage: '10' });
    await ticket(page).getByRole('alert').getByText('Your balance does not cover the margin').waitFor();
    expect(await ticket(page).getByRole('button', { name: 'Buy BTC/USDC at' }).getAttribute('aria-disabled')).toBe(
      'true',
    );
  });

  it('changes levels where they stand, and is told when they are refused', async () => {
    const { market, stack } = screen();
    await market.quote(START);
    const trader = await stack.trader();
    await trader.open({ quantity: '0.02' });
    const page = await screen().open({ as: trader, expects: [/status of 422 .*update-order/] });
    const change = async (level: string, price: string) => {
      await position(page, /BTC/)
        .getByRole('button', { name: `: change ${level} of BTC/USDC` })
        .click();
      await page.getByRole('textbox', { name: `${level} of BTC/USDC` }).fill(price);
      await page.keyboard.press('Enter');
    };
    await change('Take-profit', '63000');
    await position(page, /BTC/).getByText('63,000.00').waitFor();
    await change('Stop-loss', '62000');
    await notices(page).getByText('The stop-loss has to be on the losing side').waitFor();
    await page.keyboard.press('Escape');
    // Nothing is guessed, and in the cell, too, the reason is said in words.
    await change('Stop-loss', '61,000');
    await position(page, /BTC/).getByText('This could be 61000 or 61:').waitFor();
    // Also of a stop that is never reached it is said how it was understood.
    await page.getByRole('textbox', { name: 'Stop-loss of BTC/USDC' }).fill('.5');
    await position(page, /BTC/)
      .getByText(/Read as 0\.5.*Behind the liquidation price/)
      .waitFor();
    await page.keyboard.press('Escape');
    await change('Stop-loss', '60,999.50');
    await position(page, /BTC/).getByText('60,999.50').waitFor();
    await change('Stop-loss', '61000,5');
    await position(page, /BTC/).getByText('61,000.50').waitFor();
    await change('Stop-loss', '61000');
    await position(page, /BTC/).getByText('61,000.00').waitFor();
    await change('Take-profit', '');
    await expect
      .poll(async () => (await trader.openOrders())[0])
      .toMatchObject({ takeProfit: null, stopLoss: '61000.00' });
  });

  it('drags a stop-loss on the chart, and is stopped out there', async () => {
    const { market, stack } = screen();
    await market.quote(START);
    const trader = await stack.trader();
    await trader.open({ quantity: '0.02', stopLoss: '61700' });
    const page = await screen().open({ as: trader });
    const tag = page.getByTitle('Drag to change the stop-loss of this order');
    await tag.waitFor();
    const drag = async (...moves: { x: number; y: number }[]) => {
      const box = await tag.boundingBox();
      if (box === null) throw new Error('the line of the stop-loss is not to be seen');
      const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
      await page.mouse.move(x, y);
      await page.mouse.down();
      for (const move of moves) await page.mouse.move(x + move.x, y + move.y, { steps: 5 });
      await page.mouse.up();
    };
    const stopOf = async () => Number((await trader.openOrders())[0].stopLoss);
    const updates: string[] = [];
    page.on('request', (request) => {
      if (request.url().endsWith('/update-order')) updates.push(request.postData() ?? '');
    });

    // A drag sideways, and one that ends where it began, change nothing: the account still decides where the line is.
    await drag({ x: 60, y: 0 });
    await drag({ x: 0, y: -25 }, { x: 0, y: 0 });
    const [{ orderId }] = await trader.openOrders();
    await trader.post('/trade/update-order', { orderId, stopLoss: '61710' });
    await tag.getByText('−1.80 USDC').waitFor();
    expect(updates).toEqual([]);

    await drag({ x: 0, y: -25 });
    await expect.poll(stopOf).toBeGreaterThan(61_710);
    const stop = await stopOf();
    expect(stop).toBeLessThan(61_800);

    const price = (units: number) => (units / 100).toFixed(2);
    await market.quote({ bid: price(Math.round(stop * 100) - 100), ask: price(Math.round(stop * 100)) });
    await notices(page).getByText('Stop-loss reached').waitFor();
    await page.getByText('No open positions.').waitFor();
    await page.getByRole('tab', { name: 'History' }).click();
    await page.getByRole('row', { name: /BTC\/USDC.*Stop-loss/ }).waitFor();
  });

  it('is liquidated by a fall of the price, sees it, and is told why', async () => {
    const { market, stack } = screen();
    await market.quote(START);
    const trader = await stack.trader('ada@example.com');
    await tradeForAWhile(trader);
    const page = await screen().open({ as: trader, viewport: { width: 1440, height: 900 } });
    await open(page, { quantity: '0.1', leverage: '100' });
    await open(page, { side: 'Sell', quantity: '0.02', leverage: '10', takeProfit: '60500', stopLoss: '63000' });
    await open(page, { quantity: '0.03', leverage: '5', stopLoss: '60800' });
    for (const bid of [61_720, 61_650, 61_540, 61_430, 61_320]) {
      await market.quote({ bid: bid.toFixed(2), ask: (bid + 0.2).toFixed(2) });
      // Each of them is to be a candle's own second in the pictures.
      await beforeScreenshot(page, 1_100);
    }
    await position(page, /Long 100×/)
      .getByRole('meter')
      .waitFor();
    for (const theme of ['dark', 'light']) {
      await screenshot(page, `positions-${theme}`);
      await page.getByRole('button', { name: /^Switch to/ }).click();
    }

    await market.quote({ bid: '61200.00', ask: '61200.20' });
    await notices(page).getByText('Liquidated').waitFor();
    await position(page, /Long 100×/).waitFor({ state: 'detached' });
    await page.getByRole('tab', { name: 'History' }).click();
    const closed = page.getByRole('row', { name: /Long.*Liquidation/ });
    await closed.waitFor();
    await beforeScreenshot(page, 300);
    for (const theme of ['dark', 'light']) {
      await screenshot(page, `liquidated-${theme}`);
      await page.getByRole('button', { name: /^Switch to/ }).click();
    }
    await page.getByRole('button', { name: 'Export CSV' }).click();
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('menuitem', { name: /Semicolon/ }).click(),
    ]);
    expect(download.suggestedFilename()).toMatch(/^fulcrum-closed-orders-[\d-]+-semicolon\.csv$/);
    await closed.getByRole('button', { name: /why/i }).click();
    const why = page.getByRole('dialog', { name: 'Why did it close?' });
    await why.getByText('61,200.00').first().waitFor();
    await why.getByText(/npm run -s journal \| npm run -s replay -- - --order/).waitFor();
    const story = why.getByRole('list', { name: 'What happened to the order' }).getByRole('listitem');
    await story.filter({ hasText: /^Opened · quantity .* at 61,800\.20/ }).waitFor();
    await story.filter({ hasText: /^Closed · quantity .* at 61,200\.00/ }).waitFor();
    await screenshot(page, 'why');
    expect(await seriousFindings(page)).toEqual([]);
    await page.keyboard.press('Escape');

    await page.getByRole('tab', { name: 'Performance' }).click();
    await page.getByText(/^Equity from .* USDC now/).waitFor();
    await beforeScreenshot(page, 1_500);
    await screenshot(page, 'performance');
    expect(await seriousFindings(page)).toEqual([]);
  });

  it('finds the positions again after a reload, and after the feed was away', async () => {
    const { market, stack } = screen();
    await market.quote(START);
    const trader = await stack.trader();
    const page = await screen().open({ as: trader, expects: [/WebSocket connection to 'ws:.*' failed/] });
    await open(page, { quantity: '0.05', leverage: '20' });
    await page.reload();
    await position(page, /Long 20×/).waitFor();

    await stack.feed.stop();
    await account(page).getByText('Not live').waitFor();
    // Meanwhile things happen that nobody tells the page.
    await trader.open({ quantity: '0.01', leverage: 5 });
    await stack.feed.start();
    await position(page, /Long 5×/).waitFor();
    await account(page).getByText('Not live').waitFor({ state: 'hidden' });
  });

  it('gets the account as soon as the engine answers again', async () => {
    const { market, stack } = screen();
    await market.quote(START);
    const trader = await stack.trader();
    await trader.open({ quantity: '0.01', leverage: 5 });
    await stack.engine.stop();
    // Once the feed has refused, the page asks for the account itself: how that ends depends on how fast the engine starts.
    const page = await screen().open({ as: trader, expects: [/status of 503 .*balance\/me/] });
    await page.getByText('Waiting for your positions').waitFor();
    // Longer than the feed waits for the engine, so that it has refused by then.
    await page.waitForTimeout(5_500);
    await stack.engine.start();
    await position(page, /Long 5×/).waitFor();
  });

  it('learns how a position closed while the feed was away', async () => {
    const { market, stack } = screen();
    await market.quote(START);
    const trader = await stack.trader();
    await trader.open({ quantity: '0.01', leverage: 5, stopLoss: '61500' });
    const page = await screen().open({ as: trader, expects: [/WebSocket connection to 'ws:.*' failed/] });
    await position(page, /Long 5×/).waitFor();
    await stack.feed.stop();
    await market.quote({ bid: '61400.00', ask: '61400.20' });
    await expect.poll(() => trader.openOrders()).toEqual([]);
    await stack.feed.start();
    await notices(page).getByText('Stop-loss reached').waitFor();
    await page.getByText('No open positions.').waitFor();
  });

  it('does not take an error on the way for a refusal', async () => {
    const { market, stack } = screen();
    await market.quote(START);
    const trader = await stack.trader();
    const page = await screen().open({ as: trader, expects: [/status of 502/] });
    await page.route('**/trade/create-order', async (route) => {
      await route.fetch();
      await route.fulfill({ status: 502, body: 'Bad gateway' });
    });
    await open(page, { quantity: '0.01' });
    // Once it is known that the order was opened, the ticket is empty: there is nothing to send again.
    await expect.poll(() => ticket(page).getByRole('textbox', { name: 'Size' }).inputValue()).toBe('');
    expect(await ticket(page).getByRole('alert').textContent()).toBe('');
    expect(await trader.openOrders()).toHaveLength(1);
  });

  it('sends nothing later that was pressed while the network was away', async () => {
    const { market, stack } = screen();
    await market.quote(START);
    const trader = await stack.trader();
    await trader.open({ quantity: '0.02', leverage: 5 });
    const page = await screen().open({ as: trader, expects: [/ERR_INTERNET_DISCONNECTED/] });
    const sent: string[] = [];
    page.on('request', (request) => {
      if (request.method() === 'POST') sent.push(request.url());
    });
    await fill(page, { quantity: '0.01' });
    const buy = ticket(page).getByRole('button', { name: 'Buy BTC/USDC at' });
    const close = position(page, /Long 5×/).getByRole('button', { name: /^Close/ });
    await page.context().setOffline(true);
    await ticket(page).getByRole('button', { name: 'Offline: orders cannot be sent' }).waitFor();
    await close.getByText('Offline').waitFor();
    await ticket(page).getByRole('textbox', { name: 'Size' }).press('Enter');
    await close.click({ force: true });
    await close.press('Enter');
    await page.context().setOffline(false);
    await close.getByText('Close').waitFor();
    await buy.waitFor();
    // What was kept would be sent at once.
    await page.waitForTimeout(300);
    expect(sent).toEqual([]);
    expect(await trader.openOrders()).toHaveLength(1);
    // By hand it can be sent now.
    await close.click();
    await position(page, /Long 5×/).waitFor({ state: 'detached' });
  });

  it('sends until when it is meant, and is told plainly that it came too late', async () => {
    const { market, stack } = screen();
    await market.quote(START);
    const trader = await stack.trader();
    await trader.open({ quantity: '0.02', leverage: 5 });
    const page = await screen().open({ as: trader, expects: [/status of 422/] });
    const validFor: number[] = [];
    let isHeld = true;
    await page.route(/\/trade\/(create|close|update)-order$/, async (route) => {
      validFor.push((route.request().postDataJSON() as { validUntil: number }).validUntil - Date.now());
      if (isHeld) await new Promise((resolve) => setTimeout(resolve, 3_300));
      await route.continue();
    });
    await fill(page, { quantity: '0.01' });
    await ticket(page).getByRole('button', { name: 'Buy BTC/USDC at' }).click();
    await position(page, /Long 5×/)
      .getByRole('button', { name: 'Close' })
      .click();
    await ticket(page).getByText('It arrived too late').waitFor();
    await notices(page).getByText('It arrived too late').waitFor();
    expect(await trader.openOrders()).toHaveLength(1);
    isHeld = false;
    await position(page, /Long 5×/)
      .getByRole('button', { name: 'Close' })
      .click();
    await position(page, /Long 5×/).waitFor({ state: 'detached' });
    expect(validFor).toHaveLength(3);
    for (const ms of validFor) {
      expect(ms).toBeGreaterThan(1_500);
      expect(ms).toBeLessThan(4_000);
    }
  });

  it('closes one position, and all of them after being asked', async () => {
    const { market, stack } = screen();
    await market.quote(START);
    const trader = await stack.trader();
    for (const leverage of [2, 5, 10]) await trader.open({ quantity: '0.01', leverage });
    const page = await screen().open({ as: trader });
    await position(page, /Long 5×/)
      .getByRole('button', { name: 'Close' })
      .click();
    await position(page, /Long 5×/).waitFor({ state: 'detached' });
    await page.getByRole('button', { name: 'Close all' }).click();
    await page.getByRole('alertdialog').getByRole('button', { name: 'Keep them' }).click();
    await page.getByRole('alertdialog').waitFor({ state: 'detached' });
    expect(await trader.openOrders()).toHaveLength(2);
    await page.getByRole('button', { name: 'Close all' }).click();
    await page.getByRole('alertdialog').getByRole('button', { name: 'Close all' }).click();
    await page.getByText('No open positions.').waitFor();
    expect(await trader.openOrders()).toEqual([]);
  });

  it('closes all while the engine answers, sends nothing more when it does not, and stops when told to', async () => {
    const { market, stack } = screen();
    await market.quote(START);
    const trader = await stack.trader();
    for (let count = 0; count < 10; count += 1) await trader.open({ quantity: '0.01' });
    const page = await screen().open({ as: trader, expects: [/status of 422/] });
    const stopped = Promise.withResolvers<void>();
    let sent = 0;
    await page.route('**/trade/close-order', async (route) => {
      sent += 1;
      if (sent <= 4) await new Promise((resolve) => setTimeout(resolve, 3_300));
      if (sent > 8) await stopped.promise;
      await route.continue();
    });
    const closeAll = async () => {
      await page.getByRole('button', { name: 'Close all' }).click();
      await page.getByRole('alertdialog').getByRole('button', { name: 'Close all' }).click();
    };
    await closeAll();
    await page.getByRole('button', { name: 'Stop closing: 0 of 10 positions are closed' }).waitFor();
    await notices(page).getByText('0 closed, 10 still open. No answer came for three seconds').waitFor();
    expect([sent, (await trader.openOrders()).length]).toEqual([4, 10]);

    await page.getByRole('button', { name: 'Close all' }).waitFor();
    await closeAll();
    await page.getByRole('button', { name: 'Stop closing: 4 of 10 positions are closed' }).click();
    await notices(page).getByText('Closing was stopped').waitFor();
    // What is under way may be closed as well.
    stopped.resolve();
    await page.getByRole('button', { name: 'Close all' }).waitFor();
    expect(sent).toBe(12);
    const left = (await trader.openOrders()).length;
    expect(left).toBeGreaterThanOrEqual(2);
    expect(left).toBeLessThan(10);
    await notices(page)
      .getByText(`${10 - left} closed, ${left} still open.`)
      .waitFor();
  });

  it('trades on a phone as well', async () => {
    const { market, stack } = screen();
    await market.quote(START);
    const page = await screen().open({ as: await stack.trader(), viewport: { width: 360, height: 780 } });
    await open(page, { quantity: '0.05', leverage: '20', stopLoss: '61000', takeProfit: '62500' });
    await position(page, /Long 20×/).waitFor();
    expect(await overflow(page)).toBe(0);
    expect(await seriousFindings(page)).toEqual([]);
    await notices(page).getByLabel('Dismiss').click();
    await page.evaluate(() => scrollTo(0, 0));
    await screenshot(page, 'phone');
    await position(page, /Long 20×/).scrollIntoViewIfNeeded();
    await screenshot(page, 'phone-positions');
  });

  it('keeps the keyboard where it was, when levels are changed and positions close', async () => {
    const { market, stack } = screen();
    await market.quote(START);
    const trader = await stack.trader();
    for (const leverage of [2, 5, 10]) await trader.open({ quantity: '0.01', leverage });
    const page = await screen().open({ as: trader });
    const isFocused = (place: Locator) =>
      expect.poll(() => place.evaluate((element) => element === document.activeElement)).toBe(true);
    const level = position(page, /Long 5×/).getByRole('button', { name: ': change Stop-loss of BTC/USDC' });
    for (const key of ['Escape', 'Enter', 'Tab Enter', 'Tab Tab Enter']) {
      await level.press('Enter');
      const field = page.getByRole('textbox', { name: 'Stop-loss of BTC/USDC' });
      await field.fill('61000');
      for (const press of key.split(' ')) await page.keyboard.press(press);
      await field.waitFor({ state: 'detached' });
      await isFocused(level);
    }

    const close = (name: RegExp) => position(page, name).getByRole('button', { name: 'Close' });
    await close(/Long 5×/).press('Enter');
    await position(page, /Long 5×/).waitFor({ state: 'detached' });
    await isFocused(close(/Long 10×/));
    await page.keyboard.press('Enter');
    await position(page, /Long 10×/).waitFor({ state: 'detached' });
    await isFocused(close(/Long 2×/));
    await page.keyboard.press('Enter');
    await page.getByText('No open positions.').waitFor();
    await isFocused(page.getByRole('tab', { name: 'Positions' }));
  });

  it('trades by keyboard alone', async () => {
    const { market, stack } = screen();
    await market.quote(START);
    const trader = await stack.trader();
    const page = await screen().open({ as: trader });
    const size = ticket(page).getByRole('textbox', { name: 'Size' });
    await size.waitFor();
    const isFocused = () => size.evaluate((element) => element === document.activeElement);
    for (let tabs = 0; !(await isFocused()); tabs++) {
      if (tabs > 60) throw new Error('the size is not reached by the Tab key');
      await page.keyboard.press('Tab');
    }
    await page.keyboard.type('200');
    await page.keyboard.press('Enter');
    await notices(page).getByText('Position opened').waitFor();
    expect(await trader.openOrders()).toHaveLength(1);
  });
});
