import { callbackId, LOG_START } from '@fulcrum/log';
import { connectRedis, type Redis, streamKeys, whenReady } from '@fulcrum/streams';
import { runWorker } from '../programs/worker.ts';
import { type RawEntry, readBatches } from './read-batches.ts';

/** The result of an entry, by its type. Entries of other types have none. */
export type ResultTexts = Readonly<Record<string, string>>;

export interface EchoSettings {
  readonly redisUrl: string;
  readonly shard: number;
  readonly texts: ResultTexts;
}

/**
 * The floor of the pipeline: it does all that an engine has to do with Redis, and nothing else. It looks only at the type
 * of an entry, and its results are as long as the engine's.
 */
runWorker({
  start: async (settings: EchoSettings): Promise<void> => {
    const [reading, writing] = [await connect(settings), await connect(settings)];
    // A result that could not be written is missing for good, so the run is worthless.
    echo(reading, writing, settings).catch((error) => {
      console.error(error);
      process.exit(1);
    });
  },
});

async function connect({ redisUrl }: EchoSettings): Promise<Redis> {
  const redis = connectRedis(redisUrl, (error) => console.error(error));
  await whenReady(redis, AbortSignal.timeout(10_000));
  return redis;
}

/** Reads on while the replies come in. */
async function echo(reading: Redis, writing: Redis, { shard, texts }: EchoSettings): Promise<void> {
  const keys = streamKeys(shard);
  for await (const batch of readBatches(reading, keys.engine, LOG_START)) {
    write(writing, keys.callback, batch, texts).catch((error) => {
      console.error(error);
      process.exit(1);
    });
  }
}

async function write(redis: Redis, key: string, batch: readonly RawEntry[], texts: ResultTexts): Promise<void> {
  const pipeline = redis.pipeline();
  for (const { id, fields } of batch) {
    const text = texts[fields[1] ?? ''];
    if (text !== undefined) pipeline.call('XADD', key, callbackId(id, 0), 'events', text);
  }
  for (const [error] of (await pipeline.exec()) ?? []) if (error !== null) throw error;
}
