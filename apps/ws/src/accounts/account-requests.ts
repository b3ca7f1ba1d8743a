import { randomUUID } from 'node:crypto';
import { compareLogIds, LOG_START, type LogId } from '@fulcrum/log';
import {
  type AccountEvent,
  AccountPages,
  type CommandData,
  type JsonEvent,
  type PageRequest,
  type RejectedEvent,
} from '@fulcrum/protocol';
import type { AppendOutcome } from '@fulcrum/streams';
import type { Refusal } from '../sockets/refusal.ts';

/** An account at one moment, and what has happened to it since then; or why there is none. */
export type Answer = { readonly account: AccountEvent; readonly later: readonly JsonEvent[] } | Refusal;

type OnAnswer = (answer: Answer) => void;

export interface AccountRequestsOptions {
  readonly append: (fields: Record<string, string>, userId: string) => Promise<AppendOutcome>;
  /** Whether answers will be seen: a request that is made earlier could be answered unnoticed. */
  readonly isListening: () => boolean;
  /** Whether what is sent to `replyTo` will be heard. Else the engine is asked to answer in callback-stream. */
  readonly isHearing: () => boolean;
  /** How long each page may take. */
  readonly answerWithinMs: number;
}

/** One user's account, which is being read. */
interface Reading {
  readonly pages: AccountPages;
  readonly asking: Set<OnAnswer>;
  /** Those who asked when it had begun: it is read again for them, since they may know of something later. */
  readonly waiting: Set<OnAnswer>;
  requestId: string;
  timer: NodeJS.Timeout | undefined;
}

const unavailable = (message: string): Refusal => ({ code: 'unavailable', message });

const TOO_MUCH = unavailable('Too much happens to the account at the moment. Try again.');

/** Asks the engine for accounts, page by page, one reading of a user at a time. */
export class AccountRequests {
  readonly #options: AccountRequestsOptions;
  /** By user. */
  readonly #readings = new Map<string, Reading>();
  /** Those whose next page has been asked for, by the request. */
  readonly #requested = new Map<string, Reading>();
  /** Those whose last page came before the results up to it. */
  readonly #complete = new Set<Reading>();
  readonly #name = `ws-${randomUUID()}`;
  #count = 0;
  #passed: LogId = LOG_START;

  constructor(options: AccountRequestsOptions) {
    this.#options = options;
  }

  /** The name under which answers are sent to this process alone. */
  get replyTo(): string {
    return this.#name;
  }

  /** Questions that wait for their answer. */
  get waiting(): number {
    let count = 0;
    for (const { asking, waiting } of this.#readings.values()) count += asking.size + waiting.size;
    return count;
  }

  /**
   * Asks for an account. The user's results are to be noted from now on.
   *
   * @param onAnswer is called once, between two entries of callback-stream, and with everything before; but never
   *   before this function has returned.
   * @returns a function that calls it off.
   */
  ask(userId: string, onAnswer: OnAnswer): () => void {
    const reading = this.#readings.get(userId);
    if (reading === undefined) this.#begin(userId, [onAnswer]);
    else reading.waiting.add(onAnswer);
    return () => this.#callOff(userId, onAnswer);
  }

  /**
   * Takes a page.
   *
   * @param after the last result that it contains.
   * @returns whether it belongs to a request of this process.
   */
  take(event: AccountEvent | RejectedEvent, after: LogId): boolean {
    const { requestId = '' } = event;
    const reading = this.#requested.get(requestId);
    if (reading === undefined) return false;
    // Anybody who reaches Redis can send what looks like an answer.
    if ((event.userId ?? reading.pages.userId) !== reading.pages.userId) return false;
    this.#requested.delete(requestId);
    clearTimeout(reading.timer);
    if (event.type === 'rejected') this.#settle(reading, unavailable(event.message));
    else this.#takePage(reading, event, after);
    return true;
  }

  /** Takes a user's next result, in the order of callback-stream. */
  note(userId: string, event: JsonEvent, callback: LogId): void {
    const reading = this.#readings.get(userId);
    reading?.pages.note(event, callback);
    if (reading?.pages.isOverfull === true) this.#settle(reading, TOO_MUCH);
  }

  /** Everything up to an entry of callback-stream has been noted, or will never be. */
  passed(callback: LogId): void {
    this.#passed = callback;
    for (const reading of this.#complete) this.#settleIfPassed(reading);
  }

  #begin(userId: string, asking: Iterable<OnAnswer>): void {
    const pages = new AccountPages(userId);
    const reading = { pages, asking: new Set(asking), waiting: new Set<OnAnswer>(), requestId: '', timer: undefined };
    this.#readings.set(userId, reading);
    this.#request(reading, pages.first);
  }

  #request(reading: Reading, page: PageRequest): void {
    this.#count += 1;
    reading.requestId = `${this.#name}-${this.#count}`;
    this.#requested.set(reading.requestId, reading);
    this.#startTimer(reading);
    void this.#append(reading, page);
  }

