import { expect, test } from 'vitest';
import { AssetQuote } from './asset-quote.ts';

const limits = { minQuantity: '0.001', maxQuantity: '10.000', maxLeverage: 10, maxQuoteAgeMs: 10_000 };
const settings = { asset: 'BTC', priceDecimals: 2, quantityDecimals: 3, ...limits, maxJumpBps: 500, maxSpreadBps: 100 };
const tick = (time: number, bid: string, ask = bid) => ({
  ...{ asset: 'BTC', bid, ask, exchangeTime: '', source: 'test', time },
});

/** What is told of the asset, step by step, and the bid at which positions are valued after it. */
type Step = [bid: string | undefined, told: (quote: AssetQuote) => void];
const shows =
  (...args: Parameters<typeof tick>) =>
  (quote: AssetQuote) =>
    quote.take(tick(...args));
const byHand = (time: number, bid: string) => (quote: AssetQuote) =>
  quote.take({ ...tick(time, bid), source: 'dealer' });
const holds = (heldSince: number) => (quote: AssetQuote) => quote.hold({ heldSince });
const releases = (time: number) => (quote: AssetQuote) => quote.release(time);
const sets =
  (more: object = {}) =>
  (quote: AssetQuote) =>
    quote.set({ ...settings, ...more });

const scenarios: Record<string, Step[]> = {
  'a tick that looks wrong counts once it is confirmed, whichever stream is ahead': [
    [undefined, sets()],
    ['100.00', shows(1, '100.00')],
    ['100.00', shows(2, '90.00')],
    ['100.00', holds(2)],
    ['100.00', shows(3, '90.10')],
    ['90.10', releases(3)],
    ['90.10', holds(4)],
    ['90.10', releases(5)],
    ['90.10', shows(4, '80.00')],
    ['80.00', shows(5, '80.00')],
  ],
  'a wide tick is held too, and dropped by a good one': [
    [undefined, sets()],
    ['100.00', shows(1, '100.00', '100.10')],
    ['100.00', shows(2, '1.00', '100.10')],
    ['100.00', holds(2)],
    ['100.00', shows(3, '100.20', '100.30')],
    ['100.20', releases(3)],
  ],
  'what the engine holds does not count, although it looks right from here': [
    [undefined, sets({ maxJumpBps: 9_000 })],
    ['100.00', shows(1, '100.00')],
    ['100.00', holds(2)],
    ['100.00', shows(2, '90.00')],
    ['100.00', shows(3, '91.00')],
    ['91.00', releases(3)],
  ],
  'a tick that is held when this begins counts for nothing, until the engine lets go of it': [
    ['50.00', shows(5, '50.00')],
    ['50.00', sets()],
    [undefined, holds(4)],
    [undefined, shows(6, '50.00')],
    [undefined, releases(7)],
    ['100.00', shows(7, '100.00')],
  ],
  'the tick that released the price is shown before the engine has said so': [
    ['50.00', shows(5, '50.00')],
    ['50.00', sets()],
    [undefined, holds(4)],
    [undefined, shows(6, '51.00')],
    ['51.00', releases(6)],
  ],
  'a closed market stays where it was': [
    [undefined, sets()],
    ['100.00', shows(1, '100.00')],
    ['100.00', sets({ mode: 'closed' })],
    ['100.00', shows(2, '101.00')],
    ['100.00', sets()],
    ['102.00', shows(3, '102.00')],
  ],
  'new settings let go of what looked wrong under the old ones': [
    [undefined, sets()],
    ['100.00', shows(1, '100.00')],
    ['100.00', shows(2, '90.00')],
    ['100.00', sets({ maxJumpBps: 2_000 })],
    ['90.00', shows(3, '90.00')],
  ],
  'a price set by hand counts at once, however far it is, and lets go of what looked wrong': [
    [undefined, sets()],
    ['100.00', shows(1, '100.00')],
    ['50.00', byHand(2, '50.00')],
    ['50.00', shows(3, '100.00')],
    ['50.00', holds(3)],
    ['50.00', byHand(4, '70.00')],
    ['70.00', releases(4)],
    ['70.10', shows(5, '70.10')],
    ['70.10', shows(6, '100.00')],
  ],
  'ticks that were missed put off the quote by a tick': [
    [undefined, sets()],
    ['100.00', shows(1, '100.00')],
    ['100.00', shows(900, '70.00')],
    ['70.10', shows(901, '70.10')],
  ],
};

test.each(Object.entries(scenarios))('%s', (_name, steps) => {
  const quote = new AssetQuote();
  const bids = steps.map(([, tell]) => {
    tell(quote);
    return quote.price?.bid;
  });
  expect(bids).toEqual(steps.map(([bid]) => bid));
});
