import type { Answer, CallbackListener, EngineClient } from '@fulcrum/engine-client';
import { compareLogIds, type LogId, logTime } from '@fulcrum/log';
import type { Rate, Share } from '@fulcrum/service';
import { Refusals } from '../limits/refusals.ts';

/** How long an id is refused once it is void, in milliseconds of log time (DESIGN, section 4.1). */
const VOID_MS = 600_000;

/** Ids that are remembered. Beyond it the oldest are forgotten, about which the engine is then asked again. */
const MAX_REMEMBERED = 10_000;

/** Who asks over many connections, and again as soon as there is an answer, waits for a refusal. */
const HOLD_MS = 1_000;

type Answered = Extract<Answer, { outcome: 'answered' }>;

interface Void {
  /** Before the id was void. */
  readonly since: LogId;
  /** What the engine said when it made it void. */
  readonly answer: Answered;
  /** Whether it has been seen to be. One that is another user's already is not, and nobody is told of that. */
  isSure: boolean;
}

export interface VoidOrdersOptions {
  readonly engine: Pick<EngineClient, 'send'>;
  /** How many ids each user may make void in how much time. */
  readonly rate: Rate;
  /** The last entry of engine-stream. */
  readonly endOfLog: () => Promise<LogId>;
  /** Is called for each look-up beyond the limit. */
  readonly onRefused?: () => void;
}

/**
 * Makes void the ids of orders that never arrived, so that they cannot arrive any more. Each takes an entry of the log, so
 * their number is limited for each user. An id about which its user asks again is not made void again.
 */
export class VoidOrders implements CallbackListener {
  readonly #options: VoidOrdersOptions;
  readonly #refusals: Refusals;
  readonly #sending = new Map<string, Promise<Answer>>();
  /** By user and id. Those that were made void first are in front. */
  readonly #remembered = new Map<string, Void>();

  constructor(options: VoidOrdersOptions) {
    const { rate, onRefused } = options;
    this.#options = options;
    this.#refusals = new Refusals({ rate, what: 'look-ups of unknown orders', holdMs: HOLD_MS, onRefused });
  }

  /** @throws Problem when the user has made so many ids void that none of their look-ups can be answered for now. */
  async requireShare(userId: string): Promise<void> {
    const { rate } = this.#options;
    if (rate.shareOf(userId).used >= rate.limit) await this.#refuse(rate.take(userId));
  }

  /**
   * Makes an id void, unless that has been done since somebody else's look-up found the same.
   *
   * @param since the last result before the order was found to be unknown.
   * @throws Problem when the user has made too many void.
   */
  async make(userId: string, orderId: string, since: LogId): Promise<Answer> {
    const key = keyOf(userId, orderId);
    const sending = this.#sending.get(key);
    if (sending !== undefined) {
      const shared = await sending;
      if (shared.outcome !== 'answered' || isBehind(shared, since)) return shared;
    }
    const made = this.#remembered.get(key)?.answer;
    if (made !== undefined && isBehind(made, since)) return made;
    const { rate } = this.#options;
    const share = rate.take(userId);
    return share.used > rate.limit ? this.#refuse(share) : this.#send(userId, orderId, since);
  }

  async #send(userId: string, orderId: string, since: LogId): Promise<Answer> {
    const key = keyOf(userId, orderId);
    const sending = this.#options.engine.send('void-order', { orderId, userId });
    this.#sending.set(key, sending);
    const answer = await sending;
    if (this.#sending.get(key) === sending) this.#sending.delete(key);
    if (answer.outcome === 'answered' && answer.event.type === 'order' && answer.event.status === 'unknown')
      this.#remember(key, { since, answer, isSure: false });
    return answer;
  }

  /** The engine counts an order as closed that never was: its id is void. */
  confirm(userId: string, orderId: string): void {
    const known = this.#remembered.get(keyOf(userId, orderId));
    if (known !== undefined) known.isSure = true;
  }

  /** Whether an id that was made void here still is, for all that stands in the log by now. */
  async holds(userId: string, orderId: string): Promise<boolean> {
    const key = keyOf(userId, orderId);
    const known = this.#remembered.get(key);
    if (known?.isSure !== true) return false;
    const end = await this.#options.endOfLog().catch(() => undefined);
    if (end === undefined) return false;
    if (logTime(end) <= logTime(known.since) + VOID_MS) return this.#remembered.get(key) === known;
    this.#remembered.delete(key);
    return false;
  }

  concerns(): boolean {
    return false;
  }

  onEvent(): void {}

  /** What went by unseen may be a loss, also of what made an id void. */
  onGap(): void {
    this.#remembered.clear();
  }

  onPassed(): void {}

  #remember(key: string, made: Void): void {
    this.#remembered.delete(key);
    for (const oldest of this.#remembered.keys()) {
      if (this.#remembered.size < MAX_REMEMBERED) break;
      this.#remembered.delete(oldest);
    }
    this.#remembered.set(key, made);
  }

  async #refuse(share: Share): Promise<never> {
    throw await new Promise((resolve) => this.#refusals.refuseInTime('user', share, resolve));
  }
}

function isBehind({ callback }: Answered, since: LogId): boolean {
  return compareLogIds(callback, since) > 0;
}

function keyOf(userId: string, orderId: string): string {
  return `${userId}:${orderId}`;
}
