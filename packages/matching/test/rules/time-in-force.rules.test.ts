import { expect, it } from 'vitest';
import { Desk, play } from '../desk.ts';

/** Bob offers 2 at 100 and 3 at 101. */
function offered(settings = {}): Desk {
  const desk = new Desk(settings);
  play(desk, [
    ['bob sells 2 @ 100', ['#1 accepted', 'book sell 100=2']],
    ['bob sells 3 @ 101', ['#2 accepted', 'book sell 101=3']],
  ]);
  return desk;
}

it.each([
  [
    'IOC takes what is there, and no more',
    'ann buys 4 @ 100 IOC',
    ['#3 takes 2 @ 100 of #1', '#1 filled: filled, 2 for 200', '#3 expired: ioc, 2 for 200', 'book sell 100=0'],
  ],
  ['IOC without anything to take', 'ann buys 1 @ 99 IOC', ['#3 expired: ioc, 0 for 0']],
  ['FOK that cannot have all of it takes nothing', 'ann buys 3 @ 100 FOK', ['#3 expired: fok, 0 for 0']],
  [
    'FOK that can',
    'ann buys 3 @ 101 FOK',
    [
      '#3 takes 2 @ 100 of #1',
      '#1 filled: filled, 2 for 200',
      '#3 takes 1 @ 101 of #2',
      '#3 filled: filled, 3 for 301',
      'book sell 100=0 sell 101=2',
    ],
  ],
  ['a market order that is FOK, likewise', 'ann buys 6 FOK', ['#3 expired: fok, 0 for 0']],
  [
    'a market order takes what is there',
    'ann buys 6',
    [
      '#3 takes 2 @ 100 of #1',
      '#1 filled: filled, 2 for 200',
      '#3 takes 3 @ 101 of #2',
      '#2 filled: filled, 3 for 303',
      '#3 expired: no_liquidity, 5 for 503',
      'book sell 100=0 sell 101=0',
    ],
  ],
  ['a market order that finds nothing', 'ann sells 1', ['#3 expired: no_liquidity, 0 for 0']],
  ['post-only that rests', 'ann buys 1 @ 99.5 post-only', ['book buy 99.5=1']],
])('%s', (_, said, happens) => {
  play(offered(), [[said, ['#3 accepted', ...happens]]]);
});

it.each([
  ['post-only that would take', 'ann buys 1 @ 100 post-only', 'INVALID_ORDER'],
  ['post-only that would take from its own user', 'bob buys 1 @ 100 post-only', 'INVALID_ORDER'],
  ['post-only that is IOC', 'ann buys 1 @ 90 post-only IOC', 'INVALID_ORDER'],
  ['a market order that is post-only', 'ann buys 1 post-only', 'INVALID_ORDER'],
])('%s is refused', (_, said, code) => {
  play(offered(), [[said, [code]]]);
});

it.each([
  [
    'a buy for an amount takes as many steps as that pays for, and is filled when it pays for no more',
    'ann buys for 255',
    [
      '#3 takes 2 @ 100 of #1',
      '#1 filled: filled, 2 for 200',
      '#3 takes 0.5 @ 101 of #2',
      '#3 filled: filled, 2.5 for 250.5',
      'book sell 100=0 sell 101=2.5',
    ],
  ],
  [
    'one that pays for a step here, and for none at the next price',
    // 9.9 are left, and a step costs 10.1.
    'ann buys for 209.9',
    ['#3 takes 2 @ 100 of #1', '#1 filled: filled, 2 for 200', '#3 filled: filled, 2 for 200', 'book sell 100=0'],
  ],
  ['one that does not pay for the first step', 'ann buys for 9.9', ['#3 expired: lot_size, 0 for 0']],
  ['one that is FOK, for more than there is', 'ann buys for 513.2 FOK', ['#3 expired: fok, 0 for 0']],
  [
    'one for more than there is',
    'ann buys for 513.2',
    [
      '#3 takes 2 @ 100 of #1',
      '#1 filled: filled, 2 for 200',
      '#3 takes 3 @ 101 of #2',
      '#2 filled: filled, 3 for 303',
      '#3 expired: no_liquidity, 5 for 503',
      'book sell 100=0 sell 101=0',
    ],
  ],
])('%s', (_, said, happens) => {
  play(offered(), [[said, ['#3 accepted', ...happens]]]);
});

it('keeps the fee of a market buy within what is available, to the last digit', () => {
  const desk = offered({ takerFeePpm: 1_000 });
  // 5 cost 503. At 150.5 3.3 more would be 999.65 in all, and the fees 0.2 + 0.303 + 0.4966.
  desk.say('cy sells 6 @ 150.5');
  expect(desk.say('ann buys 8.3')).toEqual(['INSUFFICIENT_FUNDS']);
  expect(desk.say('ann buys 8.2').at(-2)).toBe('#4 filled: filled, 8.2 for 984.6');
  expect(desk.purse('ann')).toBe('SOL 1008.2+0 USD 14.4154+0');
});
