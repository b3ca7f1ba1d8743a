import { RateLimit, type SenderOf } from '@fulcrum/http';
import { clientNetwork, type Rate, RateWindows } from '@fulcrum/service';
import type { ApiMetrics, RateLimitName } from '../api-metrics.ts';
import type { ApiConfig } from '../config.ts';
import type { RequestRates } from './shared-rates.ts';

/** The limits on all requests and on orders hold for each process. The others hold over all processes together. */
export interface ApiLimits extends Record<RateLimitName, RateLimit> {
  /** All requests: of one user, or of one address without a session. */
  readonly address: RateLimit;
  /** Requests of one user to /trade, but for those of the next limit. */
  readonly trade: RateLimit;
  /** Closings and cancellations of one user: whoever has used up the limit by opening still gets out. */
  readonly closing: RateLimit;
  /** Reads of one user's account, together with those over the WebSocket: each page of orders counts. */
  readonly account: RateLimit;
  /** Requests for candles, likewise. */
  readonly chart: RateLimit;
  /** Requests of one address for a sign-in link. */
  readonly signIn: RateLimit;
  /** Keys that one user makes and deletes. */
  readonly keys: RateLimit;
  /** Changes of one user's profile, preferences and choices. */
  readonly settings: RateLimit;
  /** Requests of one member of staff to the desk, but for those that have a limit of their own. */
  readonly desk: RateLimit;
  /** Files that one user sends. */
  readonly uploads: RateLimit;
}

/** Changes of one user's profile, preferences and choices in a minute. */
const MAX_CHANGES = 120;

/** Requests of one member of staff to the desk in ten seconds: a screen that refreshes itself sends some each few seconds. */
const MAX_DESK_REQUESTS = 300;

/** Files of one user in ten minutes: many are checked, and refused, before the right one is found. */
const UPLOADS_MS = 10 * 60_000;
const MAX_UPLOADS = 40;

/**
 * A request with a session counts on its user, so that others behind the same address take nothing from that user, and
 * the user's refused requests take nothing from the others.
 */
export function createApiLimits(config: ApiConfig, shared: RequestRates, metrics: ApiMetrics): ApiLimits {
  const limit = (name: RateLimitName, what: string, senderOf: SenderOf, rate: Rate) => {
    metrics.watchSenders(name, () => rate.size);
    return new RateLimit(rate, what, senderOf, () => metrics.refused(name), name);
  };
  const addressOf: SenderOf = (request) => ({ kind: 'address', id: clientNetwork(request, config.TRUSTED_PROXIES) });
  const userOrAddress: SenderOf = (request, response) => {
    const { session, key } = response.locals;
    const caller = session ?? key?.session;
    return caller === undefined ? addressOf(request, response) : { kind: 'user', id: caller.userId };
  };
  const perTenSeconds = (count: number) => new RateWindows(10_000, count);
  return {
    address: limit('address', 'requests', userOrAddress, perTenSeconds(config.ADDRESS_RATE_LIMIT)),
    trade: limit('trade', 'requests about orders', userOrAddress, perTenSeconds(config.ORDER_RATE_LIMIT)),
    closing: limit('closing', 'closings', userOrAddress, perTenSeconds(config.CLOSING_RATE_LIMIT)),
    account: limit('account', 'reads of the account', userOrAddress, shared.account),
    chart: limit('chart', 'requests for candles', userOrAddress, shared.chart),
    signIn: limit('signIn', 'requests for a link', addressOf, shared.signIn),
    keys: limit('keys', 'changes of keys', userOrAddress, shared.keys),
    desk: limit('desk', 'requests to the desk', userOrAddress, perTenSeconds(MAX_DESK_REQUESTS)),
    settings: limit('settings', 'changes of the profile', userOrAddress, new RateWindows(60_000, MAX_CHANGES)),
    uploads: limit('uploads', 'files', userOrAddress, new RateWindows(UPLOADS_MS, MAX_UPLOADS)),
  };
}
