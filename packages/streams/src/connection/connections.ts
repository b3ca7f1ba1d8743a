import type { Redis } from 'ioredis';
import type { RedisAddress } from './address.ts';
import { type ConnectionListener, connectRedis } from './connection.ts';
import { toError } from './errors.ts';
import { isPrimary, type ServerInfo } from './primary-connector.ts';
import { type Endpoint, SentinelWatch } from './sentinel-watch.ts';
import { readInfo } from './server-info.ts';

const WATCH_EVERY_MS = 1_000;

/**
 * The connection that watches is given up after so much silence, long before the others. It has nothing under way that
 * could get lost: where the same server is still silent the others stay, and where another one answers they follow.
 * A fork of some tens of gigabytes, or a slow disk, takes about a second.
 */
const WATCH_SILENCE_MS = 3_000;

/** While a primary has too few replicas, it is looked so often whether another one stands in its place. */
const LOOK_AGAIN_MS = 2_000;

/**
 * A process's connections to one Redis. They move together: when one of them learns that its server is no primary any
 * more, or the sentinels say so, they are dropped and made anew. One of them does nothing but ask the server every second
 * what it is, so that a process which only reads, or has nothing to do, learns it as well. Where that one gets to another
 * server than before, the others follow.
 */
export class RedisConnections {
  readonly #settings: RedisAddress;
  readonly #onError: (error: Error) => void;
  /** The server that each is connected to, by the name that it has until it is started again. */
  readonly #open = new Map<Redis, string | undefined>();
  readonly #watching: Redis;
  readonly #sentinels: SentinelWatch;
  readonly #timer: NodeJS.Timeout;
  #isAsking = false;
  #lookedAt = 0;

  constructor(settings: RedisAddress, onError: (error: Error) => void) {
    this.#settings = settings;
    this.#onError = onError;
    this.#sentinels = new SentinelWatch(settings, (primary) => this.#moveTo(primary), onError);
    this.#watching = this.#connect(WATCH_SILENCE_MS);
    this.#watching.on('ready', () => this.#gather());
    this.#timer = setInterval(() => this.#watch(), WATCH_EVERY_MS);
    this.#timer.unref();
  }

  open(): Redis {
    return this.#connect();
  }

  /** Why nothing can be written at the moment; undefined when there is a primary. */
  notReady(): string | undefined {
    return this.#watching.status === 'ready' ? undefined : 'Redis is not connected';
  }

  close(): void {
    clearInterval(this.#timer);
    this.#sentinels.close();
    this.#watching.disconnect();
  }

  #connect(silenceMs?: number): Redis {
    const listener: ConnectionListener = {
      onError: this.#onError,
      onServer: ({ run_id }) => this.#open.set(redis, run_id),
      onMoved: (error) => this.#drop(error, redis),
      onShortOfReplicas: () => this.#lookAgain(),
    };
    const redis = connectRedis(this.#settings, listener, silenceMs);
    this.#open.set(redis, undefined);
    redis.once('end', () => this.#open.delete(redis));
    return redis;
  }

  /** The newest connection is at the right server. Those to another one have been left behind there. */
  #gather(): void {
    const server = this.#open.get(this.#watching);
    for (const [redis, other] of this.#open) if (other !== server && redis.status === 'ready') redis.disconnect(true);
  }

  /** A primary that was replaced has no replicas, and need not know it: the connection that watches is made anew. */
  #lookAgain(): void {
    const now = performance.now();
    if (this.#watching.status !== 'ready' || now - this.#lookedAt < LOOK_AGAIN_MS) return;
    this.#lookedAt = now;
    this.#watching.disconnect(true);
  }

  /** A connection that has just been made may be to the old primary as well, which answers nothing if it is frozen. */
  #moveTo({ host, port }: Endpoint): void {
    this.#onError(new Error(`the sentinels have made ${host}:${port} the primary`));
    for (const redis of this.#open.keys()) {
      const isConnected = redis.status === 'ready' || redis.status === 'connect';
      const { remoteAddress, remotePort } = redis.stream ?? {};
      if (isConnected && (remoteAddress !== host || remotePort !== port)) redis.disconnect(true);
    }
  }

  #watch(): void {
    if (this.#isAsking || this.#watching.status !== 'ready') return;
    this.#isAsking = true;
    this.#watching
      .call('INFO', 'replication')
      .then((reply) => this.#look(readInfo(String(reply))))
      .catch((error) => this.#onError(toError(error)))
      .finally(() => {
        this.#isAsking = false;
      });
  }

  #look(info: ServerInfo): void {
    if (!isPrimary(info)) this.#drop(new Error('this Redis has become a replica'));
  }

  /** @param except drops itself. Those that are being made anew already come to the right server by themselves. */
  #drop(error: Error, except?: Redis): void {
    this.#onError(error);
    for (const redis of this.#open.keys()) if (redis !== except && redis.status === 'ready') redis.disconnect(true);
  }
}
