import { beforeEach, expect, it } from 'vitest';
import { accountLost, accountStore, forgetAccount, takeAccountMessage } from './account.ts';
import { readMessage } from './messages.ts';

const FIGURES = {
  ...{ balance: '9845.000000', usedMargin: '155.000000', unrealizedPnl: '0.000000', equity: '10000.000000' },
  ...{ freeMargin: '9845.000000', marginLevel: '6451.61' },
};
const [USER, ONE, TWO] = [1, 2, 3].map((n) => `00000000-0000-4000-8000-00000000000${n}`) as [string, string, string];

const FIELDS = {
  ...{ userId: USER, asset: 'BTC_USDC', side: 'buy', quantity: '0.05000', leverage: 20, openPrice: '62000.00' },
  ...{ margin: '155.000000', takeProfit: null, stopLoss: null, liquidationPrice: '59055.00', slippage: '0.00' },
  openedAt: 1_000,
};

/** Takes a message as it comes over the feed. */
function take(data: object): void {
  const message = readMessage(JSON.stringify({ stream: 'account', data }));
  if (message?.kind !== 'account') throw new Error(`no message of the account: ${JSON.stringify(data)}`);
  takeAccountMessage(message.event);
}

const state = () => accountStore.getState();
const order = (orderId: string) => state().orders.get(orderId);

beforeEach(() => {
  forgetAccount();
  const value = { currentPrice: '62000.00', unrealizedPnl: '0.000000' };
  take({ type: 'snapshot', userId: USER, ...FIGURES, orders: [{ orderId: ONE, ...FIELDS, ...value }] });
});

it('has what the snapshot says', () => {
  expect(state()).toMatchObject({ figures: FIGURES, isLive: true });
  expect([...state().orders.keys()]).toEqual([ONE]);
});

it('adds an order that opens, changes its levels, and takes it out when it closes', () => {
  take({ type: 'created', requestId: 'r', orderId: TWO, ...FIELDS, balance: '9690.000000' });
  expect(order(TWO)).toMatchObject({ currentPrice: '62000.00', unrealizedPnl: '0.000000' });
  take({ type: 'updated', requestId: 'r', orderId: TWO, userId: USER, takeProfit: '63000.00', stopLoss: null });
  expect(order(TWO)).toMatchObject({ takeProfit: '63000.00', stopLoss: null });
  const { takeProfit: _t, stopLoss: _s, liquidationPrice: _l, ...closing } = FIELDS;
  const result = { closePrice: '63000.00', pnl: '50.000000', payout: '205.000000', balance: '9895.000000' };
  const how = { reason: 'take_profit', liquidated: false, closedAt: 2_000, requestId: null };
  take({ type: 'closed', orderId: TWO, ...closing, ...result, ...how });
  expect([...state().orders.keys()]).toEqual([ONE]);
});

it('keeps what a closing of a part leaves, and the place of a trailing stop', () => {
  take({
    type: 'updated',
    requestId: 'r',
    orderId: ONE,
    userId: USER,
    takeProfit: null,
    stopLoss: null,
    trailingDistance: '50.00',
    trailingStop: '61950.00',
  });
  expect(order(ONE)).toMatchObject({ trailingDistance: '50.00', trailingStop: '61950.00' });
  const { takeProfit: _t, stopLoss: _s, liquidationPrice: _l, ...closing } = FIELDS;
  const result = {
    quantity: '0.02000',
    margin: '62.000000',
    closePrice: '62000.00',
    pnl: '0.000000',
    payout: '62.000000',
  };
  const how = { reason: 'manual', liquidated: false, closedAt: 2_000, requestId: null, balance: '9907.000000' };
  const rest = { remaining: '0.03000', remainingMargin: '93.000000', remainingLiquidationPrice: '59055.00' };
  take({ type: 'closed', orderId: ONE, ...closing, ...result, ...how, ...rest });
  const value = { orderId: ONE, currentPrice: '62100.00', unrealizedPnl: '3.000000', trailingStop: '62050.00' };
  take({ type: 'pnl', ...FIGURES, orders: [value] });
  expect(order(ONE)).toMatchObject({ quantity: '0.03000', margin: '93.000000', ...value });
  take({ type: 'updated', requestId: 'r', orderId: ONE, userId: USER, takeProfit: null, stopLoss: '60000.00' });
  expect(order(ONE)).toMatchObject({ stopLoss: '60000.00' });
  expect(order(ONE)?.trailingStop).toBeUndefined();
});

