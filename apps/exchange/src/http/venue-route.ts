import { type CheckedInput, inputCheck, type RouteInput } from '@fulcrum/http';
import type { Request, Response } from 'express';
import type { CostOf, VenueReply } from './answer-cost.ts';

/**
 * What a request is signed for, as in Backpack's documents ("Authentication"). `marketQuery` is our own: it is for what anybody
 * may ask.
 */
export type Instruction =
  | 'accountQuery'
  | 'balanceQuery'
  | 'collateralQuery'
  | 'depositQueryAll'
  | 'fillHistoryQueryAll'
  | 'fundingHistoryQueryAll'
  | 'marketQuery'
  | 'maxOrderQuantity'
  | 'orderCancel'
  | 'orderCancelAll'
  | 'orderExecute'
  | 'orderHistoryQueryAll'
  | 'orderQuery'
  | 'orderQueryAll'
  | 'positionQuery'
  | 'withdrawalQueryAll';

export interface VenueRouteDefinition extends RouteInput {
  readonly method: 'get' | 'post' | 'delete';
  readonly path: string;
  /**
   * Who may ask: anybody; who has signed in; who trades, having signed in; or who trades, having signed in or signing the
   * request for this. Who trades has an account.
   */
  readonly access: 'public' | 'session' | 'trader' | { readonly signedFor: Instruction };
  /** Whether it is answered while the replica is away. */
  readonly isAlwaysThere?: boolean;
  /** Whether it reads the core, of which nobody is told before it is confirmed. */
  readonly readsCore?: boolean;
  /** Whether it reads what is recorded, of which a sender may ask less often. */
  readonly readsHistory?: boolean;
  /** What its answer costs beyond the one request; by its rows, unless it says otherwise. */
  readonly costOf?: CostOf;
}

type Input<Definition extends VenueRouteDefinition> = CheckedInput<Definition> & {
  /** Of who signed in, or signed; empty where anybody may ask. */
  readonly userId: string;
  readonly request: Request;
};

export interface VenueRoute {
  readonly definition: VenueRouteDefinition;
  readonly handle: (request: Request, response: Response) => Promise<VenueReply>;
}

/** Joins a route's description with its handler. The handler gets input that has been checked. */
export function venueRoute<const Definition extends VenueRouteDefinition>(
  definition: Definition,
  handler: (input: Input<Definition>) => Promise<VenueReply> | VenueReply,
): VenueRoute {
  const check = inputCheck(definition);
  return {
    definition,
    handle: async (request, response) => handler({ ...check(request), userId: userOf(response) ?? '', request }),
  };
}

/**
 * Joins two routes of one method and path, where two dialects want it for two things.
 *
 * @param isFirst tells the requests of the first from those of the other, by which all of them are admitted.
 */
export function eitherRoute(
  isFirst: (request: Request) => boolean,
  first: VenueRoute,
  { definition, handle }: VenueRoute,
): VenueRoute {
  return {
    definition,
    handle: (request, response) => (isFirst(request) ? first.handle : handle)(request, response),
  };
}

/** Whom a request comes from, once that is known. */
export function userOf(response: Response): string | undefined {
  return response.locals.userId;
}

export function setUser(response: Response, userId: string): void {
  response.locals.userId = userId;
}
