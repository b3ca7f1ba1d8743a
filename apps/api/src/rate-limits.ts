import type { Request, RequestHandler, Response } from 'express';
import { ipKeyGenerator } from 'express-rate-limit';
import type { ApiConfig } from './config.ts';
import { RateLimit } from './rate-limit.ts';

/** Counted in the process: with several processes each counts its own share. */
export interface RateLimits {
  /** All requests of one address. */
  readonly address: RequestHandler;
  /** Requests of one user to /trade. */
  readonly trade: RequestHandler;
  /** Questions of one user that the engine answers with a whole account. */
  readonly account: RequestHandler;
  /** Requests of one address for a sign-in link. */
  readonly signIn: RequestHandler;
}

export function createRateLimits(config: ApiConfig): RateLimits {
  return {
    address: new RateLimit(10_000, config.ADDRESS_RATE_LIMIT).handler(addressOf),
    trade: new RateLimit(10_000, config.ORDER_RATE_LIMIT).handler(userOf),
    account: new RateLimit(10_000, config.ACCOUNT_RATE_LIMIT).handler(userOf),
    signIn: new RateLimit(60_000, config.SIGN_IN_RATE_LIMIT).handler(addressOf),
  };
}

/** Only asked behind the check for a session. */
function userOf(_request: Request, response: Response): string {
  return response.locals.session?.userId ?? 'nobody';
}

/** Of an IPv6 address the network: its owner has all addresses in it. */
function addressOf(request: Request): string {
  return ipKeyGenerator(request.ip ?? 'unknown');
}
