import { Redis } from 'ioredis';
import type { Answer } from '../server/readiness.ts';

const connectTimeoutMs = 5_000;

/** Asks the server with this process id. Another program on the port counts as no answer. */
export async function askRedis(port: number, pid: number): Promise<Answer | undefined> {
  try {
    return await withRedis(`redis://127.0.0.1:${port}`, async (redis) => {
      const info = await redis.info();
      if (infoField(info, 'process_id') !== String(pid)) return undefined;
      if (infoField(info, 'loading') !== '1') return { ready: true };
      const percent = Number(infoField(info, 'loading_loaded_perc') ?? 0);
      return { ready: false, doing: `Redis is loading its data: ${Math.floor(percent)} %.` };
    });
  } catch {
    return undefined;
  }
}

/** Opens a connection for one question. It is not retried, and closed after the answer. */
async function withRedis<T>(url: string, use: (redis: Redis) => Promise<T>): Promise<T> {
  const redis = new Redis(url, {
    lazyConnect: true,
    connectTimeout: connectTimeoutMs,
    commandTimeout: connectTimeoutMs,
    enableReadyCheck: false,
    maxRetriesPerRequest: 0,
    retryStrategy: () => null,
  });
  // The client reports a refused connection twice. The promise below reports it as well.
  let reason: unknown;
  redis.on('error', (error) => {
    reason ??= error;
  });
  try {
    await redis.connect();
    return await use(redis);
  } catch (error) {
    throw reason ?? error;
  } finally {
    redis.disconnect();
  }
}

function infoField(info: string, name: string): string | undefined {
  return new RegExp(`^${name}:(.*?)\\r?$`, 'm').exec(info)?.[1];
}
