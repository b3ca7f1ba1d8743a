import { beforeAll, describe, expect, test } from 'vitest';
import { loadRecording, type Recording } from './recording.ts';
import { simulateWalk } from './simulated-walk.ts';
import { symbolsOf } from './symbols.ts';

let recording: Recording;
beforeAll(async () => {
  recording = await loadRecording();
});

const settings = {
  ...{ seed: 7, startPrice: 2_400, priceDecimals: 2, quantityDecimals: 4 },
  ...{ beta: 1, noiseBps: 0.3, maxSpread: 4, maxQuantity: 1_000 },
};

test('a walk is a pure function of the recording and the seed', () => {
  const walk = simulateWalk(recording, settings);
  expect(simulateWalk(recording, settings)).toEqual(walk);
  expect(simulateWalk(recording, { ...settings, seed: 8 }).books.bid).not.toEqual(walk.books.bid);
});

test('its price moves when that of the leader does, and in between it has new quantities', () => {
  const { bookAtRow, books } = simulateWalk(recording, settings);
  const { bid, ask } = recording.books;
  let bookSinceUs = 0;
  for (let row = 1; row < bookAtRow.length; row++) {
    const [book = 0, before = 0, nowUs = 0] = [bookAtRow[row], bookAtRow[row - 1], recording.timeUs[row]];
    const hasLeaderMoved = bid[row] !== bid[row - 1] || ask[row] !== ask[row - 1];
    const isQuiet = nowUs - bookSinceUs >= 250_000;
    if (book - before !== (hasLeaderMoved || isQuiet ? 1 : 0)) throw new Error(`row ${row} has the wrong book`);
    if (book === before) continue;
    // A quiet market is never silent for so long that its quotes would be stale.
    expect(nowUs - bookSinceUs).toBeLessThan(1_100_000);
    bookSinceUs = nowUs;
    if (!hasLeaderMoved) expect([books.bid[book], books.ask[book]]).toEqual([books.bid[before], books.ask[before]]);
  }
  expect(books.bid.length).toBeGreaterThan(2_026 + 1);
});

test('without noise it follows its leader exactly', () => {
  const { books } = simulateWalk(recording, { ...settings, noiseBps: 0, maxSpread: 1 });
  const leadersReturn = (6_165_970 + 6_165_980) / (6_180_020 + 6_180_030);
  expect((books.bid.at(-1) ?? 0) / 240_000).toBeCloseTo(leadersReturn, 4);
});

describe('the symbols', () => {
  test('only BTC is recorded, and the others are said to be simulated', () => {
    expect(symbolsOf(recording).map(({ symbol, origin }) => `${symbol} ${origin}`)).toEqual([
      'BTC_USDC recorded',
      'ETH_USDC simulated',
      'SOL_USDC simulated',
    ]);
  });

  test.each([
    ['ETH_USDC', 2_400, 4],
    ['SOL_USDC', 155, 2],
  ])('%s starts near %d, moves in small steps, with BTC, and has a small spread', (name, startPrice, maxSpread) => {
    const source = symbolsOf(recording).find(({ symbol }) => symbol === name);
    if (source === undefined) throw new Error(`${name} is missing`);
    const { bid, ask, bidQuantity, askQuantity } = source.books;
    expect(Math.abs((bid[0] ?? 0) / 100 / startPrice - 1)).toBeLessThan(0.0002);
    bid.forEach((price, index) => {
      const spread = (ask[index] ?? 0) - price;
      expect(spread).toBeGreaterThanOrEqual(1);
      expect(spread).toBeLessThanOrEqual(maxSpread);
      expect(Math.min(bidQuantity[index] ?? 0, askQuantity[index] ?? 0)).toBeGreaterThan(0);
      if (index > 0) expect(Math.abs(price / (bid[index - 1] ?? 0) - 1)).toBeLessThan(0.002);
    });
    expect(Math.abs((bid.at(-1) ?? 0) / (bid[0] ?? 1) - 1)).toBeLessThan(0.02);
    expect(correlation(recording.books.bid, (row) => bid[source.bookAtRow(row)] ?? 0)).toBeGreaterThan(0.5);
  });
});

/** How closely two prices move together, from -1 to 1, over stretches of a thousand rows. */
function correlation(leader: Uint32Array, priceAt: (row: number) => number): number {
  const rows = Array.from({ length: 65 }, (_, index) => index * 1_000);
  const returns = (price: (row: number) => number) => rows.map((row) => price(row + 1_000) / price(row) - 1);
  const [ours, theirs] = [returns(priceAt), returns((row) => leader[row] ?? 0)];
  const mean = (values: number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
  const [ourMean, theirMean] = [mean(ours), mean(theirs)];
  const product = (a: number[], aMean: number, b: number[], bMean: number) =>
    a.reduce((sum, value, index) => sum + (value - aMean) * ((b[index] ?? 0) - bMean), 0);
  const together = product(ours, ourMean, theirs, theirMean);
  return together / Math.sqrt(product(ours, ourMean, ours, ourMean) * product(theirs, theirMean, theirs, theirMean));
}
