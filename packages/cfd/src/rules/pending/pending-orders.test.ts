import { describe, expect, it } from 'vitest';
import { ALICE, Desk, GOLD, orderId, subjects } from '../../../test/harness.ts';

/** The core alone, from the table of the subjects: in one piece, and restored from snapshots. */
const cores = subjects.filter(([name]) => name !== 'naive model');

describe.each(cores)('%s', (_name, make) => {
  function desk(): Desk {
    const made = new Desk(make());
    made.send('set-rules', { version: 6 });
    made.setInstrument();
    made.deposit('1000');
    made.tick('100.00', '100.20');
    return made;
  }

  const limit = (price: string, terms: object = {}) => ({ orderType: 'limit', price, ...terms });
  const types = (events: readonly { readonly [field: string]: unknown }[]) =>
    events.map(({ type, orderId: id, code }) => [type, Number(String(id).slice(-4)), code ?? null]);

  it('places an order that waits, tells it, and opens it at the price of the tick that reaches it', () => {
    const trader = desk();
    const placed = trader.open('buy', limit('99.00', { takeProfit: '120', stopLoss: '98.00', maxSlippageBps: 10 }));
    expect(placed).toMatchObject({ type: 'placed', price: '99.00', takeProfit: '120.00', expiresAt: null });
    expect(trader.send('get-order', { orderId: orderId(1), userId: ALICE })).toMatchObject({
      status: 'pending',
      pendingOrder: { price: '99.00', maxSlippageBps: 10 },
    });
    expect(trader.account()).toMatchObject({ balance: '1000.000000', orders: [], pendingOrders: [{ price: '99.00' }] });
    expect(trader.tick('98.90', '99.01')).toEqual([]);
    const [created, ...others] = trader.tick('98.80', '98.90');
    expect(created).toMatchObject({ type: 'created', requestId: null, openPrice: '98.90', slippage: '-0.10' });
    expect(others).toEqual([]);
    expect(trader.account()).not.toHaveProperty('pendingOrders');
  });

  it.each([
    ['buy', 'limit', '99.00', ['98.80', '99.01'], ['98.80', '99.00']],
    ['buy', 'stop', '101.00', ['100.80', '100.99'], ['100.80', '101.00']],
    ['sell', 'limit', '101.00', ['100.99', '101.10'], ['101.00', '101.10']],
    ['sell', 'stop', '99.00', ['99.01', '99.10'], ['99.00', '99.10']],
  ] as const)(
    'a %s %s waits for its own side of the quote',
    (side, orderType, price, [bid, ask], [reachedBid, reachedAsk]) => {
      const trader = desk();
      expect(trader.tryToOpen(side, { orderType, price })).toBe('placed');
      expect(trader.tick(bid, ask)).toEqual([]);
      expect(types(trader.tick(reachedBid, reachedAsk))).toEqual([['created', 1, null]]);
    },
  );

  it('cancels an order that a check keeps from opening, and keeps its id', () => {
    const trader = desk();
    trader.open('buy', limit('99.00', { quantity: '1000' }));
    expect(trader.tick('98.80', '99.00')).toMatchObject([
      { type: 'cancelled', code: 'insufficient_balance', requestId: null },
    ]);
    expect(trader.send('get-order', { orderId: orderId(1), userId: ALICE })).toMatchObject({ status: 'cancelled' });
    expect(trader.tryToOpen('buy')).toBe('duplicate_order');
    trader.wait(600_001);
    trader.tick('98.80', '99.00');
    expect(trader.tryToOpen('buy')).toBe('created');
  });

  it('cancels what has expired before anything else, by time and then by number', () => {
    const trader = desk();
    const at = (ms: number) => trader.nowMs + ms;
    const times = [30, 20, 20, 40];
    for (const [number, ms] of times.entries())
      trader.open('buy', limit('99.00', { orderId: orderId(number), expiresAt: at(ms) }));
    trader.wait(19);
    expect(trader.sendRaw('nonsense', {})).toEqual([]);
    trader.wait(11);
    expect(types(trader.sendRaw('nonsense', {}))).toEqual([1, 2, 0].map((number) => ['cancelled', number, 'expired']));
    trader.wait(10);
    expect(types(trader.tick('98.80', '99.00'))).toEqual([['cancelled', 3, 'expired']]);
  });

  it('is changed by its owner, and judged by its new price', () => {
    const trader = desk();
    trader.open('buy', limit('99.00', { takeProfit: '110', stopLoss: '98.00', expiresAt: trader.nowMs + 1_000 }));
    const order = { orderId: orderId(1), userId: ALICE };
    expect(trader.outcome('update-order', { ...order, price: '98.00' })).toBe('invalid_stop_loss');
    expect(trader.outcome('update-order', { ...order, price: '100.20' })).toBe('invalid_price');
    expect(trader.outcome('update-order', { ...order, expiresAt: trader.nowMs })).toBe('invalid_expiry');
    expect(trader.send('update-order', { ...order, price: '98.50', expiresAt: null, trailingDistance: '2' })).toEqual({
      ...{ type: 'updated', requestId: expect.any(String), ...order, price: '98.50', takeProfit: '110.00' },
      ...{ stopLoss: null, trailingDistance: '2.00' },
    });
    trader.wait(2_000);
    expect(trader.tick('98.80', '99.00')).toEqual([]);
    expect(types(trader.tick('98.40', '98.50'))).toEqual([['created', 1, null]]);
  });

  it('is cancelled by its owner, alone or with all others of an asset', () => {
    const trader = desk();
    for (const number of [1, 2, 3]) trader.open('buy', limit('99.00', { orderId: orderId(number) }));
    const order = { orderId: orderId(2), userId: ALICE };
    expect(trader.send('cancel-order', order)).toMatchObject({ type: 'cancelled', code: 'requested' });
    expect(trader.outcome('cancel-order', order)).toBe('unknown_order');
    const events = trader.sendRaw('cancel-all', { requestId: 'all', userId: ALICE, asset: GOLD.asset });
    expect(types(events.slice(0, -1))).toEqual([1, 3].map((number) => ['cancelled', number, 'requested']));
    expect(events.at(-1)).toEqual({ type: 'all-cancelled', requestId: 'all', userId: ALICE, cancelled: 2, left: 0 });
  });
});
