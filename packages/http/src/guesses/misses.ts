import { createHash } from 'node:crypto';
import type { Rate } from '@fulcrum/service';
import { Refusals } from '../limits/refusals.ts';

/** Limits what somebody at one network address gets wrong, at whichever accounts. What is right does not count. */
export class Misses {
  readonly #rate: Rate;
  readonly #refusals: Refusals;

  /**
   * @param what is got wrong, for those who are refused.
   * @param onRefused is called for each that is refused.
   */
  constructor(rate: Rate, what: string, onRefused: () => void) {
    this.#rate = rate;
    this.#refusals = new Refusals({ rate, what, holdMs: 0, onRefused });
  }

  /** @throws Problem once there were as many as may be. */
  requireFew(network: string): void {
    const share = this.#rate.shareOf(keyOf(network));
    if (share.used >= this.#rate.limit) throw this.#refusals.refuse('address', share);
  }

  note(network: string): void {
    this.#rate.take(keyOf(network));
  }
}

/** Redis need not know who signs in. */
function keyOf(network: string): string {
  return createHash('sha256').update(network).digest('base64url');
}
