import { expect, it } from 'vitest';
import { Desk, play } from '../desk.ts';

it('takes fees of both in the quote asset, truncated', () => {
  // A tenth of a percent, and a fiftieth: of 0.5 × 0.3 = 0.15 that is 0.00015 and 0.00003, cut at four digits.
  const desk = new Desk({ takerFeePpm: 1_000, makerFeePpm: 200, minNotional: '0' });
  play(desk, [
    ['ann sells 0.3 @ 0.5', ['#1 accepted', 'book sell 0.5=0.3']],
    [
      'bob buys 0.3 @ 0.5',
      [
        '#2 accepted',
        '#2 takes 0.3 @ 0.5 of #1, fees 0.0001 and 0',
        '#1 filled: filled, 0.3 for 0.15',
        '#2 filled: filled, 0.3 for 0.15',
        'book sell 0.5=0',
      ],
    ],
  ]);
  expect(desk.purse('ann')).toBe('SOL 999.7+0 USD 1000.15+0');
  expect(desk.purse('bob')).toBe('SOL 1000.3+0 USD 999.8499+0');
});

it('locks the larger fee with a buy, and gives it back where the fill costs less', () => {
  const desk = new Desk({ takerFeePpm: 10_000, makerFeePpm: 1_000 });
  desk.say('ann buys 2 @ 100');
  // 200 and one percent.
  expect(desk.purse('ann')).toBe('SOL 1000+0 USD 798+202');
  desk.say('bob sells 1');
  // As the maker it paid 100 and 0.1; 101 are still locked.
  expect(desk.purse('ann')).toBe('SOL 1001+0 USD 798.9+101');
  expect(desk.purse('bob')).toBe('SOL 999+0 USD 1099+0');
});

it("pays a rebate out of the taker's fee", () => {
  const desk = new Desk({ takerFeePpm: 1_000, makerFeePpm: -400 });
  desk.say('ann buys 1 @ 100');
  expect(desk.say('bob sells 1 @ 100')).toContain('#2 takes 1 @ 100 of #1, fees 0.1 and -0.04');
  expect(desk.purse('ann')).toBe('SOL 1001+0 USD 900.04+0');
});

it('asks no more of an order that rests than held when it was placed', () => {
  const desk = new Desk({ takerFeePpm: 1_000, makerFeePpm: 500 });
  desk.say('ann buys 2 @ 100');
  desk.set({ takerFeePpm: 5_000, makerFeePpm: 5_000 });
  expect(desk.say('bob sells 1')).toContain('#2 takes 1 @ 100 of #1, fees 0.5 and 0.1');
  desk.set({ takerFeePpm: 5_000, makerFeePpm: 0 });
  expect(desk.say('bob sells 1')).toContain('#3 takes 1 @ 100 of #1, fees 0.5 and 0');
  expect(desk.purse('ann')).toBe('SOL 1002+0 USD 799.9+0');
});

it('takes a whole fee of a whole order and no more of its parts', () => {
  const desk = new Desk({ takerFeePpm: 0, makerFeePpm: 333, minNotional: '0' });
  desk.say('ann buys 0.3 @ 0.5');
  for (let part = 0; part < 3; part++) desk.say('bob sells 0.1');
  expect(desk.purse('ann')).toBe('SOL 1000.3+0 USD 999.85+0');
});

it.each([
  // 997.5 and a fee of 2.4997, or of 2.5007.
  [2_506, '#8 accepted'],
  [2_507, 'INSUFFICIENT_FUNDS'],
] as const)(
  'takes a market order whose dearest fills the account can pay, with a fee of %d',
  (takerFeePpm, happens) => {
    const desk = new Desk({ takerFeePpm, maxImpactBps: 10_500 });
    // After a trade at 100 a market buy pays at most 105, and here it pays that.
    for (const line of ['bob sells 1 @ 100', 'cy buys 1 @ 100']) desk.say(line);
    for (let order = 0; order < 5; order++) desk.say('bob sells 2 @ 105');
    expect(desk.say('ann buys 9.5')[0]).toBe(happens);
  },
);
