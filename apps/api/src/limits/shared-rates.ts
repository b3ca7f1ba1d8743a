import { ACCOUNT_READS_MS } from '@fulcrum/engine-client';
import { codeRates } from '@fulcrum/second-factor';
import { type Rate, SharedRate, type SharedRateOptions } from '@fulcrum/service';
import type { StreamKeys } from '@fulcrum/streams';
import type { ApiConfig } from '../config.ts';

/** Twenty in fifteen minutes: who has forgotten which password it was comes by, and guessing does not. */
const TRIES_MS = 15 * 60_000;
const MAX_PASSWORDS = 20;
/** At one account from anywhere: more is nobody who has forgotten theirs, but somebody with many addresses. */
const MAX_ALL_PASSWORDS = 100;

/** Wrong ones of one address in an hour, at all accounts: a large office mistypes less. */
const MISSES_MS = 60 * 60_000;
const MAX_MISSES = 200;

/**
 * The limits that hold over all processes together. Redis counts, and each process counts by itself while Redis is away.
 * The two limits that every order passes are not among them: counting them in Redis takes 24 µs of the API's thread for
 * each order, which is a fifth of what an order takes.
 */
export interface SharedRates {
  /** Reads of one user's account, together with those over the WebSocket. */
  readonly account: Rate;
  readonly chart: Rate;
  readonly signIn: Rate;
  /** Keys that one user makes and deletes. Each deletion is an entry that all processes keep for a while. */
  readonly keys: Rate;
  /** Look-ups of one user of orders that are unknown. */
  readonly unknownOrders: Rate;
  /** Passwords that are named for one account: from one address, and from anywhere. */
  readonly passwords: Rate;
  readonly allPasswords: Rate;
  /** Wrong passwords of one address. */
  readonly wrongPasswords: Rate;
  /** Codes of a second factor that are named for one account: from one address, and from anywhere. */
  readonly codes: Rate;
  readonly allCodes: Rate;
}

/** Those that requests count on before they are handled. */
export type RequestRates = Pick<SharedRates, 'account' | 'chart' | 'signIn' | 'keys'>;

export function sharedRates(
  config: ApiConfig,
  keys: Pick<StreamKeys, 'reads' | 'limits'>,
  parts: Pick<SharedRateOptions, 'redis' | 'onError'>,
): SharedRates {
  const rate = (keyPrefix: string, windowMs: number, limit: number) =>
    new SharedRate({ ...parts, keyPrefix, windowMs, limit });
  return {
    account: rate(keys.reads, ACCOUNT_READS_MS, config.ACCOUNT_RATE_LIMIT),
    chart: rate(`${keys.limits}:charts`, 10_000, config.CHART_RATE_LIMIT),
    signIn: rate(`${keys.limits}:sign-in`, 60_000, config.SIGN_IN_RATE_LIMIT),
    keys: rate(`${keys.limits}:keys`, 60_000, config.KEY_RATE_LIMIT),
    passwords: rate(`${keys.limits}:passwords`, TRIES_MS, MAX_PASSWORDS),
    allPasswords: rate(`${keys.limits}:all-passwords`, TRIES_MS, MAX_ALL_PASSWORDS),
    wrongPasswords: rate(`${keys.limits}:wrong-passwords`, MISSES_MS, MAX_MISSES),
    ...codeRates(keys.limits, parts),
    unknownOrders: rate(`${keys.limits}:unknown-orders`, 10_000, config.UNKNOWN_ORDER_RATE_LIMIT),
  };
}
