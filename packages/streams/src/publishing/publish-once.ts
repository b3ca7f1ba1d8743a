import { compareLogIds, LOG_START, type LogId } from '@fulcrum/log';
import { type Connection, pause, whenReady } from '../connection/connection.ts';
import { isReplyError, toError } from '../connection/errors.ts';
import { streamInfo } from '../reading/inspect.ts';
import { CAUSE_GONE, type PublishKeys, publishBatch, type Result } from './publish-batch.ts';
import { ResultQueue } from './result-queue.ts';

/** Results that were known to stand in the stream are not there any more: Redis lost them. */
export class ResultsLostError extends Error {
  override name = 'ResultsLostError';

  constructor(key: string, known: LogId, lastId: LogId) {
    super(`RESULTS WERE LOST: ${key} ends at ${lastId}, but it had results up to ${known}. Find out what Redis lost`);
  }
}

/** The log has lost entries whose results are not published, and never will be. */
export class CausesLostError extends Error {
  override name = 'CausesLostError';

  constructor(key: string, refusal: Error) {
    super(`THE LOG WAS LOST: results of ${key} have no cause any more (${refusal.message}). Find out what Redis lost`);
  }
}

export interface PublisherOptions {
  readonly redis: Connection;
  readonly keys: PublishKeys;
  /** The last result in the stream before the first one that is handed over here. */
  readonly publishedBefore?: LogId;
  readonly signal: AbortSignal;
  readonly onError: (error: Error) => void;
  /** How large the results may be that wait, in characters; the caller has to wait when they are larger. */
  readonly maxCharacters?: number;
}

const RETRY_MS = 100;

const MAX_CHARACTERS = 16_000_000;

/**
 * How long the publisher that is ahead may take for its next batch of a large result: a long turn of its event loop, and
 * a wait for a processor. Whoever takes over sooner prints and sends again what the other one does already.
 */
const PATIENCE_MS = 40;

/**
 * From about this many on a round trip costs each result less than the work on the result itself. So many are sent on
 * their way at once, and Redis publishes them while the caller makes the next.
 */
const WORTH_A_TRIP = 64;

/** So much text is worth it as well, however few results it belongs to. */
const WORTHY_CHARACTERS = 250_000;

/**
 * Batches under way, by whose the lead is. What comes while they are waits, so the busier Redis is the more results a
 * batch has.
 */
const MAX_UNDER_WAY = { mine: 8, open: 1 };

/**
 * Publishes results in their order, each once, whoever else publishes them too: Redis refuses an id that is not
 * greater than the last. Each batch is one transaction, which an error refuses from some result on and leaves no gap.
 * A batch that is sent behind another one names the last result of that, and is refused unless it is published. After
 * anything but "equal or smaller" the publisher lets all that are under way come to their end, asks for the stream's
 * last id, and goes on above it.
 *
 * When another publisher turns out to be ahead, this one asks for the stream's end before it sends anything, and sends
 * what is not there yet. So the one behind costs little, and takes over within a round trip when the other is gone. As
 * long as nobody knows who is ahead one batch is under way at a time: its answer tells, and what the other one has
 * published is not printed and sent in vain.
 */
export class Publisher {
  readonly #options: PublisherOptions;
  readonly #maxCharacters: number;
  readonly #queue = new ResultQueue();
  #accepted = 0;
  #confirmed = 0;
  /** The last result that is known to stand in the stream. */
  #lastKnown: LogId;
  /** The socket over which that became known. Over another one Redis may have come back without it. */
  #knownOver: unknown;
  /** Who published the last results that were sent. It is open at first, and when the one ahead stands still. */
  #lead: 'mine' | "another's" | 'open' = 'open';
  /** Not before `run`, and not from an error on until all that were under way have come to their end. */
  #isSending = false;
  #isSendingSoon = false;
  #underWay = 0;
  #error: Error | undefined;
  #wakeUps: (() => void)[] = [];

