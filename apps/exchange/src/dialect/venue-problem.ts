import { Problem } from '@fulcrum/http';

/** The codes of Backpack that this venue answers, and the HTTP status of each. */
const STATUSES = {
  FORBIDDEN: 403,
  INSUFFICIENT_FUNDS: 400,
  INVALID_ASSET: 400,
  INVALID_CLIENT_REQUEST: 400,
  INVALID_MARKET: 400,
  INVALID_ORDER: 400,
  INVALID_PRICE: 400,
  INVALID_QUANTITY: 400,
  INVALID_RANGE: 400,
  INVALID_SIGNATURE: 401,
  INVALID_SYMBOL: 400,
  INVALID_TWO_FACTOR_CODE: 403,
  MAINTENANCE: 503,
  NOT_IMPLEMENTED: 501,
  ORDER_LIMIT: 400,
  PRECONDITION_FAILED: 412,
  RESOURCE_NOT_FOUND: 404,
  SERVER_ERROR: 500,
  TIMEOUT: 504,
  TOO_MANY_REQUESTS: 429,
  TRADING_PAUSED: 400,
  UNAUTHORIZED: 401,
} as const;

export type VenueCode = keyof typeof STATUSES;

/** An error in Backpack's words. */
export function venueProblem(code: VenueCode, message: string): Problem {
  return new Problem(STATUSES[code], code, message);
}

/** How the codes of our own HTTP parts are called here. Of a status that is not named, the code is that of the caller's fault. */
const OWN_CODES: Readonly<Record<string, VenueCode>> = {
  code_needed: 'INVALID_TWO_FACTOR_CODE',
  internal_error: 'SERVER_ERROR',
  not_found: 'RESOURCE_NOT_FOUND',
  too_many_requests: 'TOO_MANY_REQUESTS',
  unavailable: 'MAINTENANCE',
  wrong_code: 'INVALID_TWO_FACTOR_CODE',
};

/** What a client of the venue is answered: `{code, message}`. */
export function venueError({ code, message, fields }: Problem): { readonly code: VenueCode; readonly message: string } {
  if (isVenueCode(code)) return { code, message };
  const named = Object.entries(fields.errors ?? {}).map(([field, fault]) => `${field}: ${fault}`);
  return { code: OWN_CODES[code] ?? 'INVALID_CLIENT_REQUEST', message: named[0]?.slice(0, 300) ?? message };
}

function isVenueCode(code: string): code is VenueCode {
  return Object.hasOwn(STATUSES, code);
}
