import type { RequestHandler } from 'express';
import { venueProblem } from './venue-problem.ts';

/** What Backpack has and this venue has not: perpetuals, lending, requests for quotes, strategies, and what is past. */
const NOT_OFFERED =
  /^\/(?:wapi\/v1\/|api\/v1\/(?:account|borrowLend|collateral|capital\/collateral|fundingRates|market-holidays|market-sessions|markPrices|openInterest|position|prediction|rfq|rfqs|securities|strategies|strategy|wallets)(?:\/|$))/;

/** What Backpack does at paths at which this venue does something else. */
export const NOT_OFFERED_REQUESTS = [
  ['post', '/wapi/v1/capital/withdrawals'],
  ['patch', '/api/v1/account'],
] as const;

export const refuseNotOffered: RequestHandler = () => {
  throw venueProblem('NOT_IMPLEMENTED', 'This venue does not offer that.');
};

/** Says so where a path is one of Backpack's: it is neither mistyped nor gone. */
export const notOffered: RequestHandler = (request, response, next) => {
  if (NOT_OFFERED.test(request.path)) return refuseNotOffered(request, response, next);
  next();
};
