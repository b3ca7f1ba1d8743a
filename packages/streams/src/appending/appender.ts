import { assert, type LogId } from '@fulcrum/log';
import type { Connection } from '../connection/connection.ts';
import { isReplyError, isShortOfReplicas, toError } from '../connection/errors.ts';
import { Replicas } from '../connection/replicas.ts';

/**
 * What became of an append. `refused` is certain: nothing was sent, or Redis said no. `unknown` means that it was
 * sent and no answer came. It may be in the log, so it must not be sent again.
 */
export type AppendOutcome =
  | {
      readonly outcome: 'appended';
      readonly id: LogId;
      /** Whether as many replicas have it as the appender asks for. Absent when it asks for none. */
      readonly isReplicated?: Promise<boolean>;
    }
  | { readonly outcome: 'refused'; readonly reason: string }
  | { readonly outcome: 'unknown'; readonly reason: string };

export interface AppenderOptions {
  /** Appends that may be in flight. */
  readonly maxInFlight?: number;
  /** Bytes that the values of all appends in flight may have together. */
  readonly maxBytesInFlight?: number;
  /** How many replicas are to have each entry. */
  readonly minReplicas?: number;
}

/** This many appends may be in flight before the next ones are held back, to be written together. */
const WRITTEN_AT_ONCE = 8;

/** The limit for the values of all appends in flight, together. */
const MAX_BYTES_IN_FLIGHT = 16 * 1_024 * 1_024;

/** Appends entries to a stream over one connection, at most `maxInFlight` at a time. */
export class Appender {
  readonly #redis: Connection;
  readonly #key: string;
  readonly #maxInFlight: number;
  readonly #replicas: Replicas | undefined;
  readonly #maxBytesInFlight: number;
  #inFlight = 0;
  #bytesInFlight = 0;
  #isHolding = false;

  constructor(
    redis: Connection,
    key: string,
    { maxInFlight = 10_000, maxBytesInFlight = MAX_BYTES_IN_FLIGHT, minReplicas = 0 }: AppenderOptions = {},
  ) {
    assert(maxInFlight > 0 && maxBytesInFlight > 0, 'an appender has room for an append');
    this.#redis = redis;
    this.#key = key;
    this.#maxInFlight = maxInFlight;
    this.#maxBytesInFlight = maxBytesInFlight;
    this.#replicas = minReplicas === 0 ? undefined : new Replicas(redis, minReplicas);
  }

  /** Appends that Redis has not answered. */
  get inFlight(): number {
    return this.#inFlight;
  }

  /** Bytes of their values. */
  get bytesInFlight(): number {
    return this.#bytesInFlight;
  }

  get isConnected(): boolean {
    return this.#redis.status === 'ready';
  }

  /**
   * Appends an entry.
   *
   * @param maxLength trims the stream to about this many entries.
   */
  async append(fields: Record<string, string>, maxLength?: number): Promise<AppendOutcome> {
    if (!this.isConnected) return { outcome: 'refused', reason: 'Redis is not connected' };
    const bytes = bytesOf(fields);
    if (this.#inFlight >= this.#maxInFlight || this.#bytesInFlight + bytes > this.#maxBytesInFlight)
      return { outcome: 'refused', reason: 'too many appends are under way' };
    const limit = maxLength === undefined ? [] : ['MAXLEN', '~', maxLength];
    this.#inFlight += 1;
    this.#bytesInFlight += bytes;
    if (this.#inFlight > WRITTEN_AT_ONCE) this.#holdWrites();
    try {
      const adding = this.#redis.call('XADD', [this.#key, ...limit, '*', ...Object.entries(fields).flat()]);
      const isReplicated = this.#replicas?.have();
      const id = String(await adding);
      return { outcome: 'appended', id, ...(isReplicated === undefined ? {} : { isReplicated }) };
    } catch (error) {
      return { outcome: wasSent(error) ? 'unknown' : 'refused', reason: reasonOf(error) };
    } finally {
      this.#inFlight -= 1;
      this.#bytesInFlight -= bytes;
      assert(this.#inFlight >= 0 && this.#bytesInFlight >= 0, 'an append is taken off once');
    }
  }

  /**
   * What is appended in this turn of the event loop from now on leaves in one write at the turn's end. The first few
   * appends have left before: Redis works on them while this process goes on.
   */
  #holdWrites(): void {
    if (this.#isHolding) return;
    const { stream } = this.#redis;
    this.#isHolding = true;
    stream.cork();
    setImmediate(() => {
      this.#isHolding = false;
      stream.uncork();
    });
  }
}

function bytesOf(fields: Record<string, string>): number {
  return Object.values(fields).reduce((sum, value) => sum + Buffer.byteLength(value), 0);
}

function reasonOf(error: unknown): string {
  return isShortOfReplicas(error) ? 'Redis takes nothing while it has too few replicas' : toError(error).message;
}

/** ioredis rejects a command that it did not write with these words. An error reply means that Redis did not do it. */
function wasSent(error: unknown): boolean {
  return !isReplyError(error) && !toError(error).message.startsWith("Stream isn't writeable");
}
