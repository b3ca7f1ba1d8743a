import { createHash } from 'node:crypto';
import type { Rate } from '@fulcrum/service';
import { Refusals } from '../limits/refusals.ts';

/**
 * Limits how often somebody at one network address may try a password or a code for one account. Whoever tries at another
 * address takes nothing from them, and whether there is such an account makes no difference.
 */
export class AccountTries {
  readonly #rate: Rate;
  readonly #refusals: Refusals;

  /**
   * @param what is tried, for those who are refused.
   * @param onRefused is called for each that is refused.
   */
  constructor(rate: Rate, what: string, onRefused: () => void) {
    this.#rate = rate;
    this.#refusals = new Refusals({ rate, what: `${what} for this account`, holdMs: 0, onRefused });
  }

  /** Counts one more. @throws Problem beyond the limit. */
  take(account: string, network: string): void {
    // Redis has a digest of both: it need not know who signs in.
    const share = this.#rate.take(createHash('sha256').update(`${network} ${account}`).digest('base64url'));
    if (share.used > this.#rate.limit) throw this.#refusals.refuse('address', share);
  }
}
