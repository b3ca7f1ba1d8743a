import { type Entry, LOG_START, type LogId } from '@fulcrum/log';
import { endIfEmpty, entriesAfter, Reader, type Redis } from '@fulcrum/streams';
import { z } from 'zod';
import type { Session } from './session-token.ts';

/** How many sign-outs are kept. Beyond it the oldest are dropped: a session ends by itself after a week. */
export const MAX_REVOCATIONS = 1_000_000;

const revocation = z.object({ sessionId: z.uuid(), expiresAt: z.coerce.number().int().positive() });

/**
 * The sessions that were ended before their time. They stand in a stream of their own, which every process reads. So a
 * sign-out reaches all processes at once, also those that start later, and no request has to ask for it.
 */
export class RevokedSessions {
  /** When each would have ended by itself, in seconds since 1970. */
  readonly #ends = new Map<string, number>();
  /** The same by the minute in which they have ended by themselves: they end in another order than they came. */
  readonly #over = new Map<number, string[]>();
  /** The minute up to which those that are over were dropped. */
  #dropped = minuteOf(Date.now() / 1_000);
  /** Those of them that the stream did not have when it was read last. */
  readonly #missing = new Set<string>();
  readonly #onRevoked: (sessionId: string, expiresAt: number) => void;
  #isLoaded = false;

  /**
   * @param onRevoked is told of each session that ends, also of those that had ended before the start, and when it would
   *   have ended by itself.
   */
  constructor(onRevoked: (sessionId: string, expiresAt: number) => void = () => {}) {
    this.#onRevoked = onRevoked;
  }

  /** Whether everything that was revoked before the start has been read from the stream. */
  get isLoaded(): boolean {
    return this.#isLoaded;
  }

  /**
   * The sessions that are known to have ended, while the stream does not say so: an ending that is being written, or the
   * stream was lost. A full stream has dropped some on purpose, and none is named then.
   */
  missingInStream(): Pick<Session, 'sessionId' | 'expiresAt'>[] {
    if (!this.#isLoaded || this.#ends.size >= MAX_REVOCATIONS) return [];
    return [...this.#missing].flatMap((sessionId) => {
      const expiresAt = this.#ends.get(sessionId);
      return expiresAt === undefined ? [] : [{ sessionId, expiresAt }];
    });
  }

  /** Endings that are kept. */
  get size(): number {
    return this.#ends.size;
  }

  has({ sessionId }: Pick<Session, 'sessionId'>): boolean {
    return this.#ends.has(sessionId);
  }

  /** Ends a session for this process. */
  end({ sessionId, expiresAt }: Pick<Session, 'sessionId' | 'expiresAt'>): void {
    if (this.#take(sessionId, expiresAt)) this.#missing.add(sessionId);
  }

  /** Follows the stream until the signal is given. What is known stays known while Redis is away. */
  async run(redis: Redis, key: string, signal: AbortSignal, onError: (error: Error) => void): Promise<void> {
    const take = (entries: readonly Entry[]) => {
      for (const entry of entries) this.#read(entry);
    };
    const begin = async () => ({ from: await this.#load(redis, key), take });
    // Old sign-outs may be trimmed at any time. After such a gap the whole stream is read again.
    await new Reader({ redis, key, signal, begin, onGap: () => {}, onError }).run();
  }

  async #load(redis: Redis, key: string): Promise<LogId> {
    for (const sessionId of this.#ends.keys()) this.#missing.add(sessionId);
    let last = await endIfEmpty(redis, key);
    for await (const entry of entriesAfter(redis, key, LOG_START)) {
      this.#read(entry);
      last = entry.id;
    }
    this.#isLoaded = true;
    return last;
  }

  #read({ fields }: Entry): void {
    const read = revocation.safeParse(fields);
    if (!read.success) return;
    this.#missing.delete(read.data.sessionId);
    this.#take(read.data.sessionId, read.data.expiresAt);
  }

  /** @returns whether it is news, and not over by itself. */
  #take(sessionId: string, expiresAt: number): boolean {
    const now = Date.now() / 1_000;
    this.#dropOver(now);
    if (expiresAt <= now || this.#ends.has(sessionId)) return false;
    this.#ends.set(sessionId, expiresAt);
    const minute = minuteOf(expiresAt) + 1;
    const sameMinute = this.#over.get(minute);
    if (sameMinute === undefined) this.#over.set(minute, [sessionId]);
    else sameMinute.push(sessionId);
    this.#onRevoked(sessionId, expiresAt);
    return true;
  }

  #dropOver(now: number): void {
    for (const end = minuteOf(now); this.#dropped < end; ) {
      this.#dropped += 1;
      for (const id of this.#over.get(this.#dropped) ?? []) {
        this.#ends.delete(id);
        this.#missing.delete(id);
      }
      this.#over.delete(this.#dropped);
    }
  }
}

function minuteOf(seconds: number): number {
  return Math.floor(seconds / 60);
}
