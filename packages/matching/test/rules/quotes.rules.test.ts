import { expect, it } from 'vitest';
import { Desk } from '../desk.ts';

it('tells what a market order would get, and what it then gets, and changes nothing', () => {
  const desk = new Desk({ takerFeePpm: 333, minImpactBps: 9_500, maxImpactBps: 10_500 });
  for (const line of ['bob sells 1 @ 100', 'cy buys 1 @ 100']) desk.say(line);
  for (const line of ['bob sells 1 @ 100', 'bob sells 1.5 @ 101', 'bob sells 9 @ 106']) desk.say(line);
  const before = [desk.book(), desk.core.stateHash()];
  // 1 at 100 and 1 at 101; a ten-thousandth of the fee is left out for each.
  const quote = desk.core.reads.quote('SOL_USD', 'buy', '2');
  expect(quote).toEqual({ quantity: 20, notional: 2_010_000, fee: 333 + 336, isWhole: true, orders: 2 });
  expect([desk.book(), desk.core.stateHash()]).toEqual(before);
  const [had] = desk.purse('ann').match(/USD [\d.]+/) ?? [];
  desk.say('ann buys 2');
  const [has] = desk.purse('ann').match(/USD [\d.]+/) ?? [];
  const units = (text = '') => Math.round(10_000 * Number(text.slice(4)));
  expect(units(had) - units(has)).toBe(2_010_000 + 669);
});

it('ends at the impact band, and is refused as the order would be', () => {
  const desk = new Desk({ minImpactBps: 9_500, maxImpactBps: 10_500 });
  for (const line of ['bob sells 1 @ 100', 'cy buys 1 @ 100', 'bob sells 1 @ 105', 'bob sells 9 @ 105.5'])
    desk.say(line);
  const { reads } = desk.core;
  expect(reads.quote('SOL_USD', 'buy', '3')).toEqual({
    quantity: 10,
    notional: 1_050_000,
    fee: 0,
    isWhole: false,
    orders: 1,
  });
  expect(reads.quote('SOL_USD', 'sell', '3')).toEqual({ quantity: 0, notional: 0, fee: 0, isWhole: false, orders: 0 });
  expect(reads.quote('SOL_USD', 'buy', '0.05')).toMatchObject({ code: 'INVALID_QUANTITY' });
  expect(reads.quote('SOL_USD', 'buy', '1001')).toMatchObject({ code: 'INVALID_QUANTITY' });
  expect(reads.quote('BTC_USD', 'buy', '1')).toBeUndefined();
});
