import type { OrdersPage } from '@fulcrum/cfd';
import { compareLogIds, LOG_START, type LogId } from '@fulcrum/log';
import { AccountPages, type JsonEvent, MAX_ORDERS_PER_PAGE, type PageRequest, readsFor } from '@fulcrum/protocol';
import type { Pace } from '@fulcrum/service';
import { pause } from '@fulcrum/streams';
import type { CallbackListener } from './callbacks.ts';
import type { Answer, EngineClient } from './engine-client.ts';
import { OneAtATime } from './one-at-a-time.ts';

/** A list of orders that is put together at the moment. */
interface Following {
  readonly pages: AccountPages;
  /** Whether events went by unseen. */
  hasGap: boolean;
}

/** How long the results before the last page may take to get here, and how often it is looked. */
const CATCH_UP_MS = 5_000;
const LOOK_EVERY_MS = 2;

/** How long a question waits for its turn. An engine that is silent keeps a long queue no longer. */
const TURN_LIMIT_MS = 5_000;

/** Different questions of one user that may be without an answer. */
const MAX_QUESTIONS = 100;

/** Requests of one user that may share a list: each of them takes hundreds of kilobytes with it. */
const MAX_LISTENERS = 10;

const tooMany = (what: string): Answer => ({
  outcome: 'refused',
  reason: `${what} wait already: ask again when one is answered.`,
  isTooMany: true,
});

/** Reads accounts and orders: one read of a user at a time, whose answer all share who asked before it began. */
export class AccountReads implements CallbackListener {
  readonly #engine: Pick<EngineClient, 'read'>;
  readonly #signal: AbortSignal;
  readonly #pace: Pace | undefined;
  readonly #pageSize: number;
  /** Figures and pages. */
  readonly #accounts = new OneAtATime();
  /** Those who wait for a list keep nobody from the figures. */
  readonly #lists = new OneAtATime();
  readonly #orders = new OneAtATime();
  /** How many requests wait for each user's list. */
  readonly #listeners = new Map<string, number>();
  readonly #following = new Set<Following>();
  #passed: LogId = LOG_START;

  /**
   * @param pace how often one user gets a long list.
   * @param pageSize how many orders of a list are read at a time.
   */
  constructor(engine: Pick<EngineClient, 'read'>, signal: AbortSignal, pace?: Pace, pageSize = MAX_ORDERS_PER_PAGE) {
    this.#engine = engine;
    this.#signal = signal;
    this.#pace = pace;
    this.#pageSize = pageSize;
  }

  /** The account's figures. */
  figures(userId: string): Promise<Answer> {
    return this.#inTurn(this.#accounts, userId, 'figures', () => this.#engine.read('get-account', { userId }));
  }

  /** The account with a page of its open orders. */
  page(userId: string, orders: OrdersPage): Promise<Answer> {
    return this.#inTurn(this.#accounts, userId, JSON.stringify(orders), () => this.#page(userId, { orders }));
  }

  /** The account with all its open orders: those that were open at one moment, at the prices of that moment. */
  async whole(userId: string): Promise<Answer> {
    const listeners = this.#listeners.get(userId) ?? 0;
    if (listeners >= MAX_LISTENERS) return tooMany(`${MAX_LISTENERS} requests for this list`);
    this.#listeners.set(userId, listeners + 1);
    try {
      return await this.#lists.ask(userId, 'whole', () => this.#paced(userId));
    } finally {
      const left = (this.#listeners.get(userId) ?? 0) - 1;
      if (left > 0) this.#listeners.set(userId, left);
      else this.#listeners.delete(userId);
    }
  }

  /** One order of the user's. */
  order(userId: string, orderId: string): Promise<Answer> {
    return this.#inTurn(this.#orders, userId, orderId, () => this.#engine.read('get-order', { orderId, userId }));
  }

  concerns(text: string): boolean {
    for (const { pages } of this.#following) if (text.includes(pages.userId)) return true;
    return false;
  }

  onEvent(event: JsonEvent, callback: LogId): void {
    for (const { pages } of this.#following)
      if ('userId' in event && event.userId === pages.userId) pages.note(event, callback);
  }

  onGap(): void {
    for (const following of this.#following) following.hasGap = true;
  }

  onPassed(callback: LogId): void {
    this.#passed = callback;
  }

  #page(userId: string, request: PageRequest): Promise<Answer> {
    return this.#engine.read('get-account', { userId, ...request });
  }

  /** Asks once the user's questions before have their answers, unless that takes too long, or they are too many. */
  async #inTurn(queue: OneAtATime, userId: string, name: string, ask: () => Promise<Answer>): Promise<Answer> {
    if (queue.lengthFor(userId) >= MAX_QUESTIONS) return tooMany(`${MAX_QUESTIONS} questions of this user`);
    const until = performance.now() + TURN_LIMIT_MS;
    return queue.ask(userId, name, async () => (performance.now() > until ? { outcome: 'late' } : ask()));
  }

  async #paced(userId: string): Promise<Answer> {
    const waitMs = this.#pace?.waitMs(userId) ?? 0;
    if (waitMs > 0) await pause(waitMs, this.#signal);
    return this.#inTurn(this.#accounts, userId, 'whole', () => this.#whole(userId));
  }

  async #whole(userId: string): Promise<Answer> {
    const following: Following = { pages: new AccountPages(userId, this.#pageSize), hasGap: false };
    this.#following.add(following);
    try {
      return await this.#readPages(following);
    } finally {
      this.#following.delete(following);
    }
  }

  async #readPages(following: Following): Promise<Answer> {
    const { pages } = following;
    for (let next: PageRequest | undefined = pages.first; next !== undefined; ) {
      const answer = await this.#page(pages.userId, next);
      if (answer.outcome !== 'answered' || answer.event.type !== 'account') return answer;
      next = pages.add(answer.event, answer.callback);
      if (next !== undefined) continue;
      const isWhole = (await this.#hasPassed(pages.after)) && !following.hasGap && !pages.isOverfull;
      if (!isWhole) return { outcome: 'late' };
      next = pages.again();
    }
    const event = pages.account();
    this.#pace?.done(pages.userId, readsFor(event.orders?.length ?? 0));
    return { outcome: 'answered', event, callback: pages.after };
  }

  /** Whether all results up to one have gone by here. */
  async #hasPassed(callback: LogId): Promise<boolean> {
    const until = performance.now() + CATCH_UP_MS;
    while (compareLogIds(this.#passed, callback) < 0) {
      if (performance.now() > until) return false;
      await pause(LOOK_EVERY_MS, this.#signal);
    }
    return true;
  }
}
