import { type Rate, SharedRate, type SharedRateOptions } from '@fulcrum/service';

/** A code has six digits, of which three are good at a time: so many attempts find one in a month, with luck. */
const TRIES_MS = 15 * 60_000;
const MAX_CODES = 10;
const MAX_ALL_CODES = 100;

/** How often codes may be named for one account: from one address, and from anywhere. */
export interface CodeRates {
  readonly codes: Rate;
  readonly allCodes: Rate;
}

/**
 * Limits that hold over all processes together, whichever of them asks for a code.
 *
 * @param keyPrefix of the limits in Redis.
 */
export function codeRates(keyPrefix: string, parts: Pick<SharedRateOptions, 'redis' | 'onError'>): CodeRates {
  const rate = (name: string, limit: number) =>
    new SharedRate({ ...parts, keyPrefix: `${keyPrefix}:${name}`, windowMs: TRIES_MS, limit });
  return { codes: rate('codes', MAX_CODES), allCodes: rate('all-codes', MAX_ALL_CODES) };
}
