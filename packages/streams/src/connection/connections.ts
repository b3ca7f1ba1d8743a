import type { Redis } from 'ioredis';
import type { RedisAddress } from './address.ts';
import { type ConnectionListener, connectRedis } from './connection.ts';
import { toError } from './errors.ts';
import { isPrimary, type ServerInfo } from './primary-connector.ts';
import { type Endpoint, SentinelWatch } from './sentinel-watch.ts';
import { readInfo } from './server-info.ts';

const WATCH_EVERY_MS = 1_000;

/**
 * The watching connection is given up after this much silence, long before the others: none of its commands can get lost.
 * When the same server answers again, the others stay. When another one answers, they follow. A fork of some tens of
 * gigabytes, or a slow disk, takes about a second.
 */
const WATCH_SILENCE_MS = 3_000;

/** While the primary has too few replicas, this is how often the process looks whether another server has replaced it. */
const LOOK_AGAIN_MS = 2_000;

/**
 * A process's connections to one Redis. They move together: when one of them learns that its server is no primary any
 * more, or the sentinels say so, all are dropped and made anew. One of them, the watching connection, does nothing but ask
 * the server every second for its role. So a process that only reads, or has nothing to do, learns of a fail-over as well.
 * When the watching connection reaches another server than before, the others follow.
 */
export class RedisConnections {
  readonly #settings: RedisAddress;
  readonly #onError: (error: Error) => void;
  /** The run id of the server that each is connected to. A server has another one after each start. */
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

  /** The watching connection is the newest, and at the right server: connections to another one are dropped. */
  #gather(): void {
    const server = this.#open.get(this.#watching);
    for (const [redis, other] of this.#open) if (other !== server && redis.status === 'ready') redis.disconnect(true);
  }

  /** A primary that was replaced has no replicas, and may not know it: the watching connection is made anew. */
  #lookAgain(): void {
    const now = performance.now();
    if (this.#watching.status !== 'ready' || now - this.#lookedAt < LOOK_AGAIN_MS) return;
    this.#lookedAt = now;
    this.#watching.disconnect(true);
  }

  /** A connection made just now may be to the old primary as well. A frozen one would never answer. */
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

  /** @param except drops itself. Connections that are being made anew reach the right server by themselves. */
  #drop(error: Error, except?: Redis): void {
    this.#onError(error);
    for (const redis of this.#open.keys()) if (redis !== except && redis.status === 'ready') redis.disconnect(true);
  }
}
