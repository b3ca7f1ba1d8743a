import { setTimeout as sleep } from 'node:timers/promises';
import { type Connection, whenReady } from '../connection/connection.ts';
import { toError } from '../connection/errors.ts';

/** What listening needs of a connection, which can do nothing else meanwhile. Connections of ioredis fulfil it. */
export interface ListeningConnection extends Connection {
  on(event: 'message', listener: (channel: string, message: string) => void): unknown;
}

export interface ChannelOptions {
  readonly redis: ListeningConnection;
  readonly channel: string;
  readonly signal: AbortSignal;
  readonly onMessage: (message: string) => void;
  readonly onError: (error: Error) => void;
}

/** How often the channel asks for a sign of life. */
const PING_EVERY_MS = 2_000;
/** How long it waits before it listens anew. */
const RETRY_MS = 50;

/** Listens on a channel of Redis until its signal is given. What is sent while nobody listens is lost. */
export class Channel {
  readonly #options: ChannelOptions;
  /** The socket over which it has subscribed. */
  #listeningOver: unknown;

  constructor(options: ChannelOptions) {
    this.#options = options;
    options.redis.on('message', (_channel, message) => options.onMessage(message));
  }

  /** Whether it hears what is sent from now on, as far as it can know. */
  get isListening(): boolean {
    const { redis } = this.#options;
    return redis.status === 'ready' && this.#listeningOver === redis.stream;
  }

  /** Resolves when the signal is given. */
  async run(): Promise<void> {
    const { signal, onError } = this.#options;
    while (!signal.aborted) {
      try {
        await this.#listen();
      } catch (error) {
        if (!signal.aborted) onError(toError(error));
      }
      await sleep(RETRY_MS, undefined, { signal }).catch(() => {});
    }
  }

  /** Subscribes, and returns when the socket is closed. The pings find out that a silent connection is dead. */
  async #listen(): Promise<void> {
    const { redis, channel, signal } = this.#options;
    await whenReady(redis, signal);
    const { stream } = redis;
    const closing = new AbortController();
    const close = () => closing.abort();
    redis.once('close', close);
    // It may be given already when Redis answers.
    const ending = AbortSignal.any([signal, closing.signal]);
    try {
      // The client library knows these commands in lower case alone.
      await redis.call('subscribe', [channel]);
      this.#listeningOver = stream;
      while (this.isListening) {
        await sleep(PING_EVERY_MS, undefined, { signal: ending }).catch(() => {});
        if (ending.aborted) return;
        await redis.call('ping', []);
      }
    } finally {
      redis.off('close', close);
    }
  }
}
