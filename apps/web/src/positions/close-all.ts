import { isRejectionCode } from '@fulcrum/cfd';
import { clientNow } from '../clock/server-clock.ts';
import { VALID_MS } from '../trading/deadline.ts';
import type { Outcome } from '../trading/orders.ts';

/** Requests that are under way at a time: enough to be quick, and few enough for the limits on requests. */
const AT_ONCE = 4;

/** What is refused for a limit on requests is tried again, as long as it is meant. */
const LIMITED = 'too_many_requests';
const WAIT_MS = 500;

/** How often it is looked whether it is still meant, while no answer comes. */
const LOOK_EVERY_MS = 250;

type Refused = Exclude<Outcome, 'done' | 'unknown'>;

/** What has come of it, in positions. One that was closed already, by a level meanwhile, counts as closed. */
export interface ClosedAll {
  readonly closed: number;
  readonly open: number;
  /** Sent, and nobody knows yet what becomes of them. */
  readonly unanswered: number;
  /** Whether nothing more is sent. */
  readonly isOver: boolean;
  /** Why not all are closed, as far as one reason can say it. */
  readonly reason: Refused | 'unknown' | 'stopped' | undefined;
}

/** @param meantAt of which moment the wish is, by this computer's clock. */
type Close = (orderId: string, meantAt: number) => Promise<Outcome>;

/**
 * One wish to close many positions at the prices that are seen. It holds for three seconds, and each answer of the engine
 * holds it up for three more, since whoever waits sees what has closed. Where no answer comes, or one comes too late, the
 * rest is not sent: it would be carried out at prices that nobody asked for.
 */
export class CloseAll {
  readonly #close: Close;
  readonly #onChange: (soFar: ClosedAll) => void;
  readonly #total: number;
  readonly #left: string[];
  #meantAt = clientNow();
  #closed = 0;
  #unanswered = 0;
  #underWay = 0;
  /** Why one could not be closed, which says nothing of the others. */
  #refusal: Refused | undefined;
  /** Why the rest is not sent. */
  #end: ClosedAll['reason'];

  /** @param onChange hears how far it is with each answer, and as soon as nothing more is sent. */
  constructor(orderIds: readonly string[], close: Close, onChange: (soFar: ClosedAll) => void) {
    this.#left = [...orderIds];
    this.#total = orderIds.length;
    this.#close = close;
    this.#onChange = onChange;
  }

  async run(): Promise<ClosedAll> {
    const looks = setInterval(() => this.#isMeant(), LOOK_EVERY_MS);
    try {
      await Promise.all(Array.from({ length: AT_ONCE }, () => this.#work()));
    } finally {
      clearInterval(looks);
    }
    return this.soFar;
  }

  get soFar(): ClosedAll {
    const [closed, unanswered] = [this.#closed, this.#unanswered + this.#underWay];
    const open = this.#total - closed - unanswered;
    return { closed, open, unanswered, isOver: this.#end !== undefined, reason: this.#end ?? this.#refusal };
  }

  /** Sends no more. What is under way may still be carried out. */
  stop(): void {
    this.#endWith('stopped');
  }

  #endWith(reason: NonNullable<ClosedAll['reason']>): void {
    if (this.#end !== undefined) return;
    this.#end = reason;
    this.#onChange(this.soFar);
  }

  async #work(): Promise<void> {
    while (this.#isMeant()) {
      const id = this.#left.shift();
      if (id === undefined) return;
      this.#underWay += 1;
      const outcome = await this.#closePatiently(id);
      this.#underWay -= 1;
      this.#take(outcome);
    }
  }

  async #closePatiently(id: string): Promise<Outcome> {
    for (;;) {
      const outcome = await this.#close(id, this.#meantAt);
      if (typeof outcome !== 'object' || outcome.code !== LIMITED) return outcome;
      await new Promise((resolve) => setTimeout(resolve, WAIT_MS));
      if (!this.#isMeant()) return outcome;
    }
  }

  #take(outcome: Outcome): void {
    if (outcome === 'unknown') {
      this.#unanswered += 1;
      this.#endWith(outcome);
    } else if (outcome === 'done' || outcome.code === 'unknown_order') {
      this.#closed += 1;
      this.#holdUp();
    } else if (isOfThisOneAlone(outcome)) {
      this.#refusal ??= outcome;
      this.#holdUp();
    } else {
      this.#endWith(outcome);
    }
    this.#onChange(this.soFar);
  }

  /** An answer that took too long holds nothing up: what was seen at the press is long gone. */
  #holdUp(): void {
    if (this.#isMeant()) this.#meantAt = clientNow();
  }

  #isMeant(): boolean {
    const isLate = clientNow() >= this.#meantAt + VALID_MS;
    if (isLate && this.#left.length > 0) this.#endWith(NO_ANSWER);
    return this.#end === undefined && !isLate;
  }
}

const NO_ANSWER: Refused = {
  code: 'no_answer',
  message: 'No answer came for three seconds, so the rest was not sent: prices have moved on.',
};

/** Whether the engine looked at the position and refused: it is there, and another position may well be closed. */
function isOfThisOneAlone({ code }: Refused): boolean {
  return code !== 'expired' && isRejectionCode(code);
}
