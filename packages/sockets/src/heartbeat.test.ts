import { EventEmitter } from 'node:events';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { Heartbeat } from './heartbeat.ts';

class FakeSocket extends EventEmitter {
  pings = 0;

  ping(): void {
    this.pings += 1;
  }
}

let socket: FakeSocket;
let silences: number;
let heartbeat: Heartbeat<FakeSocket>;

beforeEach(() => {
  vi.useFakeTimers();
  [socket, silences] = [new FakeSocket(), 0];
  heartbeat = new Heartbeat(60_000, () => {
    silences += 1;
  });
  heartbeat.start();
});
afterEach(() => vi.useRealTimers());

test('it pings every 60 s, and gives up after 120 s without a pong', () => {
  heartbeat.watch(socket);
  vi.advanceTimersByTime(119_999);
  expect([socket.pings, silences]).toEqual([1, 0]);
  vi.advanceTimersByTime(1);
  expect(silences).toBe(1);
});

test.each([1, 30_000, 59_999])(
  'a client that comes %i ms after a ping and says nothing is gone within 120 s',
  (late) => {
    vi.advanceTimersByTime(60_000 + late);
    heartbeat.watch(socket);
    vi.advanceTimersByTime(60_000);
    expect([socket.pings, silences]).toEqual([1, 0]);
    vi.advanceTimersByTime(60_000);
    expect([socket.pings, silences]).toEqual([1, 1]);
  },
);

test('each pong gives another 120 s', () => {
  heartbeat.watch(socket);
  for (let minute = 0; minute < 10; minute++) {
    vi.advanceTimersByTime(60_000);
    socket.emit('pong');
  }
  expect([socket.pings, silences]).toEqual([10, 0]);
  vi.advanceTimersByTime(120_000);
  expect(silences).toBe(1);
});

test('a silent client is reported once, and a late pong does not bring it back', () => {
  heartbeat.watch(socket);
  vi.advanceTimersByTime(120_000);
  socket.emit('pong');
  vi.advanceTimersByTime(600_000);
  expect([socket.pings, silences]).toEqual([1, 1]);
});

test('it ends with the socket, and for all of them when it is stopped', () => {
  const other = new FakeSocket();
  for (const each of [socket, other]) heartbeat.watch(each);
  socket.emit('close');
  vi.advanceTimersByTime(60_000);
  other.emit('pong');
  expect([socket.pings, other.pings, silences]).toEqual([0, 1, 0]);
  heartbeat.stop();
  vi.advanceTimersByTime(300_000);
  expect([socket.pings, other.pings, silences]).toEqual([0, 1, 0]);
  expect(vi.getTimerCount()).toBe(0);
});