it('an order that waits is no position, and is one once it opens without having been asked for', () => {
  const pending = { requestId: 'r', orderId: TWO, userId: USER, takeProfit: null, stopLoss: null, price: '61000.00' };
  expect(readMessage(JSON.stringify({ stream: 'account', data: { type: 'placed', ...pending } }))).toBeUndefined();
  take({ type: 'updated', ...pending });
  expect([...state().orders.keys()]).toEqual([ONE]);
  take({ type: 'created', requestId: null, orderId: TWO, ...FIELDS, balance: '9690.000000' });
  expect([...state().orders.keys()]).toEqual([ONE, TWO]);
});

const PENDING = {
  ...{ userId: USER, asset: 'BTC_USDC', side: 'buy', orderType: 'limit', price: '61000.00', quantity: '0.05000' },
  ...{ leverage: 20, takeProfit: null, stopLoss: null, trailingDistance: null, guaranteed: false, reduceOnly: false },
  ...{ maxSlippageBps: null, expiresAt: null, placedAt: 1_000 },
};
const pendingIds = () => [...state().pending.keys()];

it('keeps an order that waits until it opens or is cancelled, and follows its terms', () => {
  take({ type: 'placed', requestId: 'r', orderId: TWO, ...PENDING });
  const levels = { takeProfit: '63000.00', stopLoss: null, trailingDistance: '100.00' };
  take({ type: 'updated', requestId: 'r', orderId: TWO, userId: USER, price: '60500.00', expiresAt: 9_000, ...levels });
  expect(state().pending.get(TWO)).toEqual({
    ...{ orderId: TWO, ...PENDING, price: '60500.00', expiresAt: 9_000, ...levels },
  });
  take({ type: 'created', requestId: null, orderId: TWO, ...FIELDS, balance: '9690.000000' });
  expect([pendingIds(), order(TWO)?.openPrice]).toEqual([[], '62000.00']);
  const three = '00000000-0000-4000-8000-000000000004';
  take({ type: 'placed', requestId: 'r', orderId: three, ...PENDING });
  expect(pendingIds()).toEqual([three]);
  take({ type: 'cancelled', requestId: null, orderId: three, ...PENDING, code: 'expired' });
  expect(pendingIds()).toEqual([]);
});

it('values the orders that it knows, and leaves those that did not change as they are', () => {
  const before = order(ONE);
  const same = { orderId: ONE, currentPrice: '62000.00', unrealizedPnl: '0.000000' };
  take({ type: 'pnl', ...FIGURES, orders: [same, { ...same, orderId: TWO }] });
  expect(order(ONE)).toBe(before);
  expect(order(TWO)).toBeUndefined();
  take({ type: 'pnl', ...FIGURES, orders: [{ ...same, currentPrice: '62100.00', unrealizedPnl: '5.000000' }] });
  expect(order(ONE)).toMatchObject({ openPrice: '62000.00', currentPrice: '62100.00', unrealizedPnl: '5.000000' });
});

it('keeps what it had when the feed is lost, and says that this is not how things are now', () => {
  accountLost();
  expect(state()).toMatchObject({ figures: FIGURES, isLive: false });
  expect(order(ONE)).toBeDefined();
});

it.each([
  ['no JSON', '{'],
  ['no object', '7'],
  ['another stream', '{"stream":"depth.BTC_USDC","data":{}}'],
  ['a number for a price', '{"stream":"bookTicker.X","data":{"s":"X","b":1,"a":"2","B":"1","A":"1","u":1}}'],
  ['an event of no known type', '{"stream":"account","data":{"type":"hack"}}'],
])('passes over %s', (_, text) => expect(readMessage(text)).toBeUndefined());

it('knows an end of the account from an answer', () => {
  const refusal = { error: { code: 'unauthorized', message: 'Sign in.' } };
  const ended = { kind: 'account-ended', code: 'unauthorized' };
  expect(readMessage(JSON.stringify({ id: 'account', ...refusal }))).toEqual(ended);
  expect(readMessage(JSON.stringify({ id: 'prices', ...refusal }))).toEqual({ kind: 'prices-refused' });
  expect(readMessage(JSON.stringify({ stream: 'account', ...refusal }))?.kind).toBe('account-ended');
  expect(readMessage('{"id":"prices","result":null}')).toEqual({ kind: 'answer' });
});
