import { isRejectionCode } from '@fulcrum/cfd';
import { clientNow } from '../../clock/server-clock.ts';
import { VALID_MS } from '../../trading/deadline.ts';
import type { Outcome } from '../../trading/orders.ts';

/** The most requests in flight: enough to be quick, and few enough for the rate limits. */
const AT_ONCE = 4;

/** A request that a rate limit refuses is tried again while the wish holds. */
const LIMITED = 'too_many_requests';
const WAIT_MS = 500;

/** How often the end of the wish is checked while no answer comes. */
const LOOK_EVERY_MS = 250;

type Refused = Exclude<Outcome, 'done' | 'unknown'>;

/** The outcome, in positions. One that a level has closed meanwhile counts as closed. */
export interface ClosedAll {
  readonly closed: number;
  readonly open: number;
  /** Sent, with an outcome that is not known yet. */
  readonly unanswered: number;
  /** Whether no further request is sent. */
  readonly isOver: boolean;
  /** The reason why not all are closed: why the rest was not sent, or else the first refusal. */
  readonly reason: Refused | 'unknown' | 'stopped' | undefined;
}

/** @param meantAt the moment of the wish, by this computer's clock. */
type Close = (orderId: string, meantAt: number) => Promise<Outcome>;

/**
 * One wish to close many positions at the prices on the screen. It holds for three seconds. Each timely answer of the
 * engine extends it by three more, since the user sees the progress. Without an answer, or after a late one, the rest
 * is not sent: it would be carried out at prices that nobody has asked for.
 */
export class CloseAll {
  readonly #close: Close;
  readonly #onChange: (soFar: ClosedAll) => void;
  readonly #total: number;
  readonly #left: string[];
  #meantAt = clientNow();
  #closed = 0;
  #unanswered = 0;
  #inFlight = 0;
  /** Why a position could not be closed. It says nothing about the others. */
  #refusal: Refused | undefined;
  /** Why the rest is not sent. */
  #end: ClosedAll['reason'];

  /** @param onChange is called after each answer, and as soon as no further request is sent. */
  constructor(orderIds: readonly string[], close: Close, onChange: (soFar: ClosedAll) => void) {
    this.#left = [...orderIds];
    this.#total = orderIds.length;
    this.#close = close;
    this.#onChange = onChange;
  }

  async run(): Promise<ClosedAll> {
    const looks = setInterval(() => this.#holds(), LOOK_EVERY_MS);
    try {
      await Promise.all(Array.from({ length: AT_ONCE }, () => this.#work()));
    } finally {
      clearInterval(looks);
    }
    return this.soFar;
  }

  get soFar(): ClosedAll {
    const [closed, unanswered] = [this.#closed, this.#unanswered + this.#inFlight];
    const open = this.#total - closed - unanswered;
    return { closed, open, unanswered, isOver: this.#end !== undefined, reason: this.#end ?? this.#refusal };
  }

  /** Sends no further request. Those in flight may still be carried out. */
  stop(): void {
    this.#endWith('stopped');
  }

  #endWith(reason: NonNullable<ClosedAll['reason']>): void {
    if (this.#end !== undefined) return;
    this.#end = reason;
    this.#onChange(this.soFar);
  }

  async #work(): Promise<void> {
    while (this.#holds()) {
      const id = this.#left.shift();
      if (id === undefined) return;
      this.#inFlight += 1;
      const outcome = await this.#closePatiently(id);
      this.#inFlight -= 1;
      this.#take(outcome);
    }
  }

  async #closePatiently(id: string): Promise<Outcome> {
    for (;;) {
      const outcome = await this.#close(id, this.#meantAt);
      if (typeof outcome !== 'object' || outcome.code !== LIMITED) return outcome;
      await new Promise((resolve) => setTimeout(resolve, WAIT_MS));
      if (!this.#holds()) return outcome;
    }
  }

  #take(outcome: Outcome): void {
    if (outcome === 'unknown') {
      this.#unanswered += 1;
      this.#endWith(outcome);
    } else if (outcome === 'done' || outcome.code === 'unknown_order') {
      this.#closed += 1;
      this.#extend();
    } else if (isOfThisOneAlone(outcome)) {
      this.#refusal ??= outcome;
      this.#extend();
    } else {
      this.#endWith(outcome);
    }
    this.#onChange(this.soFar);
  }

  /** Extends the wish. A late answer does not: the prices at the press are long gone. */
  #extend(): void {
    if (this.#holds()) this.#meantAt = clientNow();
  }

  #holds(): boolean {
    const isLate = clientNow() >= this.#meantAt + VALID_MS;
    if (isLate && this.#left.length > 0) this.#endWith(NO_ANSWER);
    return this.#end === undefined && !isLate;
  }
}

const NO_ANSWER: Refused = {
  code: 'no_answer',
  message: 'No answer came for three seconds, so the rest was not sent: prices have moved on.',
};

/** Whether the refusal is about this position alone, so that others may still be closed. */
function isOfThisOneAlone({ code }: Refused): boolean {
  return code !== 'expired' && isRejectionCode(code);
}
