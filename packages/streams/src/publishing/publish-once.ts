import { setTimeout as sleep } from 'node:timers/promises';
import { assert, compareLogIds, LOG_START, type LogId } from '@fulcrum/log';
import { type Connection, whenReady } from '../connection/connection.ts';
import { isReplyError, toError } from '../connection/errors.ts';
import { streamInfo } from '../reading/inspect.ts';
import { KnownEnd } from './known-end.ts';
import { CausesLostError, ResultsLostError } from './lost-errors.ts';
import { CAUSE_GONE, type PublishKeys, publishBatch, type Result } from './publish-batch.ts';
import { ResultQueue } from './result-queue.ts';
import { WakeUps } from './wake-ups.ts';

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
 * What a publisher does. It goes around: sending, failing, resuming, sending.
 *
 * - `idle`: nothing, before `run` and behind its end. Results wait.
 * - `sending`: it sends what comes.
 * - `failing`: a request had an error. Nothing more is sent until all requests in flight have come to their end.
 * - `resuming`: nobody knows what became of the last batches, and the stream is asked where it ends.
 */
type State =
  | { readonly name: 'idle' | 'sending' | 'resuming' }
  /** The first error: it is the reason for those behind it. */
  | { readonly name: 'failing'; readonly error: Error };

/**
 * Who published the last results that were sent: this publisher, another one, or nobody knows. That is so at first, and
 * when the one that was ahead stands still.
 */
type Lead = 'own' | 'other' | 'unknown';

/**
 * Batches that may be in flight. What comes while they are waits, so the busier Redis is the more results a batch has.
 * Behind another publisher nothing is sent.
 */
const MAX_IN_FLIGHT: Readonly<Record<Lead, number>> = { own: 8, unknown: 1, other: 0 };

/**
 * Publishes results in their order, each once, whoever else publishes them too: Redis refuses an id that is not
 * greater than the last. Each batch is one transaction, which an error refuses from some result on and leaves no gap.
 * A batch that is sent behind another one names the last result of that, and is refused unless it is published. After
 * anything but "equal or smaller" the publisher asks for the stream's last id, and goes on above it.
 *
 * When another publisher turns out to be ahead, this one asks for the stream's end before it sends anything, and sends
 * what is not there yet. So the one behind costs little, and takes over within a round trip when the other is gone. As
 * long as nobody knows who is ahead one batch is in flight at a time. Its answer tells, and what the other one has
 * published is not printed and sent in vain.
 */
export class Publisher {
  readonly #options: PublisherOptions;
  readonly #queue = new ResultQueue();
  readonly #end: KnownEnd;
  readonly #wakeUps = new WakeUps();
  #state: State = { name: 'idle' };
  #lead: Lead = 'unknown';
  /** Requests whose answer has not come: batches, and a look at the stream's end. */
  #inFlight = 0;
  #isSendDue = false;

  constructor(options: PublisherOptions) {
    this.#options = options;
    this.#end = new KnownEnd(options.publishedBefore ?? LOG_START);
  }

  /** Results that are not known to stand in the stream. */
  get waiting(): number {
    return this.#queue.length;
  }

  /** About how large they are, in characters. */
  get waitingCharacters(): number {
    return this.#queue.characters;
  }

  /** Whether as much waits as may. */
  get isFull(): boolean {
    return this.#queue.characters > (this.#options.maxCharacters ?? MAX_CHARACTERS);
  }

