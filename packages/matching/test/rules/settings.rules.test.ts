import { expect, it } from 'vitest';
import { Desk, MARKET, userId } from '../desk.ts';

function outcome(desk: Desk, type: string, data: object): string | undefined {
  const [event] = desk.send(type, { requestId: 'r', ...data });
  return event?.type === 'rejected' ? event.code : event?.type;
}

it.each([
  ['the same once more', 'set-asset', { asset: 'SOL', decimals: 1 }, 'asset-set'],
  ['other decimals', 'set-asset', { asset: 'SOL', decimals: 2 }, 'INVALID_ASSET'],
  ['a name in lower case', 'set-asset', { asset: 'sol', decimals: 2 }, 'INVALID_CLIENT_REQUEST'],
  ['too many decimals', 'set-asset', { asset: 'X', decimals: 16 }, 'INVALID_CLIENT_REQUEST'],
  ['the same market once more', 'set-market', {}, 'market-set'],
  ['another mode, and other limits', 'set-market', { mode: 'closed', maxPrice: '10', minQuantity: '1' }, 'market-set'],
  ['another tick', 'set-market', { tickSize: '0.1' }, 'INVALID_MARKET'],
  ['another step', 'set-market', { stepSize: '0.5', minQuantity: '0.5' }, 'INVALID_MARKET'],
  ['an unknown base', 'set-market', { base: 'X' }, 'INVALID_ASSET'],
  ['an asset against itself', 'set-market', { market: 'X', base: 'USD' }, 'INVALID_MARKET'],
  ['more digits than the base has', 'set-market', { market: 'X', quantityDecimals: 2 }, 'INVALID_MARKET'],
  ['more digits than the quote has', 'set-market', { market: 'X', priceDecimals: 4 }, 'INVALID_MARKET'],
  ['a least price off the tick', 'set-market', { minPrice: '0.7' }, 'INVALID_MARKET'],
  ['a least above the greatest', 'set-market', { minQuantity: '1000.1' }, 'INVALID_MARKET'],
  ['a tick of zero', 'set-market', { market: 'X', tickSize: '0' }, 'INVALID_MARKET'],
  ['a rebate above the fee', 'set-market', { makerFeePpm: -11, takerFeePpm: 10 }, 'INVALID_MARKET'],
  ['a band without the reference', 'set-market', { maxImpactBps: 9_999 }, 'INVALID_MARKET'],
  [
    'a market of a second pair',
    'set-market',
    { market: 'X', base: 'USD', quote: 'SOL', priceDecimals: 0, tickSize: '1', minPrice: '1' },
    'market-set',
  ],
])('%s', (_, type, data, expected) => {
  const { type: __, ...market } = MARKET;
  expect(outcome(new Desk(), type, type === 'set-market' ? { ...market, ...data } : data)).toBe(expected);
});

it.each([
  ['an unknown asset', [['X', '1']], 'INVALID_ASSET'],
  [
    'an asset twice',
    [
      ['SOL', '1'],
      ['SOL', '1'],
    ],
    'INVALID_ASSET',
  ],
  ['too many digits', [['SOL', '1.05']], 'INVALID_QUANTITY'],
  ['a negative amount', [['SOL', '-1']], 'INVALID_QUANTITY'],
  ['more than can be counted', [['SOL', '900719925474099']], 'INVALID_QUANTITY'],
  ['seventeen assets', Array.from({ length: 17 }, (_, at) => [`X${at}`, '1']), 'INVALID_CLIENT_REQUEST'],
  ['nothing', [], 'account-created'],
  ['what there is room for', [['SOL', '900719925471099']], 'account-created'],
])('create-account with %s', (_, deposits, expected) => {
  // Three traders have 1000 each of the 900719925474099.1 that there may be.
  expect(outcome(new Desk(), 'create-account', { userId: userId('dee'), deposits })).toBe(expected);
});

it('an account is created once', () => {
  const desk = new Desk();
  desk.say('ann buys 1 @ 100');
  const [event] = desk.send('create-account', { requestId: 'r', userId: userId('ann'), deposits: [['SOL', '5']] });
  expect(event?.type).toBe('account-created');
  expect(desk.purse('ann')).toBe('SOL 1000+0 USD 900+100');
});
