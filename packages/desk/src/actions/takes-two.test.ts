import { expect, it } from 'vitest';
import { kindOf } from '../kinds/kinds.ts';
import type { ActionKindName } from './action-kinds.ts';
import { takesTwo } from './takes-two.ts';

const [userId, note] = ['7a0f3c1e-0000-4000-8000-000000000001', 'a note'];

it.each<[kind: ActionKindName, data: object, isTwo: boolean]>([
  ['restrict-account', { userId, rights: 'none' }, false],
  ['restore-account', { userId, rights: 'full' }, true],
  ['book-deposit', { userId, amount: '1000', paymentId: 'a', note }, false],
  ['book-deposit', { userId, amount: '1000.000001', paymentId: 'a', note }, true],
  ['adjust-cash', { userId, amount: '-1000', note }, false],
  ['adjust-cash', { userId, amount: '-1000.01', note }, true],
  ['pay-withdrawal', { userId, transferId: userId, amount: '1001' }, true],
  // An amount that cannot be read is none that one person may move.
  ['pay-withdrawal', { userId, transferId: userId, amount: '99999999999999999999' }, true],
  ['release-withdrawal', { userId, transferId: userId, amount: '1001', note }, false],
  ['close-order', { userId, orderId: userId, asset: 'BTC_USDC', notional: '1000.000000' }, false],
  ['close-order', { userId, orderId: userId, asset: 'BTC_USDC', notional: '1000.000001' }, true],
  ['cancel-order', { userId, orderId: userId }, false],
  ['close-all', { userId }, true],
  ['cancel-all', { userId }, false],
  ['halt-instrument', { asset: 'BTC_USDC', mode: 'closed' }, false],
  ['set-instrument', { asset: 'BTC_USDC' }, true],
  ['set-limits', {}, true],
  ['set-price', { asset: 'BTC_USDC', bid: '1', ask: '2' }, true],
  ['set-role', { userId, role: null }, true],
  ['erase-client', { userId }, true],
])('%s with %j takes two: %s', (name, data, isTwo) => {
  expect(takesTwo(name, kindOf(name), data, '1000')).toBe(isTwo);
});

it.each<[alone: string[], amount: string, isTwo: boolean]>([
  [['400', '-350'], '250', false],
  [['400', '-350'], '250.000001', true],
  [['1000'], '0.000001', true],
])('what one person did alone counts: behind %j, %s takes two: %s', (alone, amount, isTwo) => {
  const data = (amount: string) => ({ userId, amount, note });
  expect(takesTwo('adjust-cash', kindOf('adjust-cash'), data(amount), '1000', alone.map(data))).toBe(isTwo);
});
