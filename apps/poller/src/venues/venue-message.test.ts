import { describe, expect, test } from 'vitest';
import { readVenueMessage } from './venue-message.ts';

const read = (message: unknown) => readVenueMessage(JSON.stringify(message));

const BACKPACK = {
  ...{ e: 'bookTicker', E: 1694687965941000, s: 'SOL_USDC', a: '18.70', A: '1.000', b: '18.67', B: '2.000' },
  ...{ u: '111063070525358081', T: 1694687965940999 },
};
const SOL = {
  ...{ symbol: 'SOL_USDC', bid: '18.67', bidQuantity: '2.000', ask: '18.70', askQuantity: '1.000' },
  ...{ updateId: 111063070525358081n, exchangeTime: 1694687965940999 },
};
const BINANCE = { u: 400900217, s: 'BNBUSDT', b: '25.35190000', B: '31.21000000', a: '25.36520000', A: '40.66000000' };
const BNB = {
  ...{ symbol: 'BNBUSDT', bid: '25.35190000', bidQuantity: '31.21000000', ask: '25.36520000' },
  ...{ askQuantity: '40.66000000', updateId: 400900217n, exchangeTime: undefined },
};
const wrap = (data: object) => ({ stream: 'bookTicker.SOL_USDC', data });

describe('a ticker', () => {
  test('of Backpack is read, with each digit of its update id, in quotes or not', () => {
    expect(read(wrap(BACKPACK))).toEqual({ type: 'ticker', ticker: SOL });
    const bare = JSON.stringify(wrap(BACKPACK)).replace('"111063070525358081"', '111063070525358081');
    expect(readVenueMessage(bare)).toEqual({ type: 'ticker', ticker: SOL });
  });

  test('of Binance is read, bare or in a wrapper', () => {
    expect(read(BINANCE)).toEqual({ type: 'ticker', ticker: BNB });
    expect(read({ stream: 'bnbusdt@bookTicker', data: BINANCE })).toEqual({ type: 'ticker', ticker: BNB });
  });

  test.each([null, undefined, 5, '-1', '1'.repeat(33), {}])('counts with %j for a size', (size) => {
    const ticker = { ...SOL, bidQuantity: undefined, askQuantity: undefined };
    expect(read({ ...BACKPACK, A: size, B: size })).toEqual({ type: 'ticker', ticker });
  });

  test.each([
    ['microseconds', '1694687965940999', 1694687965940999],
    ['milliseconds', '1694687965940', 1694687965940000],
    ['nanoseconds', '1694687965940999123', 1694687965940999],
    ['seconds', '1694687965', 1694687965000000],
    ['none', '0', undefined],
    ['microseconds of the year 2255, the last that the log takes', '9007199254740991', 9_007_199_254_740_991],
    ['microseconds that the log does not take', '9007199254740993', undefined],
    ['more digits than any time has', '1'.repeat(24), undefined],
  ])('may tell its time in %s, in quotes or not', (_unit, T, exchangeTime) => {
    const timed = { ...BACKPACK, E: null };
    expect(read({ ...timed, T })).toEqual({ type: 'ticker', ticker: { ...SOL, exchangeTime } });
    const bare = JSON.stringify({ ...timed, T: 0 }).replace('"T":0', `"T":${T}`);
    expect(readVenueMessage(bare)).toEqual({ type: 'ticker', ticker: { ...SOL, exchangeTime } });
  });

  test('has the time of the event where there is none of the engine, or none at all', () => {
    expect(read({ ...BACKPACK, T: null })).toMatchObject({ ticker: { exchangeTime: 1694687965941000 } });
    expect(read({ ...BACKPACK, T: null, E: null })).toMatchObject({ ticker: { exchangeTime: undefined } });
  });

  test.each([-1, 0, 1.5, '', 'soon', true, {}, ['1694687965941000'], '1'.repeat(25)])(
    'counts with %j for a time, and has the other one, if there is one',
    (time) => {
      const { exchangeTime } = SOL;
      expect(read({ ...BACKPACK, E: time })).toEqual({ type: 'ticker', ticker: SOL });
      expect(read({ ...BACKPACK, T: time, E: exchangeTime })).toEqual({ type: 'ticker', ticker: SOL });
      const ticker = { ...SOL, exchangeTime: undefined };
      expect(read({ ...BACKPACK, T: time, E: time })).toEqual({ type: 'ticker', ticker });
    },
  );

  test.each([
    ['no name of the stream', { data: BACKPACK }],
    ['a name of the stream that is none', { stream: null, data: BACKPACK }],
    ['no kind of event', wrap({ ...BACKPACK, e: null })],
  ])('counts with %s', (_what, message) => {
    expect(read(message)).toEqual({ type: 'ticker', ticker: SOL });
  });
});

test.each([
  ['another kind of event', { ...BACKPACK, e: 'trade' }],
  ['another kind of message', { stream: 'trade.SOL_USDC', data: { ...BACKPACK, e: 'trade' } }],
  ['what an unknown stream has', { stream: 'depth5.SOL_USDC', data: { bids: [], asks: [] } }],
  ['an event that nobody asked for', { e: 'serverShutdown', E: 1 }],
  ['a list', [BINANCE]],
  ['longer than any message', { ...BINANCE, x: 'x'.repeat(8_192) }],
  ['numbers for prices', { ...BINANCE, b: 25.35 }],
  ['a price that is none', { ...BINANCE, b: '25,35' }],
  ['an exponent', { ...BINANCE, b: '1e3' }],
  ['a missing side', { ...BINANCE, a: undefined }],
  ['a missing symbol', { ...BINANCE, s: undefined }],
  ['no update id', { ...BACKPACK, u: null }],
  ['an update id that is no whole number', { ...BINANCE, u: 1.5 }],
])('%s is invalid', (_what, message) => {
  expect(read(message)).toEqual({ type: 'invalid' });
});

test.each(['['.repeat(60_000), 'x'.repeat(8_193)])('a text that is longer than any message is invalid', (text) => {
  expect(readVenueMessage(text)).toEqual({ type: 'invalid' });
});
