import { readCommand } from '@fulcrum/matching';
import { expect, test } from 'vitest';
import { listedCore } from '../testing/listed-core.ts';
import { collateralOf } from './collateral.ts';

const ada = '00000000-0000-4000-8000-000000000001';
const ben = '00000000-0000-4000-8000-000000000002';

test('all that an account has counts in full at the last prices, and what orders lock is told apart', () => {
  const core = listedCore();
  const apply = (type: string, data: object) =>
    core.apply(readCommand(type, JSON.stringify({ requestId: 'r', ...data })), 1);
  const place = (userId: string, side: string, price: string, quantity: string) =>
    apply('place-order', { userId, market: 'SOL_USDC', side, orderType: 'limit', price, quantity });
  apply('create-account', {
    userId: ada,
    deposits: [
      ['USDC', '1000'],
      ['SOL', '3.5'],
      ['ETH', '2'],
    ],
  });
  apply('create-account', { userId: ben, deposits: [['USDC', '1000']] });
  place(ada, 'sell', '50.00', '1.5');
  place(ben, 'buy', '50.00', '1');
  const { reads } = core;
  const markets = reads.markets().flatMap(({ market }) => reads.market(market) ?? []);
  const told = collateralOf(reads.balances(ada) ?? [], markets);
  // 1000 and 50 without the maker's fee of 0.01; of 2.5 SOL a half is locked. Nobody has traded ETH.
  expect(told).toMatchObject({
    ...{ assetsValue: '1174.990000', netEquity: '1174.990000', netEquityAvailable: '1149.990000' },
    ...{ netEquityLocked: '25.000000', borrowLiability: '0', marginFraction: null, imf: '1' },
  });
  expect((told as { collateral: object[] }).collateral).toEqual([
    {
      ...{ symbol: 'USDC', assetMarkPrice: '1', totalQuantity: '1049.990000', balanceNotional: '1049.990000' },
      ...{ collateralWeight: '1', collateralValue: '1049.990000', openOrderQuantity: '0.000000', lendQuantity: '0' },
      availableQuantity: '1049.990000',
    },
    expect.objectContaining({ symbol: 'ETH', assetMarkPrice: '0.00', collateralValue: '0.000000' }),
    expect.objectContaining({ symbol: 'SOL', assetMarkPrice: '50.00', totalQuantity: '2.50000000' }),
  ]);
});
