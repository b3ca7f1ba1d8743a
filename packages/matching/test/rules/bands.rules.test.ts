import { expect, it } from 'vitest';
import { Desk, play } from '../desk.ts';

const BANDS = { minMultiplierBps: 9_000, maxMultiplierBps: 11_000, minImpactBps: 9_500, maxImpactBps: 10_500 };

/** One trade at 100: limit prices are from 90 to 110, and orders take from 95 to 105. */
function traded(): Desk {
  const desk = new Desk(BANDS);
  desk.say('bob sells 1 @ 100');
  desk.say('cy buys 1 @ 100');
  return desk;
}

it('has no bands before the first trade', () => {
  const desk = new Desk(BANDS);
  play(desk, [
    ['bob sells 1 @ 1000', ['#1 accepted', 'book sell 1000=1']],
    ['ann buys 0.1 @ 0.5', ['INVALID_QUANTITY']],
    ['ann buys 2 @ 0.5', ['#2 accepted', 'book buy 0.5=2']],
  ]);
});

it.each([
  ['ann buys 1 @ 89.5', ['INVALID_PRICE']],
  ['ann buys 1 @ 90', ['#3 accepted', 'book buy 90=1']],
  ['ann sells 1 @ 110', ['#3 accepted', 'book sell 110=1']],
  ['ann sells 1 @ 110.5', ['INVALID_PRICE']],
] as const)('takes a limit price within its band alone: %s', (said, happens) => {
  play(traded(), [[said, happens]]);
});

it('ends an order that would go on through the impact band', () => {
  const desk = traded();
  for (const line of ['bob sells 1 @ 105', 'bob sells 1 @ 105.5', 'bob sells 1 @ 110']) desk.say(line);
  play(desk, [
    [
      'ann buys 3 @ 110',
      [
        '#6 accepted',
        '#6 takes 1 @ 105 of #3',
        '#3 filled: filled, 1 for 105',
        '#6 expired: price_band, 1 for 105',
        'book sell 105=0',
      ],
    ],
    // The mean of 100 and 105 is 102.5: orders take up to 107.62.
    ['ann buys 1 @ 105', ['#7 accepted', 'book buy 105=1']],
  ]);
});

it('fixes the impact band when an order starts to take', () => {
  const desk = traded();
  for (const line of ['bob sells 1 @ 105', 'bob sells 1 @ 107']) desk.say(line);
  expect(desk.say('ann buys 2').at(-2)).toBe('#5 expired: price_band, 1 for 105');
});

it('ends a market order that finds nothing within the band', () => {
  const desk = traded();
  desk.say('bob buys 1 @ 94');
  play(desk, [
    ['ann sells 1', ['#4 accepted', '#4 expired: price_band, 0 for 0']],
    ['ann sells 1 FOK', ['#5 accepted', '#5 expired: fok, 0 for 0']],
  ]);
});

it('takes the mean of the last sixteen trades, truncated', () => {
  const desk = new Desk({ ...BANDS, maxOpenOrders: 50 });
  const reference = () => desk.core.reads.market('SOL_USD')?.reference;
  const trade = (price: string) => {
    desk.say(`bob sells 0.1 @ ${price}`);
    desk.say(`cy buys 0.1 @ ${price}`);
  };
  for (let count = 0; count < 8; count++) trade('100');
  for (let count = 0; count < 8; count++) trade('101');
  // 8 at 100 and 8 at 101, in tenths.
  expect(reference()).toBe(1_005);
  trade('101');
  // 7 at 100 and 9 at 101: 100.5625.
  expect(reference()).toBe(1_005);
  for (let count = 0; count < 7; count++) trade('101');
  expect(reference()).toBe(1_010);
});
