import type { Page } from 'playwright-core';
import { expect, it } from 'vitest';
import { useScreen } from './support/screen.ts';

/** What a visitor sees of the market, and that no price looks live that is not. */

const screen = useScreen();

const stats = (page: Page, asset: string) => page.getByLabel(`${asset} market`);
const row = (page: Page, asset: RegExp) =>
  page.getByRole('navigation', { name: 'Instruments' }).getByRole('button', { name: asset });

it('shows the instruments with their prices, where those come from, and each change of them', async () => {
  const { market } = screen();
  await market.quote({ bid: '61800.20', ask: '61800.30' });
  const page = await screen().open();
  const [btc, listed] = [stats(page, 'BTC_USDC'), row(page, /BTC/)];
  for (const place of [btc, listed]) {
    await place.getByText('61,800.20').waitFor();
    await place.getByText('61,800.30').waitFor();
  }
  await btc.getByText('Replayed', { exact: true }).waitFor();
  await btc.getByText('0.10', { exact: true }).waitFor();

  await market.quote({ bid: '61805.00', ask: '61806.00' });
  for (const place of [btc, listed]) {
    await place.getByText('61,805.00').waitFor();
    await place.getByText('61,806.00').waitFor();
  }
  await btc.getByText('1.00', { exact: true }).waitFor();
  expect(await page.getByText('61,800.20').count()).toBe(0);
});

it('calls a price stale as soon as nobody may trade at it, and live again with the next one', async () => {
  const { market, stack } = screen();
  await stack.addInstrument('ETH_USDC', 2_500);
  await market.quote({ asset: 'ETH_USDC', bid: '2600.00', ask: '2600.50', source: 'simulated' });
  const page = await screen().open();
  await row(page, /ETH/).click();
  const eth = stats(page, 'ETH_USDC');
  await eth.getByText('Simulated', { exact: true }).waitFor();

  await market.silence('ETH_USDC');
  await eth.getByText('Stale price').waitFor();
  // It is still the last price that there was.
  await eth.getByText('2,600.00').waitFor();

  await market.quote({ asset: 'ETH_USDC', bid: '2601.00', ask: '2601.50', source: 'simulated' });
  await eth.getByText('2,601.00').waitFor();
  await eth.getByText('Simulated', { exact: true }).waitFor();
  await market.silence('ETH_USDC');
});

it('says that prices are not live when the feed is gone, and finds it again by itself', async () => {
  const { market, stack } = screen();
  const page = await screen().open({ expects: [/WebSocket connection to 'ws:.*' failed/] });
  const btc = stats(page, 'BTC_USDC');
  await btc.getByText('Replayed', { exact: true }).waitFor();

  await stack.feed.stop();
  await btc.getByText('No live price').waitFor();
  const notice = page.getByRole('region', { name: 'Notifications' });
  await notice.getByText('Connection lost').waitFor();
  expect(await page.getByText('Replayed', { exact: true }).count()).toBe(0);

  await market.quote({ bid: '61900.00', ask: '61900.10' });
  await stack.feed.start();
  await btc.getByText('61,900.00').waitFor();
  await btc.getByText('Replayed', { exact: true }).waitFor();
  await notice.getByText('Connected again').waitFor();
  await notice.getByText('Connection lost').waitFor({ state: 'hidden' });
});