  /** Takes results that are greater than all before them. They leave at the end of the caller's turn at the latest. */
  enqueue(results: readonly Result[]): void {
    this.#queue.add(results);
    if (this.#queue.unsent >= WORTH_A_TRIP || this.#queue.unsentCharacters >= WORTHY_CHARACTERS) this.#send();
    else this.#sendSoon();
  }

  /** Resolves when less waits than may. */
  async whileFull(): Promise<void> {
    while (this.isFull && !this.#options.signal.aborted) await this.#change();
  }

  /**
   * Resolves when it is worth while to make more results: when less waits than may, and no handful is in flight. While a
   * handful is, more input gathers, which is then read, applied and published in one piece. Nobody waits for a single
   * result, because nobody else is there, nor for a handful while nothing can be published.
   */
  async room(): Promise<void> {
    while (this.#isRoomAwaited() && !this.#options.signal.aborted) await this.#change();
  }

  #isRoomAwaited(): boolean {
    const waiting = this.#queue.length;
    return this.isFull || (this.#state.name === 'sending' && waiting > 1 && waiting < WORTH_A_TRIP);
  }

  /** Resolves when everything that was enqueued before the call stands in the stream. */
  async flushed(): Promise<void> {
    const target = this.#queue.added;
    while (this.#queue.confirmed < target) {
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
    signal.addEventListener('abort', () => this.#wakeUps.wake(), { once: true });
    while (!signal.aborted) {
      const error = await this.#sendUntilError();
      if (error === undefined) return;
      if (isReplyError(error, CAUSE_GONE)) throw new CausesLostError(keys.input, error);
      onError(error);
      await this.#resume();
    }
  }

  /** Resolves when nothing is in flight any more after an error, or with undefined when the signal is given. */
  async #sendUntilError(): Promise<Error | undefined> {
    const { signal } = this.#options;
    assert(this.#inFlight === 0, 'sending begins when nothing is in flight');
    this.#state = { name: 'sending' };
    this.#send();
    while (!signal.aborted && (this.#error === undefined || this.#inFlight > 0)) await this.#change();
    const error = signal.aborted ? undefined : this.#error;
    this.#state = { name: signal.aborted ? 'idle' : 'resuming' };
    return error;
  }

  get #error(): Error | undefined {
    return this.#state.name === 'failing' ? this.#state.error : undefined;
  }

  #sendSoon(): void {
    if (this.#isSendDue) return;
    this.#isSendDue = true;
    queueMicrotask(() => {
      this.#isSendDue = false;
      this.#send();
    });
  }

  #send(): void {
    if (this.#state.name !== 'sending' || this.#queue.unsent === 0) return;
    while (this.#queue.unsent > 0 && this.#inFlight < MAX_IN_FLIGHT[this.#lead]) this.#sendNext();
    if (this.#lead === 'other' && this.#inFlight === 0) this.#passPublished();
  }

  #sendNext(): void {
    const { redis, keys } = this.#options;
    const { stream } = redis;
    const before = this.#queue.lastSent ?? this.#end.doubtfulOver(stream);
    const batch = this.#queue.send();
    this.#inFlight += 1;
    publishBatch(redis, keys, batch, before).then(
      (added) => this.#arrived(batch, added, stream),
      (error) => this.#failed(toError(error)),
    );
  }

  /** A batch that was not refused says that all before it are published, also those whose own answer was an error. */
  #arrived(batch: readonly Result[], added: number, socket: unknown): void {
    assert(added <= batch.length, 'no more results are added than were sent');
    this.#answered();
    this.#queue.confirm(batch.length);
    this.#end.learn(batch.at(-1)?.id ?? this.#end.last, socket);
    this.#lead = added < batch.length ? 'other' : 'own';
    this.#send();
    this.#wakeUps.wake();
  }

  #failed(error: Error): void {
    this.#answered();
    if (this.#state.name === 'sending') this.#state = { name: 'failing', error };
    this.#wakeUps.wake();
  }

  /** A request has come to its end. */
  #answered(): void {
    this.#inFlight -= 1;
    assert(this.#inFlight >= 0, 'no more requests are answered than were sent');
  }

  /**
   * Lets go of what the publisher that is ahead has published. What is left is published here at once, because perhaps the
   * other one is gone. Only where it is much is that left to the other one for some milliseconds more, as long as it comes
   * further in that time: to print it here as well would take the time of both.
   */
  #passPublished(): void {
    this.#dropPublished();
    if (this.#queue.unsent === 0) {
      this.#wakeUps.wake();
      return;
    }
    this.#inFlight += 1;
    this.#lookWhileItGoesOn().then(
      () => this.#looked(),
      (error) => this.#failed(toError(error)),
    );
  }

  async #lookWhileItGoesOn(): Promise<void> {
    for (let hasWaited = false; this.#state.name === 'sending'; hasWaited = true) {
      const before = this.#end.last;
      await this.#findEnd();
      this.#dropPublished();
      this.#wakeUps.wake();
      const isFurther = compareLogIds(this.#end.last, before) > 0;
      if (this.#queue.unsentCharacters < WORTHY_CHARACTERS || (hasWaited && !isFurther)) return;
      await sleep(PATIENCE_MS, undefined, { signal: this.#options.signal });
    }
  }

  #looked(): void {
    this.#answered();
    if (this.#queue.unsent > 0) this.#lead = 'unknown';
    this.#send();
    this.#wakeUps.wake();
  }

  /** Nobody knows what became of the last batches: whatever is at or below the stream's last id is published. */
  async #resume(): Promise<void> {
    const { redis, signal, onError } = this.#options;
    while (!signal.aborted) {
      try {
        await sleep(RETRY_MS, undefined, { signal });
        await whenReady(redis, signal);
        await this.#findEnd();
        this.#queue.takeBack();
        this.#dropPublished();
        this.#wakeUps.wake();
        return;
      } catch (error) {
        if (error instanceof ResultsLostError) throw error;
        if (!signal.aborted) onError(toError(error));
      }
    }
  }

  /** Asks where the stream ends. */
  async #findEnd(): Promise<void> {
    const { redis, keys } = this.#options;
    const { stream } = redis;
    const { lastId } = await streamInfo(redis, keys.output);
    if (compareLogIds(lastId, this.#end.last) < 0) throw new ResultsLostError(keys.output, this.#end.last, lastId);
    this.#end.learn(lastId, stream);
  }

  #dropPublished(): void {
    this.#queue.drop(({ id }) => this.#end.has(id));
  }

  #change(): Promise<void> {
    return this.#wakeUps.change(this.#options.signal);
  }
}
