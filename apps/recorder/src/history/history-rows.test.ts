import { describe, expect, it } from 'vitest';
import { accountCreated, closed, OTHER_USER, orderId, rejected, USER } from '../testing/test-events.ts';
import { addHistory, emptyHistory, rejectionTable, tradeTable } from './history-rows.ts';

describe('what a callback entry adds to the history', () => {
  it('is a row for each closed order and each rejection, and the last balance of each user', () => {
    const rows = emptyHistory(0);
    addHistory(rows, '2000-0', [accountCreated(USER, '10000.000000'), accountCreated(OTHER_USER, '7.000000')]);
    addHistory(rows, '2000-10000', [closed(1), rejected(2), closed(3, { balance: '9999.900000' })]);
    expect(rows.trades.map(([id, order]) => [id, order])).toEqual([
      ['000000000002000-0000000000010000-000', orderId(1)],
      ['000000000002000-0000000000010000-002', orderId(3)],
    ]);
    expect(rows.rejections.map(([id, , order]) => [id, order])).toEqual([
      ['000000000002000-0000000000010000-001', orderId(2)],
    ]);
    expect([...rows.balances]).toEqual([
      [USER, '9999.900000'],
      [OTHER_USER, '7.000000'],
    ]);
  });

  it('is nothing for what neither closes nor refuses', () => {
    const rows = emptyHistory(0);
    const names = { requestId: 'u', orderId: orderId(1), userId: USER };
    addHistory(rows, '2000-0', [{ type: 'updated', ...names, takeProfit: null, stopLoss: null }]);
    addHistory(rows, '2000-1', [{ type: 'order', ...names, status: 'unknown' }]);
    expect(rows).toEqual(emptyHistory(0));
  });

  it('has a value for each column', () => {
    const rows = emptyHistory(0);
    addHistory(rows, '2000-0', [closed(1), rejected(2)]);
    expect(rows.trades[0]).toHaveLength(tradeTable.columns.length);
    expect(rows.rejections[0]).toHaveLength(rejectionTable.columns.length);
    const byName = Object.fromEntries(tradeTable.columns.map(([name], at) => [name, rows.trades[0]?.[at]]));
    const { type: _type, requestId: _request, balance: _balance, ...fields } = closed(1);
    const asText = Object.fromEntries(Object.entries(fields).map(([name, value]) => [name, String(value)]));
    expect(byName).toEqual({ id: '000000000002000-0000000000000000-000', ...asText });
  });

  it('leaves out what a rejection does not name, and the one character that PostgreSQL has no place for', () => {
    const rows = emptyHistory(0);
    const { orderId: _order, userId: _user, ...anonymous } = rejected(1);
    addHistory(rows, '2000-0', [{ ...anonymous, requestId: 'a\0b' }]);
    expect(rows.rejections[0]?.slice(1, 5)).toEqual(['a\uFFFDb', null, null, 'stale_price']);
  });
});
