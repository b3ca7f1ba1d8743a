import { expect, it } from 'vitest';
import { Desk, play, userId } from '../desk.ts';

const parties = { requestId: 'r', userId: userId('ann'), market: 'SOL_USD' };
const limit = { ...parties, side: 'buy', orderType: 'limit', price: '100', quantity: '1' };
const market = { ...parties, side: 'buy', orderType: 'market', quantity: '1' };

function codeOf(desk: Desk, type: string, data: object): string | undefined {
  const [event] = desk.send(type, data);
  return event?.type === 'rejected' ? event.code : event?.type;
}

it.each([
  ['a side that is none', { ...limit, side: 'up' }, 'INVALID_CLIENT_REQUEST'],
  ['no order type', { ...limit, orderType: undefined }, 'INVALID_CLIENT_REQUEST'],
  ['a price that is a number', { ...limit, price: 100 }, 'INVALID_CLIENT_REQUEST'],
  ['a client id of 33 bits', { ...limit, clientId: 2 ** 32 }, 'INVALID_CLIENT_REQUEST'],
  ['a negative client id', { ...limit, clientId: -1 }, 'INVALID_CLIENT_REQUEST'],
  ['a user that is none', { ...limit, userId: 'ann' }, 'INVALID_CLIENT_REQUEST'],
  ['an unknown user', { ...limit, userId: userId('dee') }, 'UNAUTHORIZED'],
  ['an unknown user of an unknown market', { ...limit, userId: userId('dee'), market: 'X' }, 'UNAUTHORIZED'],
  ['an unknown market', { ...limit, market: 'X' }, 'INVALID_MARKET'],
  ['a limit order without a price', { ...limit, price: undefined }, 'INVALID_ORDER'],
  ['one by what it costs', { ...limit, quoteQuantity: '100' }, 'INVALID_ORDER'],
  ['a market order with a price', { ...market, price: '100' }, 'INVALID_ORDER'],
  ['one with two sizes', { ...market, quoteQuantity: '100' }, 'INVALID_ORDER'],
  ['one without a size', { ...market, quantity: undefined }, 'INVALID_ORDER'],
  ['a price that is no amount', { ...limit, price: 'much' }, 'INVALID_PRICE'],
  ['a price below zero', { ...limit, price: '-1' }, 'INVALID_PRICE'],
  ['a price between two ticks', { ...limit, price: '100.1' }, 'INVALID_PRICE'],
  ['one with too many digits', { ...limit, price: '100.05' }, 'INVALID_PRICE'],
  ['one above the greatest', { ...limit, price: '1000.5' }, 'INVALID_PRICE'],
  ['one that is zero', { ...limit, price: '0' }, 'INVALID_PRICE'],
  ['a quantity between two steps', { ...limit, quantity: '1.05' }, 'INVALID_QUANTITY'],
  ['one that is zero', { ...limit, quantity: '0' }, 'INVALID_QUANTITY'],
  ['one above the greatest', { ...limit, quantity: '1000.1' }, 'INVALID_QUANTITY'],
  ['an amount to pay that is zero', { ...market, quantity: undefined, quoteQuantity: '0' }, 'INVALID_QUANTITY'],
  ['one below the least', { ...market, quantity: undefined, quoteQuantity: '0.9999' }, 'INVALID_QUANTITY'],
  ['a notional below the least', { ...limit, price: '9.5', quantity: '0.1' }, 'INVALID_QUANTITY'],
  ['more than there is to pay with', { ...limit, quantity: '10.1' }, 'INSUFFICIENT_FUNDS'],
  ['more than there is to sell', { ...limit, side: 'sell', quantity: '1000.1' }, 'INVALID_QUANTITY'],
  ['all that there is to pay with', { ...limit, quantity: '10' }, 'accepted'],
])('place-order with %s', (_, data, code) => {
  const desk = new Desk();
  const [before, purse] = [desk.book(), desk.purse('ann')];
  expect(codeOf(desk, 'place-order', data)).toBe(code);
  if (code !== 'accepted') expect([desk.book(), desk.purse('ann')]).toEqual([before, purse]);
});

it('nobody is answered who names no request', () => {
  expect(new Desk().send('place-order', { ...limit, requestId: undefined })).toEqual([]);
});

