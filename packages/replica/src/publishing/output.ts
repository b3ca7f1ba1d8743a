import { callbackId, causeOf, compareLogIds, type Entry, type LogId, logTime, MAX_PARTS } from '@fulcrum/log';
import type { Logger } from '@fulcrum/service';
import { type Connection, type LogKeys, Publisher } from '@fulcrum/streams';
import type { Answer, Events } from '../core.ts';
import { Confirmations } from './confirmations.ts';
import { LazyResult, toResult } from './lazy-result.ts';
import { type LostReply, Replies } from './replies.ts';
import { untilReplicated } from './until-replicated.ts';

export interface OutputOptions {
  readonly redis: Connection;
  readonly keys: Pick<LogKeys, 'input' | 'output' | 'replies'>;
  /** The entry behind which the state begins. */
  readonly position: LogId;
  /** The last result that was published before. */
  readonly publishedBefore: LogId;
  readonly minReplicas: number;
  readonly onConfirmed: ((result: LogId) => void) | undefined;
  readonly signal: AbortSignal;
  readonly logger: Logger;
  readonly onReplyLost: (why: LostReply) => void;
}

/** Answers to reads that are this much older than the last published result are waited for by nobody. */
const ANSWERED_WITHIN_MS = 10_000;

/**
 * All that leaves a replica: results for the callback stream, each once, and answers for those who asked. What was
 * published before this replica began does not leave again.
 */
export class Output {
  readonly #options: OutputOptions;
  readonly #publisher: Publisher;
  readonly #replies: Replies;
  readonly #confirmations: Confirmations | undefined;
  /** The last result of what was applied. Answers to reads name it. */
  #lastResult: LogId;
  /** Nothing that comes now was published before this replica began. */
  #isLive = false;

  constructor(options: OutputOptions) {
    const { redis, keys, position, publishedBefore, onConfirmed, signal, logger, onReplyLost } = options;
    this.#options = options;
    this.#publisher = new Publisher({
      ...{ redis, keys, publishedBefore, signal },
      onError: (error) => logger.warn({ err: error }, 'publishing is interrupted'),
    });
    const flushed = () => this.#publisher.flushed();
    this.#replies = new Replies({ redis, flushed, onLost: onReplyLost });
    this.#confirmations = onConfirmed && new Confirmations({ flushed, onConfirmed });
    const isBehind = compareLogIds(causeOf(publishedBefore), position) > 0;
    this.#lastResult = isBehind ? lastResultOf(position) : publishedBefore;
  }

  /** Results that are not published yet. */
  get pending(): number {
    return this.#publisher.waiting;
  }

  /** About how large these are, in characters. */
  get pendingCharacters(): number {
    return this.#publisher.waitingCharacters;
  }

  get isLive(): boolean {
    return this.#isLive;
  }

  /** The log has been replayed to its end. */
  goLive(): void {
    this.#isLive = true;
  }

  /** The whole result of an entry. */
  publish(cause: Entry, events: Events): void {
    const id = this.#next(cause, 0);
    if (!this.#isPublished(id)) this.#publisher.enqueue([toResult(id, events, cause)]);
  }

  /** A part of a large result. */
  publishPart(cause: Entry, part: number, events: Events): void {
    const id = this.#next(cause, part);
    if (!this.#isPublished(id)) this.#publisher.enqueue([new LazyResult(id, events, cause)]);
  }

  #next(cause: Entry, part: number): LogId {
    this.#lastResult = callbackId(cause.id, part);
    this.#confirmations?.made(this.#lastResult);
    return this.#lastResult;
  }

  /** Whether a replica before this one published a result: it need not even be printed. */
  #isPublished(result: LogId): boolean {
    return !this.#isLive && compareLogIds(result, this.#options.publishedBefore) <= 0;
  }

  /** Whether somebody may wait for the answer to a read: not when the replica before this one was long past it. */
  isAwaited(read: LogId): boolean {
    const aheadMs = logTime(causeOf(this.#options.publishedBefore)) - logTime(read);
    return this.#isLive || aheadMs <= ANSWERED_WITHIN_MS;
  }

  /** The answer to a read leaves once all before it is confirmed. */
  reply(answer: Answer): void {
    this.#replies.add(this.#options.keys.replies(answer.replyTo), answer.print(this.#lastResult));
  }

  /** Resolves when less waits to be published than may. */
  whileFull(): Promise<void> {
    return this.#publisher.whileFull();
  }

  /** Resolves when it is worth while to make more results. */
  room(): Promise<void> {
    return this.#publisher.room();
  }

  /** Publishes until the signal is given. */
  run(): Promise<void> {
    return this.#publisher.run();
  }

  /**
   * Resolves when all results up to here are published, and cannot get lost with one Redis where that is asked for.
   *
   * @param lastApplied the last entry that was applied, whenever that is asked.
   */
  async settled(lastApplied: () => Entry | undefined): Promise<void> {
    const { redis, keys, minReplicas, signal, logger } = this.#options;
    const onError = (error: Error) => logger.warn({ err: error }, 'the replicas are not asked');
    await this.#publisher.flushed();
    await untilReplicated({ redis, keys, minReplicas, lastApplied, signal, onError });
  }
}

/** A position that no result of the entry, or of those before it, is behind. */
function lastResultOf(cause: LogId): LogId {
  return callbackId(cause, MAX_PARTS - 1);
}
