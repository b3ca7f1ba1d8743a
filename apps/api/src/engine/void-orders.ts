import type { Answer, CallbackListener, EngineClient } from '@fulcrum/engine-client';
import { Refusals } from '@fulcrum/http';
import { compareLogIds, type LogId, logTime } from '@fulcrum/log';
import type { Rate, Share } from '@fulcrum/service';

/** How long an id is refused once it is void, in milliseconds of log time (docs/rules.md, "Ids of orders"). */
const VOID_MS = 600_000;

/** Ids that are remembered. The oldest beyond that are forgotten, and the engine is asked about them again. */
const MAX_REMEMBERED = 10_000;

/** A refusal comes this late to somebody who asks over many connections, and again as soon as there is an answer. */
const HOLD_MS = 1_000;

type Answered = Extract<Answer, { outcome: 'answered' }>;

interface Void {
  /** Before the id was void. */
  readonly since: LogId;
  /** The result of making it void. */
  readonly answer: Answered;
  /** Whether the engine has confirmed that the id is void. It does not where the id is another user's, which nobody is told. */
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
 * Makes the ids of orders void that never arrived, so that they cannot arrive later. Each costs an entry of the log, so a
 * user may have a limited number made void. An id is not made void again when its user asks again.
 */
export class VoidOrders implements CallbackListener {
  readonly #options: VoidOrdersOptions;
  readonly #refusals: Refusals;
  readonly #sending = new Map<string, Promise<Answer>>();
  /** By user and id. The id that was made void first is in front. */
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
   * Makes an id void, unless another look-up has had that done meanwhile.
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

  /** Notes that an id is void: the engine says that the order is closed, and it never was open. */
  confirm(userId: string, orderId: string): void {
    const known = this.#remembered.get(keyOf(userId, orderId));
    if (known !== undefined) known.isSure = true;
  }

  /** Whether an id that this process made void still is, whatever time the log has come to by now. */
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

  /** The results that went by unseen may tell of a loss, and the entries that made ids void may be lost as well. */
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
