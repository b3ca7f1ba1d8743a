import { createHash } from 'node:crypto';
import type { Rate } from '@fulcrum/service';
import { Refusals } from '../limits/refusals.ts';

/**
 * Limits how often somebody at one network address may name a password for one account. Whoever tries at another address
 * takes nothing from them, and whether there is such an account makes no difference.
 */
export class PasswordTries {
  readonly #rate: Rate;
  readonly #refusals: Refusals;

  /** @param onRefused is called for each that is refused. */
  constructor(rate: Rate, onRefused: () => void) {
    this.#rate = rate;
    this.#refusals = new Refusals({ rate, what: 'attempts to sign in to this account', holdMs: 0, onRefused });
  }

  /** Counts one more. @throws Problem beyond the limit. */
  take(email: string, network: string): void {
    // Redis has a digest of both: it need not know who signs in.
    const share = this.#rate.take(createHash('sha256').update(`${network} ${email}`).digest('base64url'));
    if (share.used > this.#rate.limit) throw this.#refusals.refuse('address', share);
  }
}
