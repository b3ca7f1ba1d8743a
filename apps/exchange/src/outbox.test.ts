import { createMetrics } from '@fulcrum/service';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { createExchangeMetrics } from './exchange-metrics.ts';
import { Outbox } from './outbox.ts';
import { StuckSocket } from './testing/stuck-socket.ts';

const limits = { slowAboveBytes: 10, dropAboveBytes: 40, dropAfterMs: 1_000 };
let socket: StuckSocket;
let outbox: Outbox;

beforeEach(() => {
  vi.useFakeTimers();
  socket = new StuckSocket();
  outbox = new Outbox(socket, limits, createExchangeMetrics(createMetrics('exchange')));
});
afterEach(() => vi.useRealTimers());

const tick = (stream: string, text: string) => outbox.sendLatest(stream, Buffer.from(text));

test('a slow client gets the latest book of each symbol, once it reads again', () => {
  tick('BTC', 'btc 1 is long');
  for (const text of ['btc 2', 'btc 3']) tick('BTC', text);
  tick('SOL', 'sol 1');
  expect(socket.sent).toEqual(['btc 1 is long']);
  socket.clientReads();
  expect(socket.sent).toEqual(['btc 1 is long', 'btc 3', 'sol 1']);
});

test('a stream that it does not want any more is not sent later', () => {
  tick('BTC', 'btc 1 is long');
  tick('BTC', 'btc 2');
  outbox.forget('BTC');
  socket.clientReads();
  expect(socket.sent).toEqual(['btc 1 is long']);
});

test('a client that stays slow is dropped', () => {
  tick('BTC', 'btc 1 is long');
  vi.advanceTimersByTime(999);
  expect(socket.isTerminated).toBe(false);
  vi.advanceTimersByTime(1);
  expect(socket.isTerminated).toBe(true);
  tick('BTC', 'btc 2');
  expect(socket.sent).toHaveLength(1);
});

test('a client that reads again in time is kept', () => {
  tick('BTC', 'btc 1 is long');
  vi.advanceTimersByTime(999);
  socket.clientReads();
  vi.advanceTimersByTime(5_000);
  expect(socket.isTerminated).toBe(false);
});

test('a client with too much unsent is dropped at once', () => {
  for (let count = 0; count < 3; count++) outbox.send(Buffer.from('an error answer'));
  expect(socket.isTerminated).toBe(true);
});
