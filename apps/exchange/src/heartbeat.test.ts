import { EventEmitter } from 'node:events';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { watchHeartbeat } from './heartbeat.ts';
import { defaultLimits } from './limits.ts';

class FakeSocket extends EventEmitter {
  pings = 0;

  ping(): void {
    this.pings += 1;
  }
}

let socket: FakeSocket;
let silences: number;

beforeEach(() => {
  vi.useFakeTimers();
  [socket, silences] = [new FakeSocket(), 0];
  watchHeartbeat(socket, defaultLimits, () => {
    silences += 1;
  });
});
afterEach(() => vi.useRealTimers());

test('it pings every 60 s, and gives up after 120 s without a pong', () => {
  vi.advanceTimersByTime(119_999);
  expect([socket.pings, silences]).toEqual([1, 0]);
  vi.advanceTimersByTime(1);
  expect(silences).toBe(1);
});

test('each pong gives another 120 s', () => {
  for (let minute = 0; minute < 10; minute++) {
    vi.advanceTimersByTime(60_000);
    socket.emit('pong');
  }
  expect([socket.pings, silences]).toEqual([10, 0]);
  vi.advanceTimersByTime(120_000);
  expect(silences).toBe(1);
});

test('it ends with the socket', () => {
  socket.emit('close');
  vi.advanceTimersByTime(300_000);
  expect([socket.pings, silences]).toEqual([0, 0]);
  expect(vi.getTimerCount()).toBe(0);
});
