import { Backoff } from '@fulcrum/log';
import type { Logger } from '@fulcrum/service';
import {
  AHEAD_MS,
  countOf,
  type Grid,
  gridOf,
  type NewOrder,
  print,
  type VenueApi,
  VenueError,
  type VenueMarket,
  type VenueOrder,
} from '@fulcrum/venue-api';
import { type Decision, decide, type HedgeLimits, type OwnOrder, type Phase, type Step } from './decide.ts';
import type { HedgeMetrics } from './hedge-metrics.ts';
import type { Turn } from './turn.ts';

export interface HedgedMarketParts {
  readonly api: Pick<VenueApi, 'placeOrder' | 'cancelOrders'>;
  readonly metrics: Pick<HedgeMetrics, 'sent' | 'refused'>;
  /** Checked before each request. */
  readonly turn: Pick<Turn, 'check'>;
  readonly logger: Logger;
  readonly threshold: number;
  readonly maxOrder: number;
  readonly patienceMs: number;
  /** Milliseconds of a clock that never jumps. */
  readonly nowMs: () => number;
}

/** How long a signature of the hedge holds: for so long a request may still be done of which no answer came. */
export const WINDOW_MS = 2_000;
const SETTLED_MS = WINDOW_MS + AHEAD_MS + 500;

/** All limit orders have this one, so that the venue takes no second one while the first is open. */
const CLIENT_ID = 1;

const PAUSE_MS = { shortest: 1_000, longest: 60_000 };

/** What is known of a market when something is decided: the gap in steps, prices in ticks. */
export interface MarketView {
  readonly gap: number | undefined;
  readonly bid: number | undefined;
  readonly ask: number | undefined;
  readonly open: readonly VenueOrder[];
}

/** Does in one market what the hedge decides, one request at a time. */
export class HedgedMarket {
  readonly grid: Grid;
  readonly #parts: HedgedMarketParts;
  readonly #limits: HedgeLimits;
  readonly #backoff = new Backoff(PAUSE_MS.shortest, PAUSE_MS.longest);
  #phase: Phase = 'resting';
  #placedAt = 0;
  #restsUntil = 0;
  #isThin = false;
  /** From when on a request without an answer is either done, or never will be; undefined when there is none. */
  #settledAt: number | undefined;

  constructor(market: VenueMarket, parts: HedgedMarketParts) {
    const { threshold, maxOrder } = parts;
    this.grid = gridOf(market);
    this.#parts = parts;
    const { maxQuantity } = market.filters.quantity;
    const maxSteps = maxQuantity ? Math.floor(countOf(maxQuantity, this.grid.step)) : Number.MAX_SAFE_INTEGER;
    this.#limits = { grid: this.grid, maxSteps, threshold, maxOrder };
    this.begin();
  }

  /** Whoever had the turn before may have been killed, or held still, before an answer came. */
  begin(): void {
    this.#phase = 'resting';
    this.#settledAt = this.#parts.nowMs() + SETTLED_MS;
  }

  /** @throws when nobody knows what came of a request. Nothing is sent then until that is settled. */
  async act({ gap, bid, ask, open }: MarketView): Promise<void> {
    const now = this.#parts.nowMs();
    if (this.#settledAt !== undefined) return this.#settle(now);
    if (now < this.#restsUntil) return;
    const isLate = now - this.#placedAt >= this.#parts.patienceMs;
    const orders = open.map((order): OwnOrder => ({ side: order.side, left: this.#leftOf(order) }));
    await this.#do(decide({ phase: this.#phase, gap, bid, ask, open: orders, isLate }, this.#limits));
  }

  /** Cancels what is open: nobody looks after it while the hedge does not run. */
  async leave(): Promise<void> {
    await this.#parts.api.cancelOrders(this.grid.symbol);
  }

  /**
   * Cancels whatever is open. The venue takes commands in one order, and the answer to this one comes when all before it
   * are done: so what is asked afterwards has whatever came of the request without an answer.
   */
  async #settle(now: number): Promise<void> {
    if (now < (this.#settledAt ?? 0)) return;
    await this.#send('cancel', () => this.#parts.api.cancelOrders(this.grid.symbol));
    this.#settledAt = undefined;
  }

  async #do({ phase, step }: Decision): Promise<void> {
    this.#phase = phase;
    this.#tellWait(step);
    if (step.kind === 'rest') return;
    if (step.kind === 'cancel') {
      await this.#send('cancel', () => this.#parts.api.cancelOrders(this.grid.symbol));
      return;
    }
    const order = this.#orderOf(step);
    const { logger, nowMs } = this.#parts;
    const placed = await this.#send(step.kind, () => this.#parts.api.placeOrder(order));
    if (placed === undefined) return;
    this.#placedAt = nowMs();
    logger.info({ ...order, executed: placed.executedQuantity, status: placed.status }, 'hedging');
  }

  #tellWait(step: Step): void {
    const isThin = step.kind === 'rest' && step.why === 'thin book';
    const { logger } = this.#parts;
    if (isThin && !this.#isThin)
      logger.warn({ instrument: this.grid.symbol }, 'the hedge waits: a side of the book is empty, or far away');
    this.#isThin = isThin;
  }

  /** @returns undefined where the venue refused. */
  async #send<Answer>(
    kind: 'limit' | 'market' | 'cancel',
    request: () => Promise<Answer>,
  ): Promise<Answer | undefined> {
    const { metrics, nowMs, turn } = this.#parts;
    const { symbol } = this.grid;
    turn.check();
    metrics.sent(symbol, kind);
    const sentAt = nowMs();
    try {
      const answer = await request();
      this.#backoff.reset();
      return answer;
    } catch (error) {
      if (isRefusal(error)) this.#refused(kind, error);
      else this.#settledAt = sentAt + SETTLED_MS;
      if (kind === 'cancel' || !isRefusal(error)) throw error;
      return undefined;
    }
  }

  #refused(kind: string, { code, message }: VenueError): void {
    const { metrics, logger, nowMs } = this.#parts;
    const { symbol } = this.grid;
    metrics.refused(symbol, code);
    this.#phase = 'resting';
    const pauseMs = this.#backoff.next();
    this.#restsUntil = nowMs() + pauseMs;
    logger.warn({ instrument: symbol, kind, code, message, pauseMs }, 'the venue refused the hedge');
  }

  #orderOf(step: Extract<Step, { kind: 'limit' | 'market' }>): NewOrder {
    const { symbol, tick, step: size } = this.grid;
    const common = { symbol, side: step.side, quantity: print(step.quantity, size) };
    if (step.kind === 'market') return { ...common, orderType: 'Market' };
    const price = print(step.price, tick);
    return { ...common, orderType: 'Limit', price, postOnly: true, clientId: CLIENT_ID };
  }

  #leftOf({ quantity, executedQuantity }: VenueOrder): number {
    const { step } = this.grid;
    return countOf(quantity ?? '0', step) - countOf(executedQuantity, step);
  }
}

/** Whether the venue has said that nothing was done. */
function isRefusal(error: unknown): error is VenueError {
  return error instanceof VenueError && error.status !== 500 && error.status !== 504;
}
