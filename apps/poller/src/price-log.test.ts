import { EventEmitter } from 'node:events';
import { createLogger } from '@fulcrum/service';
import { type Redis, streamKeys } from '@fulcrum/streams';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { Tick } from './check-tick.ts';
import { INSTRUMENT_SETTINGS } from './instruments.ts';
import { PriceLog } from './price-log.ts';

/** A connection on which the test answers. */
class FakeRedis extends EventEmitter {
  status = 'connecting';
  readonly stream = { cork: () => {}, uncork: () => {} };
  readonly sent: string[] = [];
  #answers: ((error?: Error) => void)[] = [];

  call(_command: string, args: string[]): Promise<string> {
    this.sent.push(args.includes('price-update') ? 'tick' : 'instrument');
    return new Promise((resolve, reject) => {
      this.#answers.push((error) => (error === undefined ? resolve('1-1') : reject(error)));
    });
  }

  become(status: 'ready' | 'close'): void {
    this.status = status;
    this.emit(status);
  }

  async answer(error?: Error): Promise<void> {
    this.#answers.shift()?.(error);
    await vi.advanceTimersByTimeAsync(0);
  }
}

const TICK: Tick = {
  ...{ asset: 'BTC_USDC', bid: '1.00', bidQuantity: '1', ask: '2.00', askQuantity: '1', exchangeTime: undefined },
};

let redis: FakeRedis;
let log: PriceLog;
let stopping: AbortController;

beforeEach(() => {
  vi.useFakeTimers();
  [redis, stopping] = [new FakeRedis(), new AbortController()];
  log = new PriceLog({
    ...{ redis: redis as unknown as Redis, keys: streamKeys(), instruments: INSTRUMENT_SETTINGS },
    ...{ sourceOf: () => 'test', logger: createLogger('poller', 'silent'), signal: stopping.signal },
  });
});
afterEach(() => {
  stopping.abort(new Error('the test is over'));
  vi.useRealTimers();
});

async function announce(): Promise<void> {
  for (const _ of INSTRUMENT_SETTINGS) await redis.answer();
}

const refusal = async () => {
  const result = await log.toEngine(TICK);
  expect(await log.toScreens(TICK)).toEqual(result);
  return result.outcome === 'refused' ? result.reason : result.outcome;
};

test('no tick is taken before the instruments stand in the log', async () => {
  expect(await refusal()).toBe('Redis is not connected');
  redis.become('ready');
  await redis.answer();
  await redis.answer();
  expect(await refusal()).toBe('the instruments are not in the log yet');
  await redis.answer();
  expect(log.notReady()).toBeUndefined();
  void log.toEngine(TICK);
  expect(redis.sent).toEqual(['instrument', 'instrument', 'instrument', 'tick']);
});

test('after a lost connection they are told again first', async () => {
  redis.become('ready');
  await announce();
  redis.become('close');
  redis.become('ready');
  expect(await refusal()).toBe('the instruments are not in the log yet');
  await announce();
  expect(log.notReady()).toBeUndefined();
});

test('a Redis that refuses them is asked again', async () => {
  redis.become('ready');
  await redis.answer(new Error('OOM'));
  expect(await refusal()).toBe('the instruments are not in the log yet');
  await vi.advanceTimersByTimeAsync(100);
  await announce();
  expect(log.notReady()).toBeUndefined();
});

test('an announcement that is overtaken by a new connection leaves the rest to the next one', async () => {
  redis.become('ready');
  redis.become('close');
  await redis.answer(new Error('the connection was lost'));
  await vi.advanceTimersByTimeAsync(10_000);
  expect(redis.sent).toEqual(['instrument']);
  redis.become('ready');
  await announce();
  expect(redis.sent).toHaveLength(4);
});
