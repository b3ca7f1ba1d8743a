import type { Connection } from './connection.ts';
import { isReplyError } from './errors.ts';

/** A replica that takes longer counts for one that does not have it. Redis holds the connection back as long. */
const LIMIT_MS = 1_000;

/**
 * Asks how many replicas have what was written over a connection. One question is under way at a time, and answers for
 * all that was written before it; who asks meanwhile shares the next one.
 */
export class Replicas {
  readonly #redis: Connection;
  readonly #wanted: number;
  readonly #limitMs: number;
  /** From Redis 7.2 on a replica's disk counts; before, its memory. */
  #hasWaitAof = true;
  #underWay: Promise<unknown> = Promise.resolve();
  #next: Promise<unknown> | undefined;

  /** @param wanted at least one. */
  constructor(redis: Connection, wanted: number, limitMs = LIMIT_MS) {
    this.#redis = redis;
    this.#wanted = wanted;
    this.#limitMs = limitMs;
  }

  /**
   * Whether what was written before the call, over the socket that there is now, stands in as many replicas as wanted. Over
   * another socket the question would be about nothing, and any number would do.
   */
  async have(): Promise<boolean> {
    const { stream } = this.#redis;
    this.#next ??= this.#ask();
    return (await this.#next) === stream;
  }

  /** @returns the socket over which enough replicas were counted; undefined when too few were, or nobody can tell. */
  async #ask(): Promise<unknown> {
    const before = this.#underWay;
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#underWay = promise;
    await before;
    this.#next = undefined;
    const { stream } = this.#redis;
    try {
      return (await this.#count()) >= this.#wanted ? stream : undefined;
    } catch {
      return undefined;
    } finally {
      resolve();
    }
  }

  async #count(): Promise<number> {
    if (!this.#hasWaitAof) return Number(await this.#redis.call('WAIT', [this.#wanted, this.#limitMs]));
    try {
      const counts = await this.#redis.call('WAITAOF', [0, this.#wanted, this.#limitMs]);
      return Array.isArray(counts) ? Number(counts[1]) : 0;
    } catch (error) {
      if (!isReplyError(error, 'unknown command')) throw error;
      this.#hasWaitAof = false;
      return this.#count();
    }
  }
}
