import type { Rate, Share } from '@fulcrum/service';
import { Problem } from '../problem.ts';

/** Whom a request is counted on. */
export type SenderKind = 'user' | 'address';

/**
 * A sender with more refusals than this in one window does not heed them, and each further one is held back. Somebody who
 * asks again as soon as there is an answer would otherwise be refused a thousand times a second, at everybody's expense.
 */
const HEEDLESS_AFTER = 10;

/** With more refusals held back at a time, further ones are answered at once. */
const MAX_HELD = 1_000;

export interface RefusalsOptions {
  readonly rate: Pick<Rate, 'limit' | 'windowMs'>;
  /** The name of what is limited, which a refusal says. */
  readonly what: string;
  /** How long a refusal is held back from a sender who heeds none. */
  readonly holdMs: number;
  /** Is called for each refusal. */
  readonly onRefused?: (() => void) | undefined;
}

/** Refuses the requests beyond a rate. */
export class Refusals {
  readonly #options: RefusalsOptions;
  #held = 0;

  constructor(options: RefusalsOptions) {
    this.#options = options;
  }

  /** @returns the refusal, which says which limit it is and when to come again. */
  refuse(kind: SenderKind, share: Share): Problem {
    this.#options.onRefused?.();
    return this.#problem(kind, share);
  }

  /** Refuses at once, or later where the sender heeds no refusal. */
  refuseInTime(kind: SenderKind, share: Share, tell: (problem: Problem) => void): void {
    const { rate, holdMs, onRefused } = this.#options;
    onRefused?.();
    if (share.used <= rate.limit + HEEDLESS_AFTER || this.#held >= MAX_HELD) {
      tell(this.#problem(kind, share));
      return;
    }
    this.#held += 1;
    setTimeout(() => {
      this.#held -= 1;
      tell(this.#problem(kind, share));
    }, holdMs);
  }

  #problem(kind: SenderKind, share: Share): Problem {
    const { rate, what } = this.#options;
    const retryAfter = secondsLeft(share);
    const limit = `the limit is ${rate.limit} in ${rate.windowMs / 1_000} seconds`;
    const detail = `Too many ${what} of this ${kind}: ${limit}. Try again in ${retryAfter} s.`;
    return new Problem(429, 'too_many_requests', detail, {}, retryAfter);
  }
}

export function secondsLeft({ endsAt }: Share): number {
  return Math.max(0, Math.ceil((endsAt - performance.now()) / 1_000));
}
