import { createHash } from 'node:crypto';
import type { Rate, Share } from '@fulcrum/service';
import type { Request, RequestHandler, Response } from 'express';
import { Problem } from '../http/problem.ts';

/** Whom a request is counted on. */
export interface Sender {
  readonly kind: 'user' | 'address';
  readonly id: string;
}

export type SenderOf = (request: Request, response: Response) => Sender;

/**
 * After so many refusals within one window a sender does not heed them, and each further one is held back: who asks again
 * as soon as there is an answer would otherwise be refused a thousand times a second, at the expense of all others.
 */
const HEEDLESS_AFTER = 10;
const HOLD_MS = 100;

/** Beyond so many at a time they are answered at once. */
const MAX_HELD = 1_000;

/**
 * So many requests of one sender in so much time, from its first one on. The answers' headers are those of the IETF's
 * draft 8 on rate limits.
 */
export class RateLimit {
  readonly #rate: Rate;
  readonly #what: string;
  readonly #senderOf: SenderOf;
  readonly #name: string;
  readonly #onRefused: () => void;
  #held = 0;
  /** The header's words about the limit, which name the sender in a way that tells nothing about them. */
  readonly #policies = new WeakMap<Share, string>();

  /**
   * @param what is limited, for those who are refused.
   * @param onRefused is called for each request beyond the limit.
   */
  constructor(rate: Rate, what: string, senderOf: SenderOf, onRefused: () => void = () => {}) {
    const seconds = rate.windowMs / 1_000;
    this.#rate = rate;
    this.#what = what;
    this.#senderOf = senderOf;
    this.#onRefused = onRefused;
    this.#name = `"${rate.limit}-in-${seconds < 60 ? `${seconds}sec` : `${seconds / 60}min`}"`;
  }

  /** Counts each request on its sender, and refuses those beyond the limit. */
  readonly handler: RequestHandler = (request, response, next) => {
    const sender = this.#senderOf(request, response);
    const share = this.#rate.take(sender.id);
    const remaining = Math.max(0, this.#rate.limit - share.used);
    const seconds = secondsLeft(share);
    response.appendHeader('RateLimit', `${this.#name}; r=${remaining}; t=${seconds}`);
    response.appendHeader('RateLimit-Policy', this.#policyFor(sender.id, share));
    if (share.used <= this.#rate.limit) return next();
    const problem = this.#refuse(sender, share);
    if (share.used <= this.#rate.limit + HEEDLESS_AFTER || this.#held >= MAX_HELD) return next(problem);
    this.#held += 1;
    setTimeout(() => {
      this.#held -= 1;
      next(problem);
    }, HOLD_MS);
  };

  /**
   * Counts what an answer costs beyond the one request that it was counted as, before it is sent.
   *
   * @throws Problem when others that were asked for meanwhile have used up the limit.
   */
  charge(request: Request, response: Response, cost: number): void {
    const sender = this.#senderOf(request, response);
    const share = this.#rate.shareOf(sender.id);
    if (share.used > this.#rate.limit) throw this.#refuse(sender, share);
    this.#rate.charge(sender.id, cost);
  }

  #refuse({ kind }: Sender, share: Share): Problem {
    this.#onRefused();
    const { limit, windowMs } = this.#rate;
    const retryAfter = secondsLeft(share);
    const detail = `Too many ${this.#what} of this ${kind}: the limit is ${limit} in ${windowMs / 1_000} seconds. Try again in ${retryAfter} s.`;
    return new Problem(429, 'too_many_requests', detail, {}, retryAfter);
  }

  #policyFor(sender: string, share: Share): string {
    const known = this.#policies.get(share);
    if (known !== undefined) return known;
    const digest = createHash('sha256').update(sender).digest('hex').slice(0, 12);
    const partition = Buffer.from(digest).toString('base64');
    const policy = `${this.#name}; q=${this.#rate.limit}; w=${this.#rate.windowMs / 1_000}; pk=:${partition}:`;
    this.#policies.set(share, policy);
    return policy;
  }
}

function secondsLeft({ endsAt }: Share): number {
  return Math.max(0, Math.ceil((endsAt - performance.now()) / 1_000));
}
