import { createHash } from 'node:crypto';
import type { Request, RequestHandler, Response } from 'express';
import { Problem } from '../http/problem.ts';

/** What one sender has used of a limit, until the time is over for which it holds. */
interface Share {
  used: number;
  /** By the clock that never goes back, in milliseconds. */
  readonly endsAt: number;
  /** The header's words about the limit, which name the sender in a way that tells nothing about them. */
  readonly policy: string;
}

/**
 * Senders that are counted at a time. Beyond it the oldest are forgotten, who may then begin anew: who has so many
 * addresses gains nothing by it, and the memory stays bounded.
 */
const MAX_SENDERS = 100_000;

/**
 * So many requests of one sender in so much time, from its first one on. The answers' headers are those of the IETF's
 * draft 8 on rate limits.
 */
export class RateLimit {
  readonly #windowMs: number;
  readonly #count: number;
  readonly #name: string;
  readonly #onRefused: () => void;
  /** By sender. All last equally long, so that the first to end are in front. */
  readonly #shares = new Map<string, Share>();

  /** @param onRefused is called for each request beyond the limit. */
  constructor(windowMs: number, count: number, onRefused: () => void = () => {}) {
    const seconds = windowMs / 1_000;
    this.#windowMs = windowMs;
    this.#count = count;
    this.#onRefused = onRefused;
    this.#name = `"${count}-in-${seconds < 60 ? `${seconds}sec` : `${seconds / 60}min`}"`;
  }

  /** Senders that are counted now. */
  get size(): number {
    return this.#shares.size;
  }

  /** Counts each request on its sender, and refuses those beyond the limit. */
  handler(senderOf: (request: Request, response: Response) => string): RequestHandler {
    return (request, response, next) => {
      const now = performance.now();
      const share = this.#take(senderOf(request, response), now);
      const remaining = Math.max(0, this.#count - share.used);
      const seconds = Math.max(0, Math.ceil((share.endsAt - now) / 1_000));
      response.appendHeader('RateLimit', `${this.#name}; r=${remaining}; t=${seconds}`);
      response.appendHeader('RateLimit-Policy', share.policy);
      if (share.used <= this.#count) return next();
      this.#onRefused();
      next(new Problem(429, 'too_many_requests', 'Too many requests: slow down.', {}, seconds));
    };
  }

  #take(sender: string, now: number): Share {
    const known = this.#shares.get(sender);
    if (known !== undefined && now < known.endsAt) {
      known.used += 1;
      return known;
    }
    this.#makeRoom(now);
    const share = { used: 1, endsAt: now + this.#windowMs, policy: this.#policyFor(sender) };
    this.#shares.set(sender, share);
    return share;
  }

  /** Forgets those whose time is over, and the oldest while there are too many. They are in front. */
  #makeRoom(now: number): void {
    for (const [sender, { endsAt }] of this.#shares) {
      if (now < endsAt && this.#shares.size < MAX_SENDERS) return;
      this.#shares.delete(sender);
    }
  }

  #policyFor(sender: string): string {
    const digest = createHash('sha256').update(sender).digest('hex').slice(0, 12);
    const partition = Buffer.from(digest).toString('base64');
    return `${this.#name}; q=${this.#count}; w=${this.#windowMs / 1_000}; pk=:${partition}:`;
  }
}
