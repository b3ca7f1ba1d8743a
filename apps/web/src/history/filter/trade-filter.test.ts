import { expect, it } from 'vitest';
import { closedOrder } from '../testing/closed-order.ts';
import { ANY_TRADE, isMatch, type TradeFilter, totalsOf } from './trade-filter.ts';

const won = closedOrder();
const lost = closedOrder({ asset: 'ETH_USDC', pnl: '-0.000001', payout: '154.325249', reason: 'stop_loss' });
const even = closedOrder({ pnl: '0.000000', payout: '154.325250' });
const ruined = closedOrder({ pnl: '-163.495000', payout: '0.000000', reason: 'liquidation', liquidated: true });
const all = [won, lost, even, ruined];

it.each<[Partial<TradeFilter>, typeof all]>([
  [{}, all],
  [{ asset: 'ETH_USDC' }, [lost]],
  [{ reason: 'manual' }, [won, even]],
  [{ result: 'winners' }, [won]],
  [{ result: 'losers' }, [lost, ruined]],
  [{ result: 'losers', reason: 'liquidation', asset: 'BTC_USDC' }, [ruined]],
  [{ result: 'winners', reason: 'liquidation' }, []],
])('%j lets through what it says', (filter, matching) => {
  expect(all.filter((order) => isMatch(order, { ...ANY_TRADE, ...filter }))).toEqual(matching);
});

it('adds up results, and what the house carried of them', () => {
  expect(totalsOf([])).toEqual({ pnl: 0n, carriedByHouse: 0n });
  // Of 3.00, 0.00, 0.00 and -163.50, as they are shown.
  expect(totalsOf(all)).toEqual({ pnl: -160_500_000n, carriedByHouse: 9_169_750n });
});
