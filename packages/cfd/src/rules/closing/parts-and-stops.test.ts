import { describe, expect, it } from 'vitest';
import { ALICE, Desk, GOLD, orderId, subjects } from '../../../test/harness.ts';

/** The core alone, from the table of the subjects: in one piece, and restored from snapshots. */
const cores = subjects.filter(([name]) => name !== 'naive model');

const own = { orderId: orderId(1), userId: ALICE };

describe.each(cores)('%s', (_name, make) => {
  function desk(settings: object = {}, bid = '100.0', ask = '100.2', deposit = '1000'): Desk {
    const made = new Desk(make());
    made.send('set-rules', { version: 6 });
    made.setInstrument({ priceDecimals: 1, ...settings });
    made.deposit(deposit);
    made.tick(bid, ask);
    return made;
  }

  it('closes a position in part, and pays what one closing would have paid', () => {
    const trader = desk({ priceDecimals: 2 }, '33.31', '33.33', '1');
    trader.open('buy', { quantity: '0.007', leverage: 4 });
    trader.tick('33.10', '33.33');
    expect(trader.send('close-order', { ...own, quantity: '0.003', openQuantity: '0.007' })).toMatchObject({
      ...{ type: 'closed', quantity: '0.003', margin: '0.024997', pnl: '-0.000690', remaining: '0.004' },
      ...{ remainingMargin: '0.033331', remainingLiquidationPrice: '25.41' },
    });
    expect(trader.outcome('close-order', { ...own, quantity: '0.003', openQuantity: '0.007' })).toBe(
      'invalid_quantity',
    );
    const last = trader.send('close-order', { ...own, quantity: '0.004', openQuantity: '0.004' });
    expect(last).toMatchObject({ pnl: '-0.000920', balance: '0.998390' });
    expect(last).not.toHaveProperty('remaining');
  });

  it('closes all positions that can be closed', () => {
    const trader = desk();
    for (const number of [1, 2]) trader.open('buy', { orderId: orderId(number) });
    const all = () => trader.sendRaw('close-all', { requestId: 'all', userId: ALICE, asset: GOLD.asset });
    trader.wait(5_001);
    expect(all()).toEqual([{ type: 'all-closed', requestId: 'all', userId: ALICE, closed: 0, left: 2 }]);
    trader.tick('100.0', '100.2');
    expect(all()).toMatchObject([
      { type: 'closed', orderId: orderId(1), requestId: null, reason: 'manual' },
      { type: 'closed', orderId: orderId(2), requestId: null },
      { type: 'all-closed', closed: 2, left: 0 },
    ]);
  });

  it('lets a stop trail behind the best price', () => {
    const trader = desk();
    trader.open('buy', { quantity: '0.5', trailingDistance: '3.0' });
    expect(trader.tick('104.0', '104.2')).toEqual([]);
    expect(trader.account()).toMatchObject({ orders: [{ trailingDistance: '3.0', trailingStop: '101.0' }] });
    expect(trader.tick('101.1', '101.3')).toEqual([]);
    expect(trader.tick('100.4', '100.6')).toMatchObject([
      { reason: 'trailing_stop', closePrice: '100.4', pnl: '0.100000' },
    ]);
  });

  it('lets stops of all ages trail, each from its own beginning', () => {
    const trader = desk();
    const open = (number: number, side: 'buy' | 'sell' = 'buy') =>
      trader.open(side, { orderId: orderId(number), quantity: '0.1', trailingDistance: '3.0' });
    const stops = () => (trader.account().orders as { trailingStop: string }[]).map(({ trailingStop }) => trailingStop);
    open(1);
    trader.tick('99.0', '99.2');
    open(2);
    open(3, 'sell');
    trader.tick('98.5', '98.7');
    open(4);
    expect(stops()).toEqual(['97.0', '96.0', '101.7', '95.5']);
    trader.tick('99.5', '99.7');
    expect(stops()).toEqual(['97.0', '96.5', '101.7', '96.5']);
    expect(trader.send('update-order', { ...own, stopLoss: '90.0' })).toMatchObject({ stopLoss: '90.0' });
    trader.tick('101.0', '101.2');
    expect(trader.send('update-order', { ...own, trailingDistance: '2.0' })).toMatchObject({
      ...{ stopLoss: null, trailingDistance: '2.0' },
    });
    expect(stops()).toEqual(['99.0', '98.0', '101.7', '98.0']);
    expect(trader.tick('98.0', '101.7')).toMatchObject([1, 2, 3, 4].map((number) => ({ orderId: orderId(number) })));
  });

  it('closes a guaranteed stop at its own price', () => {
    const trader = desk({ guaranteedStopPpm: 1_000, minGuaranteedDistanceBps: 200 });
    const guaranteed = { quantity: '2', guaranteed: true };
    expect(trader.tryToOpen('buy', { ...guaranteed, stopLoss: '98.1' })).toBe('invalid_stop_loss');
    expect(trader.tryToOpen('buy', guaranteed)).toBe('invalid_stop_loss');
    expect(trader.open('buy', { ...guaranteed, stopLoss: '95.0' })).toMatchObject({
      ...{ margin: '20.040000', guaranteed: true, guaranteedExecutionFee: '0.200400', balance: '979.759600' },
    });
    for (const stopLoss of [null, '94.0', '98.1'])
      expect(trader.outcome('update-order', { ...own, stopLoss })).toBe('invalid_stop_loss');
    expect(trader.outcome('update-order', { ...own, trailingDistance: '1' })).toBe('invalid_stop_loss');
    expect(trader.send('update-order', { ...own, stopLoss: null })).toMatchObject({
      message: 'A guaranteed stop cannot be removed, and never trails.',
    });
    expect(trader.tick('80.0', '80.2')).toMatchObject([
      { reason: 'guaranteed_stop', closePrice: '95.0', pnl: '-10.400000', payout: '9.640000' },
    ]);
  });

  it('liquidates before a guaranteed stop that lies behind', () => {
    const trader = desk({ guaranteedStopPpm: 1_000 });
    trader.open('buy', { quantity: '2', leverage: 20, guaranteed: true, stopLoss: '93.0' });
    expect(trader.tick('95.4', '95.6')).toMatchObject([
      { reason: 'liquidation', pnl: '-9.600000', payout: '0.420000' },
    ]);
  });
});
