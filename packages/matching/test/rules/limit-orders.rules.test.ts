import { expect, it } from 'vitest';
import { Desk, play } from '../desk.ts';

it('fills the best price first, and at one price whoever came first', () => {
  const desk = new Desk();
  play(desk, [
    ['ann sells 2 @ 101', ['#1 accepted', 'book sell 101=2']],
    ['bob sells 3 @ 100', ['#2 accepted', 'book sell 100=3']],
    ['ann sells 1 @ 100', ['#3 accepted', 'book sell 100=4']],
    [
      'cy buys 5 @ 101',
      [
        '#4 accepted',
        '#4 takes 3 @ 100 of #2',
        '#2 filled: filled, 3 for 300',
        '#4 takes 1 @ 100 of #3',
        '#3 filled: filled, 1 for 100',
        '#4 takes 1 @ 101 of #1',
        '#4 filled: filled, 5 for 501',
        'book sell 100=0 sell 101=1',
      ],
    ],
  ]);
  expect(desk.book()).toBe('bids asks 101=1');
  expect(desk.purse('ann')).toBe('SOL 997+1 USD 1201+0');
  expect(desk.purse('bob')).toBe('SOL 997+0 USD 1300+0');
  expect(desk.purse('cy')).toBe('SOL 1005+0 USD 499+0');
});

it('rests what is not taken, and gives back what a better price saves', () => {
  const desk = new Desk();
  play(desk, [
    ['ann sells 1 @ 100', ['#1 accepted', 'book sell 100=1']],
    [
      'bob buys 3 @ 101',
      ['#2 accepted', '#2 takes 1 @ 100 of #1', '#1 filled: filled, 1 for 100', 'book sell 100=0 buy 101=2'],
    ],
  ]);
  expect(desk.purse('bob')).toBe('SOL 1001+0 USD 698+202');
  play(desk, [
    ['bob cancels #2', ['#2 cancelled', '#2 cancelled: requested, 1 for 100', 'book buy 101=0']],
    ['bob cancels #2', ['RESOURCE_NOT_FOUND']],
  ]);
  expect(desk.purse('bob')).toBe('SOL 1001+0 USD 900+0');
  expect(desk.book()).toBe('bids asks');
});
