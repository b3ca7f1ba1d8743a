import { Redis } from 'ioredis';

/** Silence on a connection with commands under way for this long means that it is dead. */
const SILENCE_MS = 10_000;
const CONNECT_TIMEOUT_MS = 5_000;
const LONGEST_RETRY_MS = 2_000;

/** What following, appending and publishing need of a connection to Redis. One of ioredis is one. */
export interface Connection {
  /** `ready` while commands can be sent. */
  readonly status: string;
  /** Holds what is written back, until it is let go in one piece. */
  readonly stream: { cork(): void; uncork(): void };
  /** Sends a command, once. Rejects with a ReplyError when Redis refuses it, with another error when no answer comes. */
  call(command: string, args: (string | number)[]): Promise<unknown>;
  disconnect(): void;
}

/**
 * Opens a connection that reconnects for ever, with growing pauses, and never sends a command twice: there is neither
 * an offline queue nor automatic resending. A command on a connection that is down fails at once.
 *
 * @param onError is told of connection errors, which are expected while Redis is away.
 */
export function connectRedis(url: string, onError: (error: Error) => void): Redis {
  const redis = new Redis(url, {
    protocol: 2,
    lazyConnect: true,
    enableOfflineQueue: false,
    autoResendUnfulfilledCommands: false,
    maxRetriesPerRequest: 0,
    connectTimeout: CONNECT_TIMEOUT_MS,
    socketTimeout: SILENCE_MS,
    retryStrategy: (attempt) => Math.min(50 * 2 ** Math.min(attempt, 10), LONGEST_RETRY_MS) * (0.5 + Math.random() / 2),
  });
  redis.on('error', onError);
  // The first attempt's failure is an error event like any later one, and is followed by retries.
  redis.connect().catch(() => {});
  return redis;
}

/** Resolves once the connection can be used. */
export async function whenReady(redis: Connection, signal: AbortSignal): Promise<void> {
  while (redis.status !== 'ready') await pause(20, signal);
}

/** Waits for some milliseconds, or until the signal is given, which makes it throw. */
export function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const stop = () => {
      clearTimeout(timer);
      reject(signal.reason);
    };
    if (signal.aborted) return reject(signal.reason);
    const timer = setTimeout(() => {
      signal.removeEventListener('abort', stop);
      resolve();
    }, ms);
    signal.addEventListener('abort', stop, { once: true });
  });
}
