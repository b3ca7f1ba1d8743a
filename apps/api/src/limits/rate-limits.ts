import { type Rate, RateWindows } from '@fulcrum/service';
import type { Request, Response } from 'express';
import { ipKeyGenerator } from 'express-rate-limit';
import type { ApiMetrics, RateLimitName } from '../api-metrics.ts';
import type { ApiConfig } from '../config.ts';
import { RateLimit } from './rate-limit.ts';

/** But for reads of accounts counted in the process: with several processes each counts its own share. */
export interface RateLimits extends Record<RateLimitName, RateLimit> {
  /** All requests of one address. */
  readonly address: RateLimit;
  /** Requests of one user to /trade. */
  readonly trade: RateLimit;
  /** Reads of one user's account, together with those over the WebSocket: each page of orders counts. */
  readonly account: RateLimit;
  /** Requests of one address for candles. */
  readonly chart: RateLimit;
  /** Requests of one address for a sign-in link. */
  readonly signIn: RateLimit;
}

export function createRateLimits(config: ApiConfig, accountReads: Rate, metrics: ApiMetrics): RateLimits {
  const limit = (name: RateLimitName, rate: Rate, senderOf: (request: Request, response: Response) => string) => {
    metrics.watchSenders(name, () => rate.size);
    return new RateLimit(rate, senderOf, () => metrics.refused(name));
  };
  return {
    address: limit('address', new RateWindows(10_000, config.ADDRESS_RATE_LIMIT), addressOf),
    trade: limit('trade', new RateWindows(10_000, config.ORDER_RATE_LIMIT), userOf),
    account: limit('account', accountReads, userOf),
    chart: limit('chart', new RateWindows(10_000, config.CHART_RATE_LIMIT), addressOf),
    signIn: limit('signIn', new RateWindows(60_000, config.SIGN_IN_RATE_LIMIT), addressOf),
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
