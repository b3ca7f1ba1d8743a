import { describe, expect, test } from 'vitest';
import { readVenueMessage } from './venue-message.ts';

const read = (message: unknown) => readVenueMessage(JSON.stringify(message));

const BACKPACK = {
  ...{ e: 'bookTicker', E: 1694687965941000, s: 'SOL_USDC', a: '18.70', A: '1.000', b: '18.67', B: '2.000' },
  ...{ u: '111063070525358080', T: 1694687965940999 },
};
const BINANCE = { u: 400900217, s: 'BNBUSDT', b: '25.35190000', B: '31.21000000', a: '25.36520000', A: '40.66000000' };

describe('a ticker', () => {
  test('of Backpack is read, with its update id as text or as a number', () => {
    const wrap = (data: object) => ({ stream: 'bookTicker.SOL_USDC', data });
    expect(read(wrap(BACKPACK))).toEqual({ type: 'ticker', ticker: BACKPACK });
    // The wire has a number of the same size, which a double cannot hold exactly; nothing depends on it.
    expect(
      readVenueMessage(JSON.stringify(wrap(BACKPACK)).replace('"111063070525358080"', '111063070525358080')),
    ).toEqual({
      type: 'ticker',
      ticker: { ...BACKPACK, u: 111063070525358080 },
    });
  });

  test('of Binance is read, bare or in a wrapper', () => {
    expect(read(BINANCE)).toEqual({ type: 'ticker', ticker: BINANCE });
    expect(read({ stream: 'bnbusdt@bookTicker', data: BINANCE })).toEqual({ type: 'ticker', ticker: BINANCE });
  });
});

test.each([
  { result: null, id: 1 },
  { id: 'a', result: null },
])('%j is an answer, and not a fault', (message) => {
  expect(read(message)).toEqual({ type: 'answer' });
});

test('what the venue refuses is told', () => {
  expect(read({ id: 1, error: { code: 2, message: 'Invalid request' } })).toEqual({
    ...{ type: 'error', message: '2: Invalid request' },
  });
  expect(read({ error: { code: 'unknown_stream', message: 'x'.repeat(5_000) } })).toMatchObject({
    message: expect.stringMatching(/^unknown_stream: x{184}$/),
  });
});

test.each([
  ['no object', 5],
  ['nothing', null],
  ['a list', [BINANCE]],
  ['an empty object', {}],
  ['numbers for prices', { ...BINANCE, b: 25.35 }],
  ['a price that is none', { ...BINANCE, b: '25,35' }],
  ['an exponent', { ...BINANCE, b: '1e3' }],
  ['another kind of message', { stream: 'trade.SOL_USDC', data: { ...BACKPACK, e: 'trade' } }],
  ['a missing side', { ...BINANCE, a: undefined }],
])('%s is invalid', (_what, message) => {
  expect(read(message)).toEqual({ type: 'invalid' });
});

test.each(['', 'rubbish', '{"s":', '\u0000'])('the text %j is invalid', (text) => {
  expect(readVenueMessage(text)).toEqual({ type: 'invalid' });
});
