import type { Entry } from '@fulcrum/log';
import { expect, it } from 'vitest';
import { Exposure } from './exposure.ts';
import { printUnits } from './units.ts';

const ID = '65f1d2c3-7a4b-4c1d-8e2f-0a1b2c3d4e5f';

const common = {
  ...{ requestId: null, orderId: ID, userId: ID, leverage: 10, openPrice: '60000.00', margin: '6.000000' },
  ...{ slippage: '0.00', balance: '10.000000', openedAt: 1 },
};
const created = (asset: string, side: string, quantity: string) => ({
  ...{ ...common, requestId: 'r', type: 'created', asset, side, quantity },
  ...{ takeProfit: null, stopLoss: null, liquidationPrice: '57000.00' },
});
const closed = (asset: string, side: string, quantity: string) => ({
  ...{ ...common, type: 'closed', asset, side, quantity, closePrice: '60001.00', pnl: '0.000000' },
  ...{ payout: '6.000000', reason: 'liquidation', liquidated: true, closedAt: 2 },
});

function entry(...events: object[]): Entry {
  return { id: '1-0', fields: { events: JSON.stringify(events) } };
}

function printed(exposure: Exposure): string[] {
  return exposure
    .all()
    .map(
      ([asset, { long, short }]) =>
        `${asset} ${printUnits(long)} ${printUnits(short)} ${printUnits(exposure.net(asset))}`,
    );
}

const SNAPSHOT = {
  assets: ['ETH_USDC', 'BTC_USDC'],
  open: [
    { asset: 'BTC_USDC', side: 'buy', quantity: '3.000000000000', cost: '180000', positions: 2 },
    { asset: 'BTC_USDC', side: 'sell', quantity: '0.500000000000', cost: '30000.5', positions: 1 },
  ],
} as const;

it('is the sums of the snapshot, and what is opened and closed behind it', () => {
  const exposure = new Exposure(SNAPSHOT);
  expect(printed(exposure)).toEqual(['BTC_USDC 3 0.5 2.5', 'ETH_USDC 0 0 0']);
  exposure.take(entry(created('BTC_USDC', 'buy', '0.00001'), created('ETH_USDC', 'sell', '7.1')));
  exposure.take(entry(closed('BTC_USDC', 'buy', '2.00001'), closed('BTC_USDC', 'sell', '0.5')));
  expect(printed(exposure)).toEqual(['BTC_USDC 1 0 1', 'ETH_USDC 0 7.1 -7.1']);
});

it('falls by what is closed of an order, also in parts and by an order of the other side', () => {
  const exposure = new Exposure(SNAPSHOT);
  const rest = { remaining: '1', remainingMargin: '2.000000', remainingLiquidationPrice: '57000.00' };
  exposure.take(entry({ ...closed('BTC_USDC', 'buy', '2'), reason: 'manual', ...rest }));
  expect(printed(exposure)[0]).toBe('BTC_USDC 1 0.5 0.5');
  const netted = { ...closed('BTC_USDC', 'buy', '1'), reason: 'netting', nettedBy: ID };
  exposure.take(entry(netted, created('BTC_USDC', 'sell', '0.25')));
  expect(printed(exposure)[0]).toBe('BTC_USDC 0 0.75 -0.75');
});

it('is what each side has cost, and in how many positions it is', () => {
  const exposure = new Exposure(SNAPSHOT);
  const rest = { remaining: '1', remainingMargin: '2.000000', remainingLiquidationPrice: '57000.00' };
  exposure.take(entry(created('BTC_USDC', 'sell', '0.00001'), { ...closed('BTC_USDC', 'buy', '2'), ...rest }));
  const { buy, sell } = exposure.sides('BTC_USDC');
  const square = 10n ** 24n;
  expect(buy).toEqual({ quantity: 10n ** 12n, cost: 60_000n * square, positions: 2 });
  expect(sell).toEqual({ quantity: 500_010_000_000n, cost: (300_011n * square) / 10n, positions: 2 });
  exposure.take(entry(closed('BTC_USDC', 'buy', '0.5'), closed('BTC_USDC', 'buy', '0.5')));
  expect(exposure.sides('BTC_USDC').buy).toEqual({ quantity: 0n, cost: 0n, positions: 0 });
});

it('is zero of what nobody has traded, and counts an instrument that is new', () => {
  const exposure = new Exposure({ assets: [], open: [] });
  expect(exposure.net('SOL_USDC')).toBe(0n);
  exposure.take(entry(created('SOL_USDC', 'buy', '1')));
  expect(printed(exposure)).toEqual(['SOL_USDC 1 0 1']);
});

it('does not go below zero: whoever counts has missed something then', () => {
  const exposure = new Exposure(SNAPSHOT);
  expect(() => exposure.take(entry(closed('BTC_USDC', 'sell', '0.50001')))).toThrow('closes more of BTC_USDC');
  expect(() => exposure.take({ id: '1-0', fields: { events: '[{"type":"created"}]' } })).toThrow();
});

it('passes over results that open and close nothing', () => {
  const exposure = new Exposure(SNAPSHOT);
  exposure.take({
    id: '1-0',
    fields: { events: '[{"type":"rejected","requestId":"r","code":"no_price","message":"-"}]' },
  });
  exposure.take({ id: '2-0', fields: {} });
  expect(printed(exposure)).toEqual(['BTC_USDC 3 0.5 2.5', 'ETH_USDC 0 0 0']);
});
