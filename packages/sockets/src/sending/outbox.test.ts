import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { FakeSocket } from '../testing/fake-socket.ts';
import { Gathering } from './gathering.ts';
import { Outbox } from './outbox.ts';

/** So low that every message may make its client slow. */
const limits = { slowAboveBytes: 4, evictAboveBytes: 1_000, evictAfterMs: 30_000 };
const frame = (text: string) => Buffer.from(JSON.stringify(text));

function outboxOn(socket: FakeSocket, gathering = new Gathering(), its = limits) {
  const events = { sent: vi.fn(), conflated: vi.fn(), evicted: vi.fn() };
  return { outbox: new Outbox(socket, its, events, gathering), events };
}

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

test('a client that reads gets every price', () => {
  const socket = new FakeSocket();
  const { outbox, events } = outboxOn(socket);
  for (const price of ['1', '2', '3']) outbox.sendLatest('btc', frame(price));
  expect(socket.sent).toEqual(['1', '2', '3']);
  expect(events.conflated).toHaveBeenCalledTimes(0);
});

test('a slow client gets the latest price of each stream when it reads again, and everything else in full', () => {
  const socket = new FakeSocket();
  const { outbox, events } = outboxOn(socket);
  socket.bytesHeldUp = 5;
  outbox.sendLatest('btc', frame('btc 1'));
  expect(outbox.isSlow).toBe(true);
  for (const price of ['2', '3', '4']) outbox.sendLatest('btc', frame(`btc ${price}`));
  outbox.sendLatest('eth', frame('eth 1'));
  outbox.send(frame('order opened'));
  outbox.send(frame('order closed'));
  expect(socket.sent).toEqual(['btc 1', 'order opened', 'order closed']);

  socket.bytesHeldUp = 0;
  socket.read();
  expect(socket.sent.slice(3)).toEqual(['btc 4', 'eth 1']);
  expect(events.conflated).toHaveBeenCalledTimes(2);
  expect(events.sent).toHaveBeenCalledTimes(5);
});

test('what was kept back goes out only as far as the client reads', () => {
  const socket = new FakeSocket();
  const { outbox } = outboxOn(socket);
  socket.bytesHeldUp = 5;
  for (const stream of ['first', 'btc', 'eth']) outbox.sendLatest(stream, frame(stream));
  socket.read();
  expect(socket.sent).toEqual(['first', 'btc']);
  socket.read();
  expect(socket.sent).toEqual(['first', 'btc', 'eth']);
});

test('a client is not evicted because this process was held up', async () => {
  vi.useRealTimers();
  const socket = new FakeSocket();
  const { events, outbox } = outboxOn(socket, new Gathering(), { ...limits, evictAfterMs: 40 });
  socket.bytesHeldUp = 5;
  outbox.send(frame('a lot'));
  for (const until = performance.now() + 100; performance.now() < until; );
  // The timers that are due come first. What has left the process is told after them.
  await sleep(0);
  socket.bytesHeldUp = 0;
  socket.read();
  await sleep(60);
  expect(events.evicted).not.toHaveBeenCalled();
});

test('a price that was kept back is not sent after a newer one, nor after the client gave the stream up', () => {
  const socket = new FakeSocket();
  const { outbox } = outboxOn(socket);
  socket.bytesHeldUp = 5;
  outbox.send(frame('a lot'));
  outbox.sendLatest('btc', frame('old'));
  outbox.sendLatest('eth', frame('unwanted'));
  outbox.forget('eth');
  socket.bufferedAmount = 0;
  socket.bytesHeldUp = 0;
  outbox.sendLatest('btc', frame('new'));
  socket.read();
  expect(socket.sent).toEqual(['a lot', 'new']);
});

test('a client whose buffer grows too large is dropped at once, and costs nothing any more', () => {
  const socket = new FakeSocket();
  const { outbox, events } = outboxOn(socket);
  socket.bytesHeldUp = 501;
  outbox.send(frame('1'));
  expect(socket.isTerminated).toBe(false);
  outbox.send(frame('2'));
  expect(socket.isTerminated).toBe(true);
  outbox.send(frame('3'));
  outbox.sendLatest('btc', frame('4'));
  vi.advanceTimersByTime(60_000);
  expect(socket.sent).toEqual(['1', '2']);
  expect(events.evicted).toHaveBeenCalledTimes(1);
});

test('a client that stays slow for 30 s is dropped, one that catches up in time is not', () => {
  const [stuck, late] = [new FakeSocket(), new FakeSocket()];
  for (const socket of [stuck, late]) {
    socket.bytesHeldUp = 5;
    outboxOn(socket).outbox.send(frame('a lot'));
  }
  vi.advanceTimersByTime(29_999);
  expect([stuck.isTerminated, late.isTerminated]).toEqual([false, false]);
  late.read();
  vi.advanceTimersByTime(1);
  expect([stuck.isTerminated, late.isTerminated]).toEqual([true, false]);
  vi.advanceTimersByTime(60_000);
  expect(late.isTerminated).toBe(false);
});

test('messages are gathered while a piece of work is done, and only those that are sent in it', () => {
  const gathering = new Gathering();
  const [busy, idle] = [new FakeSocket(), new FakeSocket()];
  const limits = { slowAboveBytes: 100, evictAboveBytes: 1_000, evictAfterMs: 30_000 };
  const events = { sent: () => {}, conflated: () => {}, evicted: () => {} };
  const [outbox] = [busy, idle].map((socket) => new Outbox(socket, limits, events, gathering));
  outbox?.send(frame('before'));
  expect(busy.isCorked).toBe(false);
  const work = () =>
    gathering.during(() => {
      outbox?.send(frame('1'));
      outbox?.send(frame('2'));
      expect([busy.isCorked, idle.isCorked]).toEqual([true, false]);
      throw new Error('the work failed');
    });
  expect(work).toThrow('the work failed');
  expect(busy.isCorked).toBe(false);
  outbox?.send(frame('after'));
  expect(busy.isCorked).toBe(false);
});
