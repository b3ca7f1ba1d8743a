import { setTimeout as sleep } from 'node:timers/promises';
import type { OrdersPage } from '@fulcrum/cfd';
import {
  type AccountReadings,
  type Answer,
  type EngineClient,
  ordersIn,
  type ReadAccount,
  readsFor,
} from '@fulcrum/engine-client';
import type { Pace } from '@fulcrum/service';
import { OneAtATime } from './one-at-a-time.ts';

/** How long a question waits for its turn, so that a long queue ends also while the engine is silent. */
const TURN_LIMIT_MS = 5_000;

/** Different questions of one user that may be without an answer at a time. */
const MAX_QUESTIONS = 100;

/** Requests of one user that may wait for a list. Each of them is sent hundreds of kilobytes. */
const MAX_LISTENERS = 10;

const tooMany = (what: string): Answer => ({
  outcome: 'refused',
  reason: `${what} wait already: ask again when one is answered.`,
  isTooMany: true,
});

/** Reads accounts and orders. One read of a user is in flight at a time, and all who asked before it began share its answer. */
export class AccountReads {
  readonly #engine: Pick<EngineClient, 'read'>;
  readonly #readings: Pick<AccountReadings, 'begin'>;
  readonly #signal: AbortSignal;
  readonly #pace: Pace | undefined;
  /** Reads of figures, pages and single orders. */
  readonly #accounts = new OneAtATime();
  /** Reads of whole lists. They have a queue of their own, so that they do not hold up the figures. */
  readonly #lists = new OneAtATime();
  readonly #orders = new OneAtATime();
  /** How many requests wait for each user's list. */
  readonly #listeners = new Map<string, number>();

  /**
   * @param readings read the long lists.
   * @param pace how often one user gets a long list.
   */
  constructor(
    engine: Pick<EngineClient, 'read'>,
    readings: Pick<AccountReadings, 'begin'>,
    signal: AbortSignal,
    pace?: Pace,
  ) {
    this.#engine = engine;
    this.#readings = readings;
    this.#signal = signal;
    this.#pace = pace;
  }

  /** The account's figures. */
  figures(userId: string): Promise<Answer> {
    return this.#inTurn(this.#accounts, userId, 'figures', () => this.#engine.read('get-account', { userId }));
  }

  /** The account's figures, and what of its limits it uses. */
  exposure(userId: string): Promise<Answer> {
    return this.#inTurn(this.#accounts, userId, 'exposure', () =>
      this.#engine.read('get-account', { userId, exposure: true }),
    );
  }

  /** The account with a page of its open orders. */
  page(userId: string, orders: OrdersPage): Promise<Answer> {
    return this.#inTurn(this.#accounts, userId, JSON.stringify(orders), () =>
      this.#engine.read('get-account', { userId, orders }),
    );
  }

  /** The account with all its open orders, as of one moment and at its prices. */
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

  /** Asks once the user's earlier questions are answered. Refuses when that takes too long, or when there are too many. */
  async #inTurn(queue: OneAtATime, userId: string, name: string, ask: () => Promise<Answer>): Promise<Answer> {
    if (queue.lengthFor(userId) >= MAX_QUESTIONS) return tooMany(`${MAX_QUESTIONS} questions of this user`);
    const until = performance.now() + TURN_LIMIT_MS;
    return queue.ask(userId, name, async () => (performance.now() > until ? { outcome: 'late' } : ask()));
  }

  async #paced(userId: string): Promise<Answer> {
    const waitMs = this.#pace?.waitMs(userId) ?? 0;
    if (waitMs > 0) await sleep(waitMs, undefined, { signal: this.#signal });
    return this.#inTurn(this.#accounts, userId, 'whole', () => this.#whole(userId));
  }

  async #whole(userId: string): Promise<Answer> {
    const read = await new Promise<ReadAccount>((resolve) => this.#readings.begin(userId, resolve));
    if (read.outcome === 'overfull') return { outcome: 'late' };
    if (read.outcome !== 'whole') return read;
    const { account, after } = read;
    this.#pace?.done(userId, readsFor(ordersIn(account)));
    return { outcome: 'answered', event: account, callback: after };
  }
}