  constructor(options: PublisherOptions) {
    this.#options = options;
    this.#maxCharacters = options.maxCharacters ?? MAX_CHARACTERS;
    this.#lastKnown = options.publishedBefore ?? LOG_START;
  }

  /** Results that are not known to stand in the stream. */
  get waiting(): number {
    return this.#queue.length;
  }

  /** Takes results that are greater than all before them. They leave at the end of the caller's turn at the latest. */
  enqueue(results: readonly Result[]): void {
    this.#queue.add(results);
    this.#accepted += results.length;
    if (this.#queue.unsent >= WORTH_A_TRIP || this.#queue.unsentCharacters >= WORTHY_CHARACTERS) this.#send();
    else this.#sendSoon();
  }

  /** About how large they are, in characters. */
  get waitingCharacters(): number {
    return this.#queue.characters;
  }

  /** Whether as much waits as may. */
  get isFull(): boolean {
    return this.#queue.characters > this.#maxCharacters;
  }

  /** Resolves when less waits than may. */
  async whileFull(): Promise<void> {
    while (this.isFull && !this.#options.signal.aborted) await this.#change();
  }

  /**
   * Resolves when there is room for more results: when no more wait than may, and not just a few either. Few are on
   * their way at once, and what comes in until they have arrived is then read, applied and published in one piece. A
   * single one is not waited for, because nobody else is there; nor are a few while nothing can be published.
   */
  async room(): Promise<void> {
    while (this.#isRoomAwaited() && !this.#options.signal.aborted) await this.#change();
  }

  /** Resolves when everything that was enqueued before the call stands in the stream. */
  async flushed(): Promise<void> {
    const target = this.#accepted;
    while (this.#confirmed < target) {
      this.#options.signal.throwIfAborted();
      await this.#change();
    }
  }

  /**
   * Publishes until the signal is given.
   *
   * @throws ResultsLostError when the stream ends before what was known to stand in it. To publish on would leave a gap.
   * @throws CausesLostError when the log has lost what the results answer. To publish them would tell of what is undone.
   */
  async run(): Promise<void> {
    const { keys, signal, onError } = this.#options;
    signal.addEventListener('abort', () => this.#wake(), { once: true });
    while (!signal.aborted) {
      this.#error = undefined;
      this.#isSending = true;
      this.#send();
      while (!signal.aborted && (this.#isSending || this.#underWay > 0)) await this.#change();
      this.#isSending = false;
      if (signal.aborted) return;
      if (isReplyError(this.#error, CAUSE_GONE)) throw new CausesLostError(keys.engine, this.#error);
      if (this.#error !== undefined) onError(this.#error);
      await this.#findEnd();
    }
  }

  #sendSoon(): void {
    if (this.#isSendingSoon) return;
    this.#isSendingSoon = true;
    queueMicrotask(() => {
      this.#isSendingSoon = false;
      this.#send();
    });
  }

  #send(): void {
    if (!this.#isSending || this.#queue.unsent === 0) return;
    if (this.#lead === "another's") this.#look();
    else while (this.#queue.unsent > 0 && this.#underWay < MAX_UNDER_WAY[this.#lead]) this.#sendNext();
  }

  #sendNext(): void {
    const { redis, keys } = this.#options;
    const { stream } = redis;
    const before = this.#queue.lastSent ?? (stream === this.#knownOver ? LOG_START : this.#lastKnown);
    const batch = this.#queue.send();
    this.#underWay += 1;
    publishBatch(redis, keys, batch, before === LOG_START ? undefined : before).then(
      (added) => this.#arrived(batch, added, stream),
      (error) => this.#failed(toError(error)),
    );
  }

  /** Behind an error as well: a batch that was not refused says that all before it are published. */
  #arrived(batch: readonly Result[], added: number, stream: unknown): void {
    this.#underWay -= 1;
    this.#queue.confirm(batch.length);
    this.#confirmed += batch.length;
    this.#learn(batch.at(-1)?.id ?? this.#lastKnown, stream);
    this.#lead = added < batch.length ? "another's" : 'mine';
    this.#send();
    this.#wake();
  }

  /** Asks what the publisher that is ahead has published by now, unless that is known to be enough. */
  #look(): void {
    if (this.#underWay > 0) return;
    this.#dropPublished();
    if (this.#queue.unsent === 0) {
      this.#wake();
      return;
    }
    this.#underWay += 1;
    this.#askForEnd(false);
  }

  #askForEnd(hasWaited: boolean): void {
    const { redis, keys } = this.#options;
    const { stream } = redis;
    streamInfo(redis, keys.callback).then(
      ({ lastId }) => this.#looked(lastId, stream, hasWaited),
      (error) => this.#failed(toError(error)),
    );
  }

  /**
   * What is left is published at once, because perhaps the other one is gone. Only where it is much is that left to the
   * other one for some milliseconds more, as long as it comes further in that time: to print it here as well would take
   * the time of both.
   */
  #looked(lastId: LogId, stream: unknown, hasWaited: boolean): void {
    const progress = compareLogIds(lastId, this.#lastKnown);
    if (progress < 0) {
      this.#failed(this.#lost(lastId));
      return;
    }
    this.#learn(lastId, stream);
    this.#dropPublished();
    if (this.#queue.unsentCharacters >= WORTHY_CHARACTERS && (progress > 0 || !hasWaited)) {
      this.#lookAgain();
    } else {
      this.#underWay -= 1;
      if (this.#queue.unsent > 0) this.#lead = 'open';
      this.#send();
    }
    this.#wake();
  }

  #lookAgain(): void {
    const { signal } = this.#options;
    const look = () => {
      if (this.#isSending) return this.#askForEnd(true);
      this.#underWay -= 1;
      this.#wake();
    };
    pause(PATIENCE_MS, signal).then(look, () => this.#failed(toError(signal.reason)));
  }

  /** The first error is the reason for those behind it. */
  #failed(error: Error): void {
    this.#underWay -= 1;
    this.#isSending = false;
    this.#error ??= error;
    this.#wake();
  }

  /** Nobody knows what became of the last batches: whatever is at or below the stream's last id is published. */
  async #findEnd(): Promise<void> {
    const { redis, keys, signal, onError } = this.#options;
    while (!signal.aborted) {
      try {
        await pause(RETRY_MS, signal);
        await whenReady(redis, signal);
        const { stream } = redis;
        const { lastId } = await streamInfo(redis, keys.callback);
        if (compareLogIds(lastId, this.#lastKnown) < 0) throw this.#lost(lastId);
        this.#learn(lastId, stream);
        this.#queue.takeBack();
        this.#dropPublished();
        this.#wake();
        return;
      } catch (error) {
        if (error instanceof ResultsLostError) throw error;
        if (!signal.aborted) onError(toError(error));
      }
    }
  }

  #learn(known: LogId, stream: unknown): void {
    if (compareLogIds(known, this.#lastKnown) > 0) this.#lastKnown = known;
    this.#knownOver = stream;
  }

  #dropPublished(): void {
    this.#confirmed += this.#queue.drop(({ id }) => compareLogIds(id, this.#lastKnown) <= 0);
  }

  #lost(lastId: LogId): ResultsLostError {
    return new ResultsLostError(this.#options.keys.callback, this.#lastKnown, lastId);
  }

  #isRoomAwaited(): boolean {
    const waiting = this.#queue.length;
    return this.isFull || (this.#isSending && waiting > 1 && waiting < WORTH_A_TRIP);
  }

  #change(): Promise<void> {
    return new Promise((resolve) => {
      if (this.#options.signal.aborted) resolve();
      else this.#wakeUps.push(resolve);
    });
  }

  #wake(): void {
    for (const wakeUp of this.#wakeUps.splice(0)) wakeUp();
  }
}
