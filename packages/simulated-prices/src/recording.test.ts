import { expect, test } from 'vitest';
import { loadRecording, parseRecording } from './recording.ts';

const HEADER = 'recv_time,event_ms,txn_ms,update_id,bid,bid_qty,ask,ask_qty';
const FIRST = '1723161255088169167,1,1,1,61800.20,2.507,61800.30,2.510';
const parse = (...rows: string[]) => parseRecording([HEADER, ...rows, ''].join('\r\n'));

test('the recording that comes with the package is whole', async () => {
  const { timeUs, books } = await loadRecording();
  expect(timeUs).toHaveLength(66_089);
  expect(timeUs[0]).toBe(0);
  expect(timeUs.at(-1)).toBe(344_350_991);
  expect([books.bid[0], books.bidQuantity[0], books.ask[0], books.askQuantity[0]]).toEqual([
    6180020, 2507, 6180030, 2510,
  ]);
  expect([books.bid.at(-1), books.askQuantity.at(-1)]).toEqual([6165970, 981]);
});

test('times are whole microseconds since the first row', () => {
  const { timeUs } = parse(FIRST, '1723161255088181667,1,1,2,61800.20,2.507,61800.30,2.504');
  expect([...timeUs]).toEqual([0, 12]);
});

test.each([
  ['a cell too few', '1723161255088181667,1,1,2,61800.20,2.507,61800.30', 'malformed'],
  ['a time that is none', 'soon,1,1,2,61800.20,2.507,61800.30,1.000', 'malformed'],
  ['a time that falls', '1723161255088000000,1,1,2,61800.20,2.507,61800.30,1.000', 'the time falls'],
  ['a price off the grid', '1723161255088181667,1,1,2,61800.205,2.507,61800.30,1.000', 'a price or quantity'],
  ['a quantity below zero', '1723161255088181667,1,1,2,61800.20,-2.507,61800.30,1.000', 'a price or quantity'],
  ['a crossed book', '1723161255088181667,1,1,2,61800.40,2.507,61800.30,1.000', 'crossed'],
  ['an empty book', '1723161255088181667,1,1,2,0,2.507,61800.30,1.000', 'empty'],
])('%s is refused with the number of its line', (_what, row, why) => {
  expect(() => parse(FIRST, row)).toThrow(new RegExp(`^line 3 .*${why}`));
});

test('other columns, or nothing at all, are refused', () => {
  expect(() => parseRecording('time,price\n1,2\n3,4\n')).toThrow('columns');
  expect(() => parse(FIRST)).toThrow('two rows');
});
