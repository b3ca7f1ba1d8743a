import { rejectionCode } from '@fulcrum/protocol';
import { clientNow } from '../market/server-clock.ts';
import { VALID_MS } from '../trading/deadline.ts';
import type { Outcome } from '../trading/orders.ts';

/** Requests that are under way at a time: enough to be quick, and few enough for the limits on requests. */
const AT_ONCE = 4;

/** What is refused for a limit on requests is tried again, as long as it is meant. */
const LIMITED = 'too_many_requests';
const WAIT_MS = 500;

type Refused = Exclude<Outcome, 'done' | 'unknown'>;

/** What came of it, in positions. One that was closed already, by a level meanwhile, counts as closed. */
export interface ClosedAll {
  readonly closed: number;
  readonly open: number;
  /** Of these nobody knows yet. */
  readonly unanswered: number;
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
  readonly #onClosed: (closed: number) => void;
  readonly #total: number;
  readonly #left: string[];
  #meantAt = clientNow();
  #closed = 0;
  #unanswered = 0;
  /** Why one could not be closed, which says nothing of the others. */
  #refusal: Refused | undefined;
  /** Why the rest is not sent. */
  #end: ClosedAll['reason'];

  /** @param onClosed hears how many are closed, each time there are more. */
  constructor(orderIds: readonly string[], close: Close, onClosed: (closed: number) => void) {
    this.#left = [...orderIds];
    this.#total = orderIds.length;
    this.#close = close;
    this.#onClosed = onClosed;
  }

  async run(): Promise<ClosedAll> {
    await Promise.all(Array.from({ length: AT_ONCE }, () => this.#work()));
    const [closed, unanswered] = [this.#closed, this.#unanswered];
    const open = this.#total - closed - unanswered;
    return { closed, open, unanswered, reason: this.#end ?? this.#refusal };
  }

  /** Sends no more. What is under way may still be carried out. */
  stop(): void {
    this.#end ??= 'stopped';
  }

  async #work(): Promise<void> {
    while (this.#isMeant()) {
      const id = this.#left.shift();
      if (id === undefined) return;
      this.#take(await this.#closePatiently(id));
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
      this.#end ??= outcome;
    } else if (outcome === 'done' || outcome.code === 'unknown_order') {
      this.#closed += 1;
      this.#holdUp();
      this.#onClosed(this.#closed);
    } else if (isOfThisOneAlone(outcome)) {
      this.#refusal ??= outcome;
      this.#holdUp();
    } else {
      this.#end ??= outcome;
    }
  }

  /** An answer that took too long holds nothing up: what was seen at the press is long gone. */
  #holdUp(): void {
    if (this.#isMeant()) this.#meantAt = clientNow();
  }

  #isMeant(): boolean {
    if (this.#left.length > 0 && clientNow() >= this.#meantAt + VALID_MS) this.#end ??= NO_ANSWER;
    return this.#end === undefined && clientNow() < this.#meantAt + VALID_MS;
  }
}

const NO_ANSWER: Refused = {
  code: 'no_answer',
  message: 'No answer came for three seconds, so the rest was not sent: prices have moved on.',
};

/** Whether the engine looked at the position and refused: it is there, and another position may well be closed. */
function isOfThisOneAlone({ code }: Refused): boolean {
  return code !== 'expired' && rejectionCode.safeParse(code).success;
}