  #startTimer(reading: Reading): void {
    clearTimeout(reading.timer);
    const late = () => this.#settle(reading, unavailable('The engine did not answer in time. Try again.'));
    reading.timer = setTimeout(late, this.#options.answerWithinMs);
  }

  /** An append whose fate is unknown may have been done: the answer is waited for all the same. */
  async #append(reading: Reading, page: PageRequest): Promise<void> {
    const { requestId } = reading;
    const isWanted = () => this.#requested.has(requestId);
    // The caller gets its hands on the way to call it off before anything can be answered.
    await Promise.resolve();
    if (!isWanted()) return;
    const { isListening, isHearing, append } = this.#options;
    if (!isListening()) return this.#settle(reading, unavailable('Not ready yet. Try again.'));
    const replyTo = isHearing() ? this.#name : undefined;
    const { userId } = reading.pages;
    const data: CommandData<'get-account'> = { requestId, userId, ...page, replyTo };
    const appended = await append({ type: 'get-account', data: JSON.stringify(data) }, userId);
    if (appended.outcome !== 'refused' || !isWanted()) return;
    const reason = appended.reason.replace(/\.?$/, '.');
    this.#settle(reading, unavailable(`The engine cannot be reached: ${reason} Try again.`));
  }

  #takePage(reading: Reading, page: AccountEvent, after: LogId): void {
    const next = reading.pages.add(page, after);
    if (next === undefined) this.#completed(reading);
    else this.#request(reading, next);
  }

  #completed(reading: Reading): void {
    this.#complete.add(reading);
    this.#startTimer(reading);
    this.#settleIfPassed(reading);
  }

  #settleIfPassed(reading: Reading): void {
    const { pages } = reading;
    if (compareLogIds(pages.after, this.#passed) > 0) return;
    this.#complete.delete(reading);
    const again = pages.again();
    if (pages.isOverfull) this.#settle(reading, TOO_MUCH);
    else if (again !== undefined) this.#request(reading, again);
    else this.#settle(reading, { account: pages.account(), later: pages.later() });
  }

  #settle(reading: Reading, answer: Answer): void {
    this.#end(reading);
    for (const onAnswer of reading.asking) onAnswer(answer);
  }

  #callOff(userId: string, onAnswer: OnAnswer): void {
    const reading = this.#readings.get(userId);
    reading?.waiting.delete(onAnswer);
    if (reading?.asking.delete(onAnswer) === true && reading.asking.size === 0) this.#end(reading);
  }

  #end(reading: Reading): void {
    const { userId } = reading.pages;
    clearTimeout(reading.timer);
    this.#requested.delete(reading.requestId);
    this.#complete.delete(reading);
    this.#readings.delete(userId);
    if (reading.waiting.size > 0) this.#begin(userId, reading.waiting);
  }
}
