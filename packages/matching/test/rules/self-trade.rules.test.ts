import { expect, it } from 'vitest';
import { Desk, play } from '../desk.ts';

/** Bob offers 1 at 100, ann 2 at 101, bob 3 at 102. */
function offered(): Desk {
  const desk = new Desk();
  for (const line of ['bob sells 1 @ 100', 'ann sells 2 @ 101', 'bob sells 3 @ 102']) desk.say(line);
  return desk;
}

const FIRST = ['#4 accepted', '#4 takes 1 @ 100 of #1', '#1 filled: filled, 1 for 100'];

it.each([
  [
    'reject_taker ends the order that takes',
    'ann buys 4 @ 102',
    [...FIRST, '#4 expired: self_trade, 1 for 100', 'book sell 100=0'],
    'bids asks 101=2 102=3',
  ],
  [
    'reject_maker ends the order that rests, and goes on',
    'ann buys 4 @ 102 reject_maker',
    [
      ...FIRST,
      '#2 cancelled: self_trade, 0 for 0',
      '#4 takes 3 @ 102 of #3',
      '#3 filled: filled, 3 for 306',
      '#4 filled: filled, 4 for 406',
      'book sell 100=0 sell 101=0 sell 102=0',
    ],
    'bids asks',
  ],
  [
    'reject_both ends both',
    'ann buys 4 @ 102 reject_both',
    [...FIRST, '#2 cancelled: self_trade, 0 for 0', '#4 expired: self_trade, 1 for 100', 'book sell 100=0 sell 101=0'],
    'bids asks 102=3',
  ],
  [
    'an order that does not reach its own user is none the wiser',
    'ann buys 1 @ 102',
    [...FIRST, '#4 filled: filled, 1 for 100', 'book sell 100=0'],
    'bids asks 101=2 102=3',
  ],
  [
    'FOK counts nothing of its own user',
    'ann buys 5 @ 102 FOK reject_maker',
    ['#4 accepted', '#4 expired: fok, 0 for 0'],
    'bids asks 100=1 101=2 102=3',
  ],
  [
    'FOK that would be stopped by its own user',
    'ann buys 2 @ 102 FOK',
    ['#4 accepted', '#4 expired: fok, 0 for 0'],
    'bids asks 100=1 101=2 102=3',
  ],
])('%s', (_, said, happens, book) => {
  const desk = offered();
  play(desk, [[said, happens]]);
  expect(desk.book()).toBe(book);
});

it('gives back what was locked with an order that it ends', () => {
  const desk = offered();
  expect(desk.purse('ann')).toBe('SOL 998+2 USD 1000+0');
  desk.say('ann buys 4 @ 102 reject_both');
  expect(desk.purse('ann')).toBe('SOL 1001+0 USD 900+0');
});
