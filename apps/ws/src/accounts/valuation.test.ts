import { expect, test } from 'vitest';
import { readMoney, readPosition } from './positions.ts';
import { figuresOf, revalued } from './valuation.ts';

const order = { orderId: 'o', asset: 'BTC', margin: '3090.000000' };
const at = (bid: number, ask: number) => () => ({ bid, ask, time: 0 });

// The price has 2 digits and the quantity 3, as they are printed.
const buy = readPosition({ ...order, side: 'buy', quantity: '0.500', openPrice: '61800.00' }, 0);
const sell = readPosition({ ...order, side: 'sell', quantity: '0.500', openPrice: '61800.00' }, 0);

test.each([
  // A buy closes at the bid: 0.5 × (62000.10 - 61800) = 100.05.
  ['buy', buy, at(6_200_010, 6_200_020), 6_200_010, 100_050_000n],
  // 0.5 × (61799.99 - 61800) = -0.005.
  ['buy', buy, at(6_179_999, 6_180_000), 6_179_999, -5_000n],
  // A sell closes at the ask: 0.5 × (61800 - 61000.50) = 399.75.
  ['sell', sell, at(6_100_000, 6_100_050), 6_100_050, 399_750_000n],
  // 0.5 × (61800 - 62000.20) = -100.10.
  ['sell', sell, at(6_200_010, 6_200_020), 6_200_020, -100_100_000n],
])('a %s is valued at the price at which it would close', (_side, position, quoteOf, currentPrice, unrealizedPnl) => {
  expect(revalued(position, quoteOf)).toMatchObject({ currentPrice, unrealizedPnl });
});

test('a loss of a fraction of a millionth is rounded down, as the engine does', () => {
  // 0.0001 × (1.0001 - 1.0002) = -0.00000001.
  const position = readPosition({ ...order, side: 'buy', quantity: '0.0001', openPrice: '1.0002' }, 0);
  expect(revalued(position, at(10_001, 10_003)).unrealizedPnl).toBe(-1n);
  const profit = readPosition({ ...order, side: 'buy', quantity: '0.0001', openPrice: '1.0000' }, 0);
  expect(revalued(profit, at(10_001, 10_003)).unrealizedPnl).toBe(0n);
});

test('grids without digits after the point are read from the print as well', () => {
  const position = readPosition({ ...order, side: 'buy', quantity: '7', openPrice: '150' }, 0);
  expect(revalued(position, at(152, 153))).toMatchObject({ currentPrice: 152, unrealizedPnl: 14_000_000n });
});

test('without a quote an order keeps its last value', () => {
  const printed = { ...order, side: 'buy' as const, quantity: '1', openPrice: '150.00' };
  const position = readPosition(printed, 0, { currentPrice: '149.00', unrealizedPnl: '-1.000000' });
  expect(revalued(position, () => undefined)).toBe(position);
  expect(position).toMatchObject({ currentPrice: 14_900, unrealizedPnl: -1_000_000n });
});

test('an account that only holds money has no margin level', () => {
  const money = { usedMargin: '0.000000', unrealizedPnl: '0.000000', freeMargin: '12.500000', equity: '12.500000' };
  expect(figuresOf(12_500_000n, [])).toEqual({
    ...{ type: 'pnl', balance: '12.500000', ...money, marginLevel: null, orders: [] },
  });
});

test('money may be more than fits a safe integer, but always has six digits', () => {
  expect(readMoney('12345678901234.567891')).toBe(12_345_678_901_234_567_891n);
  expect(readMoney('-0.000001')).toBe(-1n);
  expect(() => readMoney('1.5')).toThrow('six digits');
});
