import { describe, expect, it } from 'vitest';
import { ALICE, Desk, orderId, subjects } from '../../../test/harness.ts';

/** The core alone, from the table of the subjects: in one piece, and restored from snapshots. */
const cores = subjects.filter(([name]) => name !== 'naive model');

describe.each(cores)('%s', (_name, make) => {
  function desk(positionMode = 'netting', deposit = '30'): Desk {
    const made = new Desk(make());
    made.send('set-rules', { version: 6 });
    made.setInstrument({ priceDecimals: 1 });
    made.deposit(deposit);
    made.send('set-group', { group: 'default', positionMode });
    made.tick('100.0', '100.2');
    return made;
  }

  const trade = (trader: Desk, number: number, side: 'buy' | 'sell', quantity: string, terms: object = {}) =>
    trader.sendRaw('create-order', {
      ...{ requestId: `r${number}`, orderId: orderId(number), userId: ALICE, asset: 'GOLD_USDC', side, quantity },
      ...{ leverage: 5, ...terms },
    });

  it('closes what lies on the other side first, and opens what is left', () => {
    const trader = desk();
    trade(trader, 1, 'sell', '0.4');
    trader.tick('104.0', '104.2');
    trade(trader, 2, 'sell', '0.5', { leverage: 20 });
    trader.tick('105.0', '105.2');
    expect(trade(trader, 3, 'buy', '0.7')).toMatchObject([
      {
        type: 'closed',
        orderId: orderId(1),
        pnl: '-2.080000',
        reason: 'netting',
        nettedBy: orderId(3),
        requestId: null,
      },
      { type: 'closed', margin: '1.560000', pnl: '-0.360000', remaining: '0.200', remainingMargin: '1.040000' },
      { type: 'reduced', requestId: 'r3', quantity: '0.700', closedQuantity: '0.700', balance: '26.520000' },
    ]);
    expect(trade(trader, 4, 'buy', '2.0')).toMatchObject([{ type: 'rejected', code: 'insufficient_balance' }]);
    expect(trade(trader, 4, 'buy', '0.9')).toMatchObject([
      { type: 'closed', pnl: '-0.240000' },
      { type: 'created', requestId: 'r4', quantity: '0.700', margin: '14.728000', balance: '12.592000' },
    ]);
    expect(trade(trader, 5, 'sell', '5', { reduceOnly: true })).toMatchObject([
      { type: 'closed', quantity: '0.700', closePrice: '105.0', balance: '27.180000' },
      { type: 'reduced', quantity: '5.000', closedQuantity: '0.700' },
    ]);
    expect(trade(trader, 5, 'sell', '1')).toMatchObject([{ code: 'duplicate_order' }]);
    expect(trade(trader, 6, 'sell', '1', { reduceOnly: true })).toMatchObject([{ code: 'nothing_to_reduce' }]);
  });

  it('reduces only, also where others stay beside each other, and once it has waited', () => {
    const trader = desk('hedging', '1000');
    trade(trader, 1, 'buy', '1');
    trade(trader, 2, 'sell', '1');
    const waits = { orderType: 'limit', price: '101.0', reduceOnly: true };
    expect(trade(trader, 3, 'sell', '0.4', waits)).toMatchObject([{ type: 'placed', reduceOnly: true }]);
    expect(trader.tick('101.0', '101.2')).toMatchObject([
      { type: 'closed', orderId: orderId(1), remaining: '0.600', nettedBy: orderId(3) },
      { type: 'reduced', requestId: null, closedQuantity: '0.400' },
    ]);
    expect(trade(trader, 4, 'sell', '0.5995', { reduceOnly: true })).toMatchObject([{ code: 'invalid_quantity' }]);
    trader.setInstrument({ priceDecimals: 1, mode: 'close_only' });
    expect(trade(trader, 5, 'sell', '0.1', { reduceOnly: true })).toMatchObject([
      { type: 'closed' },
      { type: 'reduced' },
    ]);
    expect(trade(trader, 6, 'sell', '0.1')).toMatchObject([{ code: 'close_only' }]);
  });

  it('leaves nothing behind that is too small, neither of itself nor of the last position', () => {
    const trader = desk();
    trader.setInstrument({ priceDecimals: 1, minQuantity: '0.010' });
    trade(trader, 1, 'sell', '0.1');
    for (const quantity of ['0.095', '0.105'])
      expect(trade(trader, 2, 'buy', quantity)).toMatchObject([{ code: 'invalid_quantity' }]);
    expect(trade(trader, 2, 'buy', '0.090')).toMatchObject([{ type: 'closed' }, { type: 'reduced' }]);
  });

  it('changes its mode only while nobody has an order', () => {
    const trader = desk();
    const set = (positionMode: string) => trader.outcome('set-group', { group: 'default', positionMode });
    trade(trader, 1, 'buy', '0.1', { orderType: 'limit', price: '90.0' });
    expect([set('hedging'), set('netting')]).toEqual(['group_in_use', 'group-set']);
    trader.send('cancel-order', { orderId: orderId(1), userId: ALICE });
    expect(set('hedging')).toBe('group-set');
    expect(trader.account()).not.toHaveProperty('positionMode');
  });
});
