import assert from 'node:assert/strict';
import { connectRedis, type Redis, whenReady } from '@fulcrum/streams';
import { runWorker } from '../programs/worker.ts';
import type { ResultTexts } from './echo.ts';
import { Load, type LoadResult } from './load.ts';

export interface Shard {
  readonly redisUrl: string;
  readonly shard: number;
}

let load: Load | undefined;

/** The clients of one shard, in a process of their own. */
runWorker({
  prepare: async ({ redisUrl, shard }: Shard): Promise<void> => {
    load = new Load(await connect(redisUrl), await connect(redisUrl), shard);
    await load.prepare();
  },
  run: async ({ inFlight, seconds }: { inFlight: number; seconds: number }): Promise<LoadResult> => {
    assert(load !== undefined, 'the load is prepared first');
    return load.run(inFlight, seconds);
  },
  texts: (): ResultTexts => load?.texts ?? {},
});

async function connect(redisUrl: string): Promise<Redis> {
  const redis = connectRedis(redisUrl, (error) => console.error(error));
  await whenReady(redis, AbortSignal.timeout(10_000));
  return redis;
}
