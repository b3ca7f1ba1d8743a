import { expect, it } from 'vitest';
import { ANY_TRADE } from '../filter/trade-filter.ts';
import { closedOrder } from '../testing/closed-order.ts';
import { csvName, toCsv } from './csv.ts';

const HEADER =
  'order_id,instrument,side,quantity,leverage,opened_at,closed_at,open_price,close_price,margin,pnl,payout,reason,slippage,closed_by\r\n';

it('writes a line for each order, with times in UTC and amounts as they came', () => {
  expect(toCsv([closedOrder({ pnl: '-3.000100', payout: '151.325150' })], 'comma')).toBe(
    `${HEADER}35aa510e-6b1c-4b27-b9f2-c2634e92dd13,BTC_USDC,buy,0.05000,20,2026-09-21T12:00:00.000Z,2026-09-21T12:00:01.234Z,` +
      '61730.10,61790.10,154.325250,-3.000100,151.325150,manual,0.00,1789992001234-7\r\n',
  );
});

it('writes the names of the columns for no orders at all', () => {
  expect(toCsv([], 'comma')).toBe(HEADER);
});

it('puts fields with commas, quotes and line breaks in quotes', () => {
  expect(toCsv([closedOrder({ asset: 'A"B",C\nD' })], 'comma')).toContain(',"A""B"",C\nD",buy,');
});

it.each(['=1+1', '+1', '-1', '@SUM(A1)', '\t=1', '\r=1'])(
  'lets no spreadsheet take the text %j for a formula',
  (asset) => {
    const [, field = ''] = /[0-9a-f]{12},(.*),buy/s.exec(toCsv([closedOrder({ asset })], 'comma')) ?? [];
    expect(field.replaceAll('"', '')).toBe(`'${asset}`);
  },
);

it('writes semicolons and decimal commas, as a German spreadsheet reads them', () => {
  expect(toCsv([closedOrder({ pnl: '-3.000100', asset: 'A;B,C' })], 'semicolon').split('\r\n')[1]).toBe(
    '35aa510e-6b1c-4b27-b9f2-c2634e92dd13;"A;B,C";buy;0,05000;20;2026-09-21T12:00:00.000Z;2026-09-21T12:00:01.234Z;' +
      '61730,10;61790,10;154,325250;-3,000100;157,325250;manual;0,00;1789992001234-7',
  );
});

it('writes tabs', () => {
  expect(toCsv([closedOrder({ asset: 'A\tB' })], 'tab')).toContain('\t"A\tB"\tbuy\t0.05000\t20\t');
});

const LATE = Date.UTC(2026, 8, 21, 23, 59, 59);

it('names the file after what is in it, the day in UTC and its separator', () => {
  expect(csvName(LATE, 'comma', ANY_TRADE)).toBe('fulcrum-closed-orders-2026-09-21-comma.csv');
  expect(csvName(LATE, 'semicolon', { asset: 'BTC_USDC', reason: 'stop_loss', result: 'losers' })).toBe(
    'fulcrum-closed-orders-BTC_USDC-stop_loss-losers-2026-09-21-semicolon.csv',
  );
  expect(csvName(LATE, 'tab', { ...ANY_TRADE, asset: '../A B' })).toBe(
    'fulcrum-closed-orders-___A_B-2026-09-21-tab.csv',
  );
});
