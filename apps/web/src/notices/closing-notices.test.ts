import { expect, it } from 'vitest';
import { type Closing, closingNotices } from './closing-notices.ts';

function closing(reason: Closing['reason'], pnl: string): Closing {
  return { side: 'buy', quantity: '0.01000', asset: 'BTC_USDC', closePrice: '61200.00', pnl, reason };
}

it('tells of a closing how and with which result', () => {
  expect(closingNotices([closing('take_profit', '5.000000')])).toEqual([
    { kind: 'good', title: 'Take-profit reached', text: 'Long 0.01000 BTC/USDC at 61,200.00: +5.00 USDC' },
  ]);
});

it('lets a liquidation stand until somebody has seen it', () => {
  expect(closingNotices([closing('liquidation', '-60.020000')])).toMatchObject([
    { kind: 'bad', title: 'Liquidated', forMs: 0 },
  ]);
});

it('tells of many at once in one sentence for each reason', () => {
  const many = Array.from({ length: 200 }, () => closing('liquidation', '-1.500000'));
  expect(closingNotices([...many, closing('stop_loss', '-2.000000')])).toMatchObject([
    { title: 'Liquidated', text: '200 positions: −300.00 USDC' },
    { title: 'Stop-loss reached' },
  ]);
});

it('tells what stays open of a position that was closed in part', () => {
  expect(closingNotices([{ ...closing('manual', '5.000000'), remaining: '0.03000' }])).toMatchObject([
    { title: 'Closed in part', text: 'Long 0.01000 BTC/USDC at 61,200.00, 0.03000 still open: +5.00 USDC' },
  ]);
});
