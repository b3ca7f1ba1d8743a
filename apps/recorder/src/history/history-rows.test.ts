import type { BulkTable, Row } from '@fulcrum/db';
import type { JsonEvent } from '@fulcrum/protocol';
import { describe, expect, it } from 'vitest';
import {
  accountCreated,
  closed,
  OTHER_USER,
  orderId,
  placed,
  reduced,
  rejected,
  USER,
} from '../testing/test-events.ts';
import { addHistory, cancelledTable, emptyHistory, reducedTable, rejectionTable, tradeTable } from './history-rows.ts';

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

  it('is nothing for what is only read', () => {
    const rows = emptyHistory(0);
    const names = { requestId: 'u', orderId: orderId(1), userId: USER };
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
    const whole = { remaining: null, remainingMargin: null, remainingLiquidationPrice: null, nettedBy: null };
    expect(byName).toEqual({ id: '000000000002000-0000000000000000-000', ...asText, ...whole });
  });

  it('is a row for each closing of a part, and none of what stays open is told behind the last one', () => {
    const rows = emptyHistory(0);
    const rest = { remaining: '0.50000', remainingMargin: '5.025000', remainingLiquidationPrice: '-1.00' };
    addHistory(rows, '2000-0', [closed(1, { ...rest, nettedBy: orderId(2), reason: 'netting' })]);
    addHistory(rows, '2000-1', [closed(1)]);
    const fromEnd = rows.trades.map((row) =>
      Object.fromEntries(tradeTable.columns.map(([name], at) => [name, row[at]])),
    );
    expect(fromEnd).toMatchObject([
      { orderId: orderId(1), ...rest, nettedBy: orderId(2) },
      { orderId: orderId(1), remaining: null, nettedBy: null },
    ]);
  });

  it('is a row for each order that ended without a closing, and for each step before an end, as it was told', () => {
    const rows = emptyHistory(0);
    const events = [
      placed(1),
      { ...placed(1), type: 'cancelled', requestId: null, code: 'expired' },
      reduced(2),
      { type: 'updated', requestId: 'u', orderId: orderId(1), userId: USER, takeProfit: null, stopLoss: null },
    ] satisfies JsonEvent[];
    addHistory(rows, '2000-0', events);
    const named = (table: BulkTable, row: Row | undefined) =>
      Object.fromEntries(table.columns.map(([name], at) => [name, row?.[at]]));
    const { type: _type, requestId: _request, ...asPlaced } = placed(1);
    const asText = Object.entries(asPlaced).map(([name, value]) => [name, value === null ? null : String(value)]);
    const cancelled = { ...Object.fromEntries(asText), code: 'expired', id: '000000000002000-0000000000000000-001' };
    expect(rows.cancelled.map((row) => named(cancelledTable, row))).toEqual([cancelled]);
    expect(rows.reduced.map((row) => named(reducedTable, row))).toMatchObject([
      { orderId: orderId(2), quantity: '2.00000', closedQuantity: '1.00000' },
    ]);
    expect(
      rows.orderEvents.map(([id, order, user, type, data]) => [id, order, user, type, JSON.parse(data ?? '')]),
    ).toEqual([
      ['000000000002000-0000000000000000-000', orderId(1), USER, 'placed', events[0]],
      ['000000000002000-0000000000000000-003', orderId(1), USER, 'updated', events[3]],
    ]);
    expect([...rows.balances]).toEqual([[USER, '9990.000000']]);
  });

  it('leaves out what a rejection does not name, and the one character that PostgreSQL has no place for', () => {
    const rows = emptyHistory(0);
    const { orderId: _order, userId: _user, ...anonymous } = rejected(1);
    addHistory(rows, '2000-0', [{ ...anonymous, requestId: 'a\0b' }]);
    expect(rows.rejections[0]?.slice(1, 5)).toEqual(['a\uFFFDb', null, null, 'stale_price']);
  });
});
