import { describe, expect, test } from 'vitest';
import { subjects, userId } from '../../harness.ts';
import { ALICE, BOB, GOLD, type OrderDesk, orderId, story, tradingDesk } from './order-desk.ts';

const SILVER = { asset: 'SILVER_USDC', priceDecimals: 1 };
const closeAll = (desk: OrderDesk, terms: object = {}) =>
  desk.sendForAll('close-all', { requestId: 'q', userId: ALICE, ...terms });
const cancelAll = (desk: OrderDesk, terms: object = {}) =>
  desk.sendForAll('cancel-all', { requestId: 'q', userId: ALICE, ...terms });
const limit = { orderType: 'limit', price: '9' };

/** Alice has positions 1, 3 and 6 in gold, 2 in silver, and 4 and 5 wait. Bob has one of each. */
function fullDesk(make: Parameters<typeof tradingDesk>[0]): OrderDesk {
  const desk = tradingDesk(make);
  desk.setInstrument(SILVER);
  desk.tick('10.0', '10.0', SILVER.asset);
  desk.enter(3, 'buy');
  desk.enter(2, 'sell', { asset: SILVER.asset });
  desk.enter(4, 'buy', limit);
  desk.enter(1, 'sell');
  desk.enter(5, 'buy', { ...limit, asset: SILVER.asset });
  desk.enter(6, 'buy');
  desk.enter(7, 'buy', { userId: BOB });
  desk.enter(8, 'buy', { ...limit, userId: BOB });
  return desk;
}

describe.each(subjects)('all at once (%s)', (_, make) => {
  test('close-all closes all positions, the oldest first, and leaves what waits', () => {
    const desk = fullDesk(make);
    const events = closeAll(desk);
    expect(story(events)).toEqual([...[3, 2, 1, 6].map((number) => `${number} closed manual`), 'all-closed']);
    for (const event of events.slice(0, -1)) expect(event).toMatchObject({ requestId: null, liquidated: false });
    expect(events.at(-1)).toEqual({ type: 'all-closed', requestId: 'q', userId: ALICE, closed: 4, left: 0 });
    expect([4, 5].map((number) => desk.statusOf(number))).toEqual(['pending', 'pending']);
    expect(desk.statusOf(7, BOB)).toBe('open');
    expect(closeAll(desk)).toMatchObject([{ type: 'all-closed', closed: 0, left: 0 }]);
  });

  test('or those of one asset', () => {
    const desk = fullDesk(make);
    expect(story(closeAll(desk, { asset: SILVER.asset }))).toEqual(['2 closed manual', 'all-closed']);
    expect(closeAll(desk, { asset: GOLD.asset }).at(-1)).toMatchObject({ closed: 3, left: 0 });
  });

  test.each([
    ['a stale quote', (desk: OrderDesk) => [desk.wait(5_001), desk.tick('10.0', '10.0', SILVER.asset)]],
    ['a closed market', (desk: OrderDesk) => desk.setInstrument({ priceDecimals: 1, mode: 'closed' })],
    [
      'a held tick',
      (desk: OrderDesk) => [desk.setInstrument({ priceDecimals: 1, maxJumpBps: 1 }), desk.price('105.0')],
    ],
  ])('what cannot be closed is passed over: %s', (_of, spoil) => {
    const desk = fullDesk(make);
    spoil(desk);
    expect(closeAll(desk)).toMatchObject([{ orderId: orderId(2) }, { type: 'all-closed', closed: 1, left: 3 }]);
    expect(closeAll(desk, { asset: GOLD.asset })).toMatchObject([{ type: 'all-closed', closed: 0, left: 3 }]);
    expect(closeAll(desk, { asset: SILVER.asset })).toMatchObject([{ type: 'all-closed', closed: 0, left: 0 }]);
  });

  test.each([
    ['full', 'all-closed'],
    ['close_only', 'all-closed'],
    ['none', 'account_restricted'],
  ])('with rights %s close-all is %s', (rights, outcome) => {
    const desk = fullDesk(make);
    desk.send('set-account', { userId: ALICE, rights });
    const answer = closeAll(desk).at(-1);
    expect(answer?.code ?? answer?.type).toBe(outcome);
    expect(cancelAll(desk).at(-1)).toMatchObject({ type: 'all-cancelled', cancelled: 2 });
  });

  test('cancel-all cancels all that waits, in the order of placing, whatever the market does', () => {
    const desk = fullDesk(make);
    desk.wait(60_000);
    desk.setInstrument({ priceDecimals: 1, mode: 'closed' });
    const events = cancelAll(desk);
    expect(story(events)).toEqual(['4 cancelled requested', '5 cancelled requested', 'all-cancelled']);
    expect(events).toMatchObject([{ requestId: null }, { requestId: null }, { requestId: 'q' }]);
    expect(events.at(-1)).toEqual({ type: 'all-cancelled', requestId: 'q', userId: ALICE, cancelled: 2, left: 0 });
    expect(desk.statusOf(8, BOB)).toBe('pending');
    expect(cancelAll(desk)).toMatchObject([{ cancelled: 0 }]);
  });

  test('or what waits in one asset', () => {
    expect(story(cancelAll(fullDesk(make), { asset: SILVER.asset }))).toEqual([
      ...['5 cancelled requested', 'all-cancelled'],
    ]);
  });

  test.each([
    [{ asset: 7 }, 'invalid_command'],
    [{ asset: null }, 'invalid_command'],
    [{ userId: 'x' }, 'invalid_command'],
    [{ asset: 'NOWHERE', userId: userId(9) }, 'unknown_asset'],
    [{ userId: userId(9) }, 'unknown_account'],
    [{ userId: userId(9), asset: GOLD.asset }, 'unknown_account'],
  ])('%j: %s', (terms, code) => {
    const desk = fullDesk(make);
    expect(closeAll(desk, terms)).toMatchObject([{ code }]);
    expect(cancelAll(desk, terms)).toMatchObject([{ code }]);
  });

  test('what is closed pays as each closing alone would', () => {
    const [together, alone] = [fullDesk(make), fullDesk(make)];
    for (const desk of [together, alone]) desk.tick('101.0', '101.2');
    closeAll(together);
    for (const number of [3, 2, 1, 6]) alone.close(number);
    expect(together.account().balance).toBe(alone.account().balance);
  });

  test('starting over closes what is open, and cancels what waits', () => {
    const desk = fullDesk(make);
    const reset = { transferId: orderId(90), userId: ALICE, deposit: '500' };
    const events = desk.sendForAll('reset-account', { requestId: 'q', ...reset });
    expect(story(events)).toEqual([
      ...[3, 2, 1, 6].map((number) => `${number} closed manual`),
      ...['4 cancelled requested', '5 cancelled requested', 'transferred'],
    ]);
    expect(events[4]).toMatchObject({ requestId: null });
    expect(desk.account()).toMatchObject({ balance: '500.000000', orders: [] });
    expect(desk.account()).not.toHaveProperty('pendingOrders');
    expect(desk.statusOf(4)).toBe('cancelled');
  });

  test('an order that waits in a closed market does not keep anybody from starting over', () => {
    const desk = tradingDesk(make);
    desk.enter(4, 'buy', limit);
    desk.wait(60_000);
    desk.setInstrument({ priceDecimals: 1, mode: 'closed' });
    const reset = { transferId: orderId(90), userId: ALICE, deposit: '500' };
    expect(story(desk.sendForAll('reset-account', reset))).toEqual(['4 cancelled requested', 'transferred']);
  });
});
