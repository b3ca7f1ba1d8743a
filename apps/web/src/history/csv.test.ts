import { expect, it } from 'vitest';
import { csvName, toCsv } from './csv.ts';
import { closedOrder } from './testing/closed-order.ts';

const HEADER =
  'order_id,instrument,side,quantity,leverage,opened_at,closed_at,open_price,close_price,margin,pnl,payout,reason,slippage,closed_by\r\n';

it('writes a line for each order, with times in UTC and amounts as they came', () => {
  expect(toCsv([closedOrder({ pnl: '-3.000100', payout: '151.325150' })])).toBe(
    `${HEADER}35aa510e-6b1c-4b27-b9f2-c2634e92dd13,BTC_USDC,buy,0.05000,20,2026-09-21T12:00:00.000Z,2026-09-21T12:00:01.234Z,` +
      '61730.10,61790.10,154.325250,-3.000100,151.325150,manual,0.00,1789992001234-7\r\n',
  );
});

it('writes the names of the columns for no orders at all', () => {
  expect(toCsv([])).toBe(HEADER);
});

it('puts fields with commas, quotes and line breaks in quotes', () => {
  expect(toCsv([closedOrder({ asset: 'A"B",C\nD' })])).toContain(',"A""B"",C\nD",buy,');
});

it.each(['=1+1', '+1', '-1', '@SUM(A1)', '\t=1', '\r=1'])(
  'lets no spreadsheet take the text %j for a formula',
  (asset) => {
    const [, field = ''] = /[0-9a-f]{12},(.*),buy/s.exec(toCsv([closedOrder({ asset })])) ?? [];
    expect(field.replaceAll('"', '')).toBe(`'${asset}`);
  },
);

it('names the file after the day in UTC', () => {
  expect(csvName(Date.UTC(2026, 8, 21, 23, 59, 59))).toBe('fulcrum-closed-orders-2026-09-21.csv');
});
