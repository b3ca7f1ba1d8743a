import type { Instrument, Table } from '@fulcrum/cfd';
import { describe, expect, it } from 'vitest';
import { compilePrinter } from './compile-printer.ts';

const instrument: Instrument = {
  ...{ asset: 'GOLD', priceDecimals: 2, quantityDecimals: 3, minQuantity: 1, maxQuantity: 5_000 },
  ...{ maxLeverage: 10, maxQuoteAgeMs: 1_000 },
};

function print(table: Table, message: object, type?: string): string {
  return JSON.stringify(compilePrinter(table, type)(message));
}

describe('a message is printed', () => {
  it.each([
    [{ price: 'price' }, { instrument, price: -7 }, '{"price":"-0.07"}'],
    [{ quantity: 'quantity' }, { instrument, quantity: 12 }, '{"quantity":"0.012"}'],
    [{ money: 'money' }, { money: 2n ** 70n }, '{"money":"1180591620717411.303424"}'],
    [{ level: 'percent' }, { level: 12_345n }, '{"level":"123.45"}'],
    [{ text: 'text', flag: 'flag' }, { text: '"', flag: false }, '{"text":"\\"","flag":false}'],
  ] as [Table, object, string][])('as %j says', (table, message, text) => {
    expect(print(table, message)).toBe(text);
  });

  it.each([
    ['whole', '{"before":1,"after":2}'],
    ['whole?', '{"before":1,"after":2}'],
    ['whole|null', '{"before":1,"value":null,"after":2}'],
    ['whole|null?', '{"before":1,"value":null,"after":2}'],
  ] as const)('without a value that is %s', (spec, text) => {
    expect(print({ before: 'whole', value: spec, after: 'whole' }, { before: 1, after: 2 })).toBe(text);
  });

  it('in the order of its table, also where an optional field comes first, and without what the table does not name', () => {
    const table: Table = { first: 'whole?', second: 'price|null', third: 'whole' };
    const message = { third: 3, more: 4, second: 200, first: 1, instrument };
    expect(print(table, message, 'kind')).toBe('{"type":"kind","first":1,"second":"2.00","third":3}');
    expect(print(table, { third: 3, instrument }, 'kind')).toBe('{"type":"kind","second":null,"third":3}');
  });

  it('with the settings of its instrument, and with the messages in it, each in the units of its own', () => {
    const coarse = { ...instrument, asset: 'OIL', priceDecimals: 0 };
    const inner: Table = { asset: 'assetName', price: 'price' };
    const table: Table = {
      asset: 'assetName',
      maxQuantity: 'quantity',
      mode: 'mode?',
      one: { one: inner },
      all: { many: inner },
    };
    const message = {
      instrument,
      all: [
        { instrument, price: 1 },
        { instrument: coarse, price: 1 },
      ],
    };
    expect(print(table, message)).toBe(
      '{"asset":"GOLD","maxQuantity":"5.000","all":[{"asset":"GOLD","price":"0.01"},{"asset":"OIL","price":"1"}]}',
    );
    expect(print(table, { instrument: { ...coarse, mode: 'closed' }, one: { instrument, price: 2 } })).toBe(
      '{"asset":"OIL","maxQuantity":"5.000","mode":"closed","one":{"asset":"GOLD","price":"0.02"}}',
    );
  });
});
