import { assert } from '@fulcrum/log';
import type { Connection } from './connection.ts';
import { isReplyError } from './errors.ts';

/** A replica that takes longer counts as one that does not have it. Redis answers nothing else meanwhile. */
const LIMIT_MS = 1_000;

/**
 * Asks how many replicas have what was written over a connection. One question is in flight at a time, and its answer
 * holds for all that was written before it. Callers that come meanwhile share the next question.
 */
export class Replicas {
  readonly #redis: Connection;
  readonly #wanted: number;
  readonly #limitMs: number;
  /** From Redis 7.2 on, what a replica has on its disk counts; before, what it has in memory. */
  #hasWaitAof = true;
  #inFlight: Promise<unknown> = Promise.resolve();
  #next: Promise<unknown> | undefined;

  /** @param wanted at least one. */
  constructor(redis: Connection, wanted: number, limitMs = LIMIT_MS) {
    assert(Number.isInteger(wanted) && wanted > 0, 'at least one replica is asked for');
    this.#redis = redis;
    this.#wanted = wanted;
    this.#limitMs = limitMs;
  }

  /**
   * Whether as many replicas as wanted have what was written before the call over the present socket. An answer over
   * another socket says nothing about it, whatever the number.
   */
  async have(): Promise<boolean> {
    const { stream } = this.#redis;
    this.#next ??= this.#ask();
    return (await this.#next) === stream;
  }

  /** @returns the socket over which enough replicas were counted; undefined when too few were, or nobody can tell. */
  async #ask(): Promise<unknown> {
    const before = this.#inFlight;
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#inFlight = promise;
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