it('nothing is spent twice', () => {
  play(new Desk(), [
    ['ann buys 6 @ 100', ['#1 accepted', 'book buy 100=6']],
    ['ann buys 4.1 @ 100', ['INSUFFICIENT_FUNDS']],
    ['ann sells 1000 @ 200', ['#2 accepted', 'book sell 200=1000']],
    ['ann sells 0.1', ['INSUFFICIENT_FUNDS']],
  ]);
});

it('has as many open orders of a user as the market allows, and orders that do not rest besides', () => {
  const desk = new Desk({ maxOpenOrders: 2 });
  play(desk, [
    ['ann buys 1 @ 90', ['#1 accepted', 'book buy 90=1']],
    ['ann buys 1 @ 91', ['#2 accepted', 'book buy 91=1']],
    ['ann buys 1 @ 92', ['ORDER_LIMIT']],
    ['ann buys 1 @ 92 IOC', ['#3 accepted', '#3 expired: ioc, 0 for 0']],
    ['bob buys 1 @ 92', ['#4 accepted', 'book buy 92=1']],
    ['ann cancels #1', ['#1 cancelled', '#1 cancelled: requested, 0 for 0', 'book buy 90=0']],
    ['ann buys 1 @ 92', ['#5 accepted', 'book buy 92=2']],
  ]);
});

it('has a client id once among the open orders of a user', () => {
  play(new Desk(), [
    ['ann buys 1 @ 90 as 7', ['#1 accepted', 'book buy 90=1']],
    ['ann buys 1 @ 91 as 7', ['INVALID_ORDER']],
    ['bob buys 1 @ 91 as 7', ['#2 accepted', 'book buy 91=1']],
    ['ann cancels as 7', ['#1 cancelled', '#1 cancelled: requested, 0 for 0', 'book buy 90=0']],
    ['ann cancels as 7', ['RESOURCE_NOT_FOUND']],
    ['ann buys 1 @ 91 as 7', ['#3 accepted', 'book buy 91=2']],
  ]);
});

it("cancels a user's own orders alone", () => {
  const desk = new Desk();
  for (const line of ['ann buys 1 @ 90', 'bob buys 2 @ 91', 'ann sells 3 @ 110', 'ann buys 4 @ 92']) desk.say(line);
  play(desk, [
    ['bob cancels #1', ['RESOURCE_NOT_FOUND']],
    ['bob cancels #5', ['RESOURCE_NOT_FOUND']],
    ['cy cancels all', ['cancelled ']],
    [
      'ann cancels all buy',
      [
        'cancelled #1 #4',
        '#1 cancelled: requested, 0 for 0',
        '#4 cancelled: requested, 0 for 0',
        'book buy 90=0 buy 92=0',
      ],
    ],
    ['ann cancels all', ['cancelled #3', '#3 cancelled: requested, 0 for 0', 'book sell 110=0']],
  ]);
  expect(desk.book()).toBe('bids 91=2 asks');
  expect(codeOf(desk, 'cancel-order', { ...parties, orderId: '1', clientId: 1 })).toBe('INVALID_CLIENT_REQUEST');
  expect(codeOf(desk, 'cancel-order', parties)).toBe('INVALID_CLIENT_REQUEST');
});

it.each([
  ['open', 'accepted', 'accepted', 'cancel-accepted'],
  ['post_only', 'TRADING_PAUSED', 'accepted', 'cancel-accepted'],
  ['cancel_only', 'TRADING_PAUSED', 'TRADING_PAUSED', 'cancel-accepted'],
  ['closed', 'TRADING_PAUSED', 'TRADING_PAUSED', 'TRADING_PAUSED'],
] as const)('in the mode %s', (mode, plain, postOnly, cancel) => {
  const desk = new Desk();
  desk.say('ann buys 1 @ 100');
  desk.set({ mode });
  expect(codeOf(desk, 'place-order', limit)).toBe(plain);
  expect(codeOf(desk, 'place-order', { ...limit, postOnly: true })).toBe(postOnly);
  expect(codeOf(desk, 'cancel-order', { ...parties, orderId: '1' })).toBe(cancel);
});
