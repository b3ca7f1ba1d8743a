import { createHash } from 'node:crypto';
import type { Rate, Share } from '@fulcrum/service';
import type { Request, RequestHandler, Response } from 'express';
import { Refusals, type SenderKind, secondsLeft } from './refusals.ts';

/** Whom a request is counted on. */
export interface Sender {
  readonly kind: SenderKind;
  readonly id: string;
}

export type SenderOf = (request: Request, response: Response) => Sender;

/** Of a request: the next one of the same connection waits for it. */
const HOLD_MS = 100;

/**
 * Limits the requests of one sender in a span of time, which begins with the sender's first one. The answers' headers are
 * those of the IETF's draft 8 on rate limits.
 */
export class RateLimit {
  readonly #rate: Rate;
  readonly #senderOf: SenderOf;
  readonly #name: string;
  readonly #refusals: Refusals;
  /** The header's words about the limit. They name the sender in a form that tells nothing about them. */
  readonly #policies = new WeakMap<Share, string>();

  /**
   * @param what is limited, for those who are refused.
   * @param onRefused is called for each request beyond the limit.
   * @param name tells this limit in the headers from others of the same size.
   */
  constructor(rate: Rate, what: string, senderOf: SenderOf, onRefused?: () => void, name?: string) {
    const seconds = rate.windowMs / 1_000;
    this.#rate = rate;
    this.#senderOf = senderOf;
    this.#refusals = new Refusals({ rate, what, holdMs: HOLD_MS, onRefused });
    const size = `${rate.limit}-in-${seconds < 60 ? `${seconds}sec` : `${seconds / 60}min`}`;
    this.#name = `"${name === undefined ? '' : `${name}-`}${size}"`;
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
    this.#refusals.refuseInTime(sender.kind, share, next);
  };

  /**
   * Counts what an answer costs beyond its one request, before it is sent.
   *
   * @throws Problem when others that were asked for meanwhile have used up the limit.
   */
  charge(request: Request, response: Response, cost: number): void {
    const sender = this.#senderOf(request, response);
    const share = this.#rate.shareOf(sender.id);
    if (share.used > this.#rate.limit) throw this.#refusals.refuse(sender.kind, share);
    this.#rate.charge(sender.id, cost);
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
