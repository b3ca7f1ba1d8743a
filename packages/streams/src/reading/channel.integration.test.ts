import { afterAll, beforeAll, expect, it } from 'vitest';
import { streamKeys } from '../keys.ts';
import { TestRedis, until } from '../testing/test-support.ts';
import { Channel } from './channel.ts';

let test: TestRedis;

beforeAll(async () => {
  test = await TestRedis.start();
});

afterAll(() => test?.stop());

it('hears what is sent to it, says when it hears nothing, and listens again over the next socket', async () => {
  const stopping = new AbortController();
  const redis = test.connect();
  const heard: string[] = [];
  const name = streamKeys().replies('asker');
  const options = { redis, channel: name, signal: stopping.signal, onError: () => {} };
  const channel = new Channel({ ...options, onMessage: (message) => heard.push(message) });
  expect(channel.isListening).toBe(false);
  const running = channel.run();
  await until(() => channel.isListening);
  await test.redis.publish(name, 'first');
  await test.redis.publish(streamKeys().replies('another'), 'not mine');
  await until(() => heard.length > 0);
  expect(await test.kill('subscribe')).toBe(1);
  await until(() => !channel.isListening);
  await until(() => channel.isListening);
  await test.redis.publish(name, 'second');
  await until(() => heard.length > 1);
  expect(heard).toEqual(['first', 'second']);
  stopping.abort(new Error('the test is over'));
  await running;
});

it('ends when the signal is given while it subscribes', async () => {
  const stopping = new AbortController();
  const redis = test.connect();
  await until(() => redis.status === 'ready');
  const options = { redis, channel: streamKeys().replies('leaver'), signal: stopping.signal, onError: () => {} };
  const running = new Channel({ ...options, onMessage: () => {} }).run();
  // The command is on its way, and its answer comes only once the event loop turns.
  await Promise.resolve();
  await Promise.resolve();
  stopping.abort(new Error('the test is over'));
  await running;
});
