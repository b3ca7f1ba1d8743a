import { setTimeout as sleep } from 'node:timers/promises';
import { connectRedis, type RedisAddress, streamKeys, whenReady } from '@fulcrum/streams';

/**
 * Cuts every connection to Redis while a result is in flight, so that Redis never carries it out.
 *
 * @param userId of an account that the engine is asked for, so that there is a result.
 */
export async function cutConnections(address: RedisAddress, userId: string, forMs: number): Promise<void> {
  const question = JSON.stringify({ requestId: crypto.randomUUID(), userId });
  // A connection of its own, because the others wait.
  const redis = connectRedis(address, () => {});
  try {
    await whenReady(redis, AbortSignal.timeout(10_000));
    const pipeline = redis.pipeline();
    pipeline.xadd(streamKeys().engine, '*', 'type', 'get-account', 'data', question);
    pipeline.call('CLIENT', 'PAUSE', '10000', 'WRITE');
    await pipeline.exec();
    // Time for the engines to read the question and to send their answers.
    await sleep(200);
    await redis.call('CLIENT', 'KILL', 'TYPE', 'normal', 'SKIPME', 'yes');
    await redis.call('CLIENT', 'UNPAUSE');
  } finally {
    redis.disconnect();
  }
  await sleep(forMs);
}
