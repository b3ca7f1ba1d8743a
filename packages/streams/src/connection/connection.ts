import { Redis } from 'ioredis';
import { type AddressOptions, addressOptions, type RedisAddress } from './address.ts';
import { isMoved, isShortOfReplicas } from './errors.ts';
import { isPrimary, primaryConnector, type ServerInfo } from './primary-connector.ts';

/**
 * Silence on a connection with commands under way for this long means that it is dead. What is under way then is neither
 * done nor refused for whoever waits for it, and a server that forks, or waits for its disk, comes back: so this is long.
 */
const SILENCE_MS = 10_000;
const CONNECT_TIMEOUT_MS = 5_000;
const LONGEST_RETRY_MS = 2_000;
/** A connection that is given up has this long to take the answers that are on their way. */
const DISCONNECT_LIMIT_MS = 500;
/** A server that loads its data is asked again after this long, however long it thinks that it needs. */
const LOADING_RETRY_MS = 500;

/** The socket of a connection. */
export interface Wire {
  /** Holds what is written back, until it is let go in one piece. */
  cork(): void;
  uncork(): void;
  on(event: 'data', listener: (bytes: { readonly length: number }) => void): unknown;
  off(event: 'data', listener: (bytes: { readonly length: number }) => void): unknown;
  /** Cuts it: the connection is made anew. */
  destroy(): unknown;
}

/** What following, appending and publishing need of a connection to Redis. One of ioredis is one. */
export interface Connection {
  /** `ready` while commands can be sent. */
  readonly status: string;
  readonly stream: Wire;
  /** Sends a command, once. Rejects with a ReplyError when Redis refuses it, with another error when no answer comes. */
  call(command: string, args: (string | number)[]): Promise<unknown>;
  disconnect(): void;
}

/** Whom a connection tells what happens to it. */
export interface ConnectionListener {
  /** Of errors, which are expected while Redis is away. */
  onError(error: Error): void;
  /** What a server says of itself, before the connection to it is ready. */
  onServer?(info: ServerInfo): void;
  /** An answer says that this server is no primary any more. The connection is made anew by itself. */
  onMoved?(error: Error): void;
  /** An answer says that this primary takes no writes, because it has too few replicas. The connection stays. */
  onShortOfReplicas?(): void;
}

/**
 * Opens a connection to the primary that reconnects for ever, with growing pauses, and never sends a command twice: there
 * is neither an offline queue nor automatic resending. A command on a connection that is down fails at once. A connection
 * to a replica never gets ready, and one to a primary that becomes a replica is made anew.
 *
 * @param silenceMs how long a command may be without any answer before the connection counts as dead.
 */
export function connectRedis(
  address: string | RedisAddress,
  listening: ConnectionListener | ConnectionListener['onError'],
  silenceMs = SILENCE_MS,
): Redis {
  const listener = typeof listening === 'function' ? { onError: listening } : listening;
  const settings = typeof address === 'string' ? { REDIS_URL: address } : address;
  const onServer = (info: ServerInfo) => {
    listener.onServer?.(info);
    // Like any other reason for which the connection cannot be used, whoever watches it hears of this one.
    if (!isPrimary(info)) redis.emit('error', new Error('this Redis is a replica, which takes no writes'));
  };
  const options: AddressOptions = {
    ...addressOptions(settings),
    Connector: primaryConnector(settings.REDIS_SENTINELS !== undefined, onServer),
    protocol: 2,
    lazyConnect: true,
    enableOfflineQueue: false,
    autoResendUnfulfilledCommands: false,
    maxRetriesPerRequest: 0,
    connectTimeout: CONNECT_TIMEOUT_MS,
    socketTimeout: silenceMs,
    disconnectTimeout: DISCONNECT_LIMIT_MS,
    maxLoadingRetryTime: LOADING_RETRY_MS,
    retryStrategy: (attempt) => Math.min(50 * 2 ** Math.min(attempt, 10), LONGEST_RETRY_MS) * (0.5 + Math.random() / 2),
    reconnectOnError: (error) => {
      if (isShortOfReplicas(error)) listener.onShortOfReplicas?.();
      if (!isMoved(error)) return false;
      listener.onMoved?.(error);
      return 1;
    },
  };
  const redis = new Redis(options);
  redis.on('error', (error) => listener.onError(error));
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
