import { expect, test } from 'vitest';
import { holdToQuote } from './check-quote.ts';

const MINUTE = 60_000;
const START = 1_795_000_020_000;
const candle = (start: number, close: string) => ({ start, open: '60000.00', high: '60000.00', low: '1.00', close });

test.each([
  ['60000.00', 1, 'passes'],
  ['120000.02', 1, 'passes'],
  ['120000.03', 1, 'fails'],
  ['30000.01', 1, 'passes'],
  ['30000.00', 1, 'fails'],
  ['60000000.00', 1, 'fails'],
  ['60.00', 1, 'fails'],
  // A market that was closed since may have moved farther.
  ['180000.00', 3, 'fails'],
  ['180000.00', 3.001, 'passes'],
  ['180000.00', -1.001, 'passes'],
  ['600000.11', 4_000, 'fails'],
  ['60.00', 4_000, 'fails'],
] as const)(
  'a past that ends at %s, with the newest begun %d minutes before a bid of 60,000.01 %s',
  (close, minutes, outcome) => {
    const quote = { bid: '60000.01', atMs: START + minutes * MINUTE };
    const hold = () => holdToQuote([candle(START - MINUTE, '1.00'), candle(START, close)], 60, quote);
    if (outcome === 'passes') hold();
    else expect(hold).toThrow(`the past ends at ${close}, and the price is 60000.01`);
  },
);

test('hours are held to a quote that came within two of them', () => {
  const quote = { bid: '60000.01', atMs: START + 3 * 60 * MINUTE };
  expect(() => holdToQuote([candle(START, '130000.00')], 3_600, quote)).toThrow('the past ends');
  holdToQuote([candle(START - 60 * MINUTE, '130000.00')], 3_600, quote);
  holdToQuote([], 3_600, quote);
});
