import type { Request, RequestHandler, Response } from 'express';
import { ipKeyGenerator } from 'express-rate-limit';
import type { ApiMetrics, RateLimitName } from '../api-metrics.ts';
import type { ApiConfig } from '../config.ts';
import { RateLimit } from './rate-limit.ts';

/** Counted in the process: with several processes each counts its own share. */
export interface RateLimits extends Record<RateLimitName, RequestHandler> {
  /** All requests of one address. */
  readonly address: RequestHandler;
  /** Requests of one user to /trade. */
  readonly trade: RequestHandler;
  /** Questions of one user that the engine answers with a whole account. */
  readonly account: RequestHandler;
  /** Requests of one address for candles. */
  readonly chart: RequestHandler;
  /** Requests of one address for a sign-in link. */
  readonly signIn: RequestHandler;
}

export function createRateLimits(config: ApiConfig, metrics: ApiMetrics): RateLimits {
  const limit = (name: RateLimitName, windowMs: number, count: number) => {
    const rateLimit = new RateLimit(windowMs, count, () => metrics.refused(name));
    metrics.watchSenders(name, () => rateLimit.size);
    return rateLimit;
  };
  return {
    address: limit('address', 10_000, config.ADDRESS_RATE_LIMIT).handler(addressOf),
    trade: limit('trade', 10_000, config.ORDER_RATE_LIMIT).handler(userOf),
    account: limit('account', 10_000, config.ACCOUNT_RATE_LIMIT).handler(userOf),
    chart: limit('chart', 10_000, config.CHART_RATE_LIMIT).handler(addressOf),
    signIn: limit('signIn', 60_000, config.SIGN_IN_RATE_LIMIT).handler(addressOf),
  };
}

/** Only asked behind the check for a session. */
function userOf(_request: Request, response: Response): string {
  return response.locals.session?.userId ?? 'nobody';
}

/** Of an IPv6 address the network: its owner has all addresses in it. */
export function addressOf(request: Request): string {
  return ipKeyGenerator(request.ip ?? 'unknown');
}
