import type { Redis } from 'ioredis';
import type { RedisAddress } from './address.ts';
import { connectRedis } from './connection.ts';
import { toError } from './errors.ts';
import { isPrimary, type ServerInfo } from './primary-connector.ts';
import { readInfo } from './server-info.ts';

const WATCH_EVERY_MS = 1_000;

/**
 * A process's connections to one Redis. They move together: when one of them learns that its server is no primary any
 * more, all are dropped and made anew. One of them does nothing but ask the server every second what it is, so that a
 * process which only reads, or has nothing to do, learns it as well.
 */
export class RedisConnections {
  readonly #settings: RedisAddress;
  readonly #onError: (error: Error) => void;
  /** The server that each is connected to, by the name that it has until it is started again. */
  readonly #open = new Map<Redis, string | undefined>();
  readonly #watching: Redis;
  readonly #timer: NodeJS.Timeout;
  #isAsking = false;

  constructor(settings: RedisAddress, onError: (error: Error) => void) {
    this.#settings = settings;
    this.#onError = onError;
    this.#watching = this.open();
    this.#watching.on('ready', () => this.#gather());
    this.#timer = setInterval(() => this.#watch(), WATCH_EVERY_MS);
    this.#timer.unref();
  }

  open(): Redis {
    const redis: Redis = connectRedis(this.#settings, {
      onError: this.#onError,
      onServer: ({ run_id }) => this.#open.set(redis, run_id),
      onMoved: (error) => this.#drop(error, redis),
    });
    this.#open.set(redis, undefined);
    redis.once('end', () => this.#open.delete(redis));
    return redis;
  }

  /** Why nothing can be written at the moment; undefined when there is a primary. */
  notReady(): string | undefined {
    return this.#watching.status === 'ready' ? undefined : 'Redis is not connected';
  }

  close(): void {
    clearInterval(this.#timer);
    this.#watching.disconnect();
  }

  /** The newest connection is at the right server. Those to another one have been left behind there. */
  #gather(): void {
    const server = this.#open.get(this.#watching);
    for (const [redis, other] of this.#open) if (other !== server && redis.status === 'ready') redis.disconnect(true);
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
