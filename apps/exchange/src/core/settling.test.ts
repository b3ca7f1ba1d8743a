import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { type Settled, Settling } from './settling.ts';

const WHOLE = { isLast: true };
const PART = { isLast: false };

let settling: Settling;
let told: [reader: string, settled: Settled][];

beforeEach(() => {
  vi.useFakeTimers();
  settling = new Settling(1_000);
  told = [];
});
afterEach(() => void vi.useRealTimers());

async function read(reader: string): Promise<void> {
  told.push([reader, await settling.settled()]);
}

/** Lets promises have their turn. */
const turn = () => vi.advanceTimersByTimeAsync(0);

test('who has read what is confirmed already does not wait', () => {
  expect(settling.settled()).toBe('confirmed');
  settling.made(WHOLE);
  settling.confirmed(WHOLE);
  expect(settling.settled()).toBe('confirmed');
});

test('everybody waits for the last command that they may have seen, and for no later one', async () => {
  settling.made(WHOLE);
  void read('first');
  settling.made(WHOLE);
  void read('second');
  await turn();
  expect(told).toEqual([]);
  settling.confirmed(WHOLE);
  await turn();
  expect(told).toEqual([['first', 'confirmed']]);
  settling.confirmed(WHOLE);
  await turn();
  expect(told).toEqual([
    ['first', 'confirmed'],
    ['second', 'confirmed'],
  ]);
});

test('a result in parts is confirmed with its last part, which may not be made yet', async () => {
  settling.made(PART);
  void read('amid');
  settling.confirmed(PART);
  settling.made(PART);
  settling.made(WHOLE);
  settling.confirmed(PART);
  await turn();
  expect(told).toEqual([]);
  settling.confirmed(WHOLE);
  await turn();
  expect(told).toEqual([['amid', 'confirmed']]);
  expect(settling.settled()).toBe('confirmed');
});

test('what was read is lost where the core begins anew, and what is read then begins anew as well', async () => {
  settling.made(PART);
  void read('before');
  settling.clear();
  await turn();
  expect(told).toEqual([['before', 'lost']]);
  expect(settling.settled()).toBe('confirmed');
  settling.made(WHOLE);
  void read('behind');
  settling.confirmed(WHOLE);
  await turn();
  expect(told.at(-1)).toEqual(['behind', 'confirmed']);
});

test('nobody waits for long, and who gave up is forgotten', async () => {
  settling.made(WHOLE);
  void read('early');
  await vi.advanceTimersByTimeAsync(600);
  void read('later');
  await vi.advanceTimersByTimeAsync(400);
  expect(told).toEqual([['early', 'late']]);
  settling.confirmed(WHOLE);
  await turn();
  expect(told).toEqual([
    ['early', 'late'],
    ['later', 'confirmed'],
  ]);
});
