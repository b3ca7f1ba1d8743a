import { Backoff } from '@fulcrum/log';
import { Redis } from 'ioredis';
import { type AddressOptions, addressOptions, type RedisAddress } from './address.ts';
import { isMoved, isShortOfReplicas } from './errors.ts';
import { isPrimary, primaryConnector, type ServerInfo } from './primary-connector.ts';

/**
 * A connection counts as dead when commands are in flight on it and nothing is heard for this long. Their outcome is then
 * unknown. A server that forks, or waits for its disk, is silent for a while and comes back, so the limit is long.
 */
const SILENCE_MS = 10_000;
const CONNECT_TIMEOUT_MS = 5_000;
/** The pauses between attempts to connect. */
const RETRY_MS = { shortest: 100, longest: 2_000 };
/** A connection that is given up still takes answers for this long. */
const DISCONNECT_LIMIT_MS = 500;
/** A server that is loading its data is asked again after this long, whatever time it asks for. */
const LOADING_RETRY_MS = 500;

/** The socket of a connection. */
export interface Wire {
  /** Holds back what is written, until `uncork` sends it in one piece. */
  cork(): void;
  uncork(): void;
  on(event: 'data', listener: (bytes: { readonly length: number }) => void): unknown;
  off(event: 'data', listener: (bytes: { readonly length: number }) => void): unknown;
  /** Cuts it: the connection is made anew. */
  destroy(): unknown;
}

/** What reading, appending and publishing need of a connection to Redis. Connections of ioredis fulfil it. */
export interface Connection {
  /** `ready` while commands can be sent. */
  readonly status: string;
  readonly stream: Wire;
  /** Sends a command, once. Rejects with a ReplyError when Redis refuses it, with another error when no answer comes. */
  call(command: string, args: (string | number)[]): Promise<unknown>;
  disconnect(): void;
  /** Tells that commands can be sent from now on, or that its socket is closed. */
  once(event: 'ready' | 'close', listener: () => void): unknown;
  off(event: 'ready' | 'close', listener: () => void): unknown;
}

/** Is told what happens to a connection. */
export interface ConnectionListener {
  /** Called with each error. Errors are expected while Redis is away. */
  onError(error: Error): void;
  /** Called with what a server says of itself, before the connection to it is ready. */
  onServer?(info: ServerInfo): void;
  /** Called when an answer says that this server is no primary any more. The connection is made anew by itself. */
  onMoved?(error: Error): void;
  /** Called when an answer says that the primary takes no writes, for want of replicas. The connection stays. */
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
    // Whoever watches the connection hears of this like of any other reason why it cannot be used.
    if (!isPrimary(info)) redis.emit('error', new Error('this Redis is a replica, which takes no writes'));
  };
  const backoff = new Backoff(RETRY_MS.shortest, RETRY_MS.longest, Math.random);
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
    retryStrategy: (attempt) => {
      if (attempt === 1) backoff.reset();
      return backoff.next();
    },
    reconnectOnError: (error) => {
      if (isShortOfReplicas(error)) listener.onShortOfReplicas?.();
      if (!isMoved(error)) return false;
      listener.onMoved?.(error);
      return 1;
    },
  };
  const redis = new Redis(options);
  redis.on('error', (error) => listener.onError(error));
  // A failure of the first attempt is told as an error event, like any later one, and is followed by retries.
  redis.connect().catch(() => {});
  return redis;
}

/** Resolves once the connection can be used. Rejects when the signal is given before. */
export async function whenReady(redis: Connection, signal: AbortSignal): Promise<void> {
  // It may be closed again between the news and whoever waits for it.
  while (redis.status !== 'ready') await newsOfReady(redis, signal);
}

function newsOfReady(redis: Connection, signal: AbortSignal): Promise<void> {
  signal.throwIfAborted();
  return new Promise((resolve, reject) => {
    const onReady = () => {
      signal.removeEventListener('abort', onAbort);
      resolve();
    };
    const onAbort = () => {
      redis.off('ready', onReady);
      reject(signal.reason);
    };
    redis.once('ready', onReady);
    signal.addEventListener('abort', onAbort, { once: true });
  });
}
