import { EventEmitter } from 'node:events';
import { expect, it } from 'vitest';
import { type Connection, whenReady } from './connection.ts';

class FakeConnection extends EventEmitter implements Connection {
  status = 'connecting';
  readonly stream = { cork() {}, uncork() {}, on() {}, off() {}, destroy() {} };
  async call() {}
  disconnect() {}
}

it('waits until a connection is ready, also where it is closed again at once', async () => {
  const redis = new FakeConnection();
  let isReady = false;
  const waiting = whenReady(redis, new AbortController().signal).then(() => {
    isReady = true;
  });
  redis.status = 'ready';
  redis.emit('ready');
  redis.status = 'close';
  await new Promise(setImmediate);
  expect(isReady).toBe(false);
  redis.status = 'ready';
  redis.emit('ready');
  await waiting;
});

it('waits no longer than it may, and leaves nothing behind', async () => {
  const redis = new FakeConnection();
  const stopping = new AbortController();
  const waiting = whenReady(redis, stopping.signal);
  stopping.abort(new Error('stopped'));
  await expect(waiting).rejects.toThrow('stopped');
  await expect(whenReady(redis, stopping.signal)).rejects.toThrow('stopped');
  expect(redis.listenerCount('ready')).toBe(0);
});
