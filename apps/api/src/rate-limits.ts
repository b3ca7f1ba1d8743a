import type { Request, RequestHandler, Response } from 'express';
import { ipKeyGenerator, rateLimit } from 'express-rate-limit';
import type { ApiConfig } from './config.ts';
import { Problem } from './problem.ts';

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
    address: limit(10_000, config.ADDRESS_RATE_LIMIT, addressOf),
    trade: limit(10_000, config.ORDER_RATE_LIMIT, userOf),
    account: limit(10_000, config.ACCOUNT_RATE_LIMIT, userOf),
    signIn: limit(60_000, config.SIGN_IN_RATE_LIMIT, addressOf),
  };
}

function limit(windowMs: number, count: number, key: (request: Request, response: Response) => string): RequestHandler {
  return rateLimit({
    windowMs,
    limit: count,
    standardHeaders: 'draft-8',
    legacyHeaders: false,
    keyGenerator: key,
    // The library sets Retry-After before it calls this.
    handler: (_request, _response, next) =>
      next(new Problem(429, 'too_many_requests', 'Too many requests: slow down.')),
  });
}

/** Only asked behind the check for a session. */
function userOf(_request: Request, response: Response): string {
  return response.locals.session?.userId ?? 'nobody';
}

function addressOf(request: Request): string {
  return ipKeyGenerator(request.ip ?? 'unknown');
}
