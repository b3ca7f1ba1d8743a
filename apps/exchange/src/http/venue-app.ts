import type { RequestListener } from 'node:http';
import {
  BodyBytes,
  InFlight,
  json,
  MAX_BODY_BYTES,
  methodNotAllowed,
  notFound,
  securityHeaders,
  toProblem,
} from '@fulcrum/http';
import type { Logger } from '@fulcrum/service';
import express, {
  type ErrorRequestHandler,
  type Express,
  type Request,
  type RequestHandler,
  type Response,
} from 'express';
import type { VenueAccounts } from '../accounts/venue-accounts.ts';
import type { Settled } from '../core/settling.ts';
import { NOT_OFFERED_REQUESTS, notOffered, refuseNotOffered } from '../dialect/not-offered.ts';
import { venueError, venueProblem } from '../dialect/venue-problem.ts';
import type { VenueKeys } from '../keys/venue-keys.ts';
import { BROKER_PATHS } from '../sign-in/broker.ts';
import type { OwnPages } from '../sign-in/own-pages.ts';
import type { SessionCheck } from '../sign-in/session-check.ts';
import type { Claim } from './admission.ts';
import { type CostOf, costOfRecordedRows, costOfRows, type VenueReply } from './answer-cost.ts';
import { crossOrigin } from './cross-origin.ts';
import { checkSignature, isSigned } from './signature-check.ts';
import type { VenueLimits } from './venue-limits.ts';
import { setUser, userOf, type VenueRoute } from './venue-route.ts';

export interface VenueAppParts {
  readonly routes: readonly VenueRoute[];
  readonly keys: Pick<VenueKeys, 'known'>;
  readonly sessions: SessionCheck;
  /** Those that may use the session's cookie. */
  readonly pages: OwnPages;
  readonly accounts: Pick<VenueAccounts, 'open'>;
  readonly limits: VenueLimits;
  readonly logger: Logger;
  readonly nowMs: () => number;
  /** Why the replica cannot be asked; undefined when it can. */
  readonly notReady: () => string | undefined;
  /** What becomes of what was read of the core in this turn. */
  readonly settled: () => Settled | Promise<Settled>;
  /** Answers requests for klines of the recording, where those of the book are not told. */
  readonly klines?: RequestListener | undefined;
  /** Passes on to the broker what its users do there. */
  readonly askBroker: RequestHandler;
  /** Is told of each key that signs a request. */
  readonly onUse: (keyId: string) => void;
  /** Is told of each request that is refused because too much is under way. */
  readonly onRefused: () => void;
}

/** The most bytes that the bodies of all requests may hold together, and the most requests that may be in flight. */
const MAX_BODIES_BYTES = 64 * 1_024 * 1_024;
const MAX_IN_FLIGHT = 12_000;

const KLINES = '/api/v1/klines';

/** The venue's HTTP in Backpack's dialect. */
export function venueApp(parts: VenueAppParts): RequestListener {
  const { routes, limits, logger, klines, onRefused } = parts;
  const app = express();
  app.disable('x-powered-by');
  app.disable('etag');
  app.set('query parser', 'simple');
  app.use(securityHeaders('data'), crossOrigin(parts.pages));
  const bodies = new BodyBytes(MAX_BODY_BYTES, MAX_BODIES_BYTES, onRefused);
  const inFlight = new InFlight(MAX_IN_FLIGHT, onRefused);
  for (const [method, path] of NOT_OFFERED_REQUESTS) app[method](path, limits.address, refuseNotOffered);
  for (const [path, ofPath] of Map.groupBy(routes, ({ definition }) => definition.path)) {
    const served = app.route(path);
    for (const route of ofPath)
      served[route.definition.method](...handlersOf(route, parts, bodies.handler), answering(route, parts, inFlight));
    served.all(methodNotAllowed(ofPath.map(({ definition }) => definition.method.toUpperCase())));
  }
  for (const path of BROKER_PATHS)
    app
      .route(path)
      .post(limits.signIn, bodies.handler, json, parts.askBroker)
      .all(methodNotAllowed(['POST']));
  if (klines !== undefined) {
    app.get(KLINES, limits.address, (request, response) => klines(request, response));
    app.all(KLINES, methodNotAllowed(['GET']));
  }
  app.use(limits.address, notOffered, notFound);
  app.use(errorHandler(logger));
  return withoutPages(app);
}

function handlersOf({ definition }: VenueRoute, parts: VenueAppParts, bodies: RequestHandler): RequestHandler[] {
  const { access, isAlwaysThere, readsHistory, body } = definition;
  const { limits, notReady, accounts } = parts;
  const reading = body === undefined ? [] : [bodies, json];
  const known = [access === 'public' ? knowingWhoSigned(parts) : admitting(access, parts), limits.sender];
  const who = readsHistory === true ? [...known, limits.history] : known;
  const requireReplica: RequestHandler = (_request, _response, next) => {
    const reason = notReady();
    if (reason !== undefined) throw venueProblem('MAINTENANCE', `The venue is not ready: ${reason}.`);
    next();
  };
  if (isAlwaysThere === true) return [...reading, ...who];
  return [
    ...reading,
    ...who,
    requireReplica,
    ...(access === 'public' || access === 'session' ? [] : [openingAccount(accounts)]),
  ];
}

/** Who trades by a session need not have registered a key, with which the account would be there. */
function openingAccount(accounts: Pick<VenueAccounts, 'open'>): RequestHandler {
  return async (request, response, next) => {
    const userId = userOf(response);
    if (userId !== undefined && !isSigned(request)) await accounts.open(userId);
    next();
  };
}

/** A program that signs what anybody may ask has it counted on its user, whatever others at its address ask. */
function knowingWhoSigned(parts: VenueAppParts): RequestHandler {
  const admit = admitting({ signedFor: 'marketQuery' }, parts);
  return (request, response, next) => (isSigned(request) ? admit(request, response, next) : next());
}

function admitting(
  access: Exclude<VenueRoute['definition']['access'], 'public'>,
  { limits, keys, sessions, nowMs, onUse }: VenueAppParts,
): RequestHandler {
  const claimOf = (request: Request): Claim => {
    if (typeof access === 'string' || !isSigned(request))
      return { publicKey: undefined, prove: () => sessions.userOf(request.headers) };
    const prove = async () => {
      const { id, userId } = await checkSignature(request, access.signedFor, keys, nowMs);
      onUse(id);
      return userId;
    };
    return { publicKey: request.get('X-API-Key') ?? '', prove };
  };
  return async (request, response, next) => {
    setUser(response, await limits.admission.admit(request, response, claimOf(request)));
    next();
  };
}

function answering(route: VenueRoute, { limits, settled }: VenueAppParts, inFlight: InFlight): RequestHandler {
  const { definition, handle } = route;
  const charge = limits.chargeFor(costFor(definition));
  const answer = async (request: Request, response: Response) => {
    const handling = handle(request, response);
    // This comes before any wait: it stands for what the core had made when it was read.
    const settling = definition.readsCore === true ? settled() : 'confirmed';
    const reply = await handling;
    charge(request, response, reply);
    requireConfirmed(await settling);
    return reply;
  };
  return async (request, response) => {
    send(response, await inFlight.during(() => answer(request, response)));
  };
}

function costFor({ costOf, readsHistory }: VenueRoute['definition']): CostOf {
  return costOf ?? (readsHistory === true ? costOfRecordedRows : costOfRows);
}

/** An answer that a fail-over could take back is not given. */
function requireConfirmed(settled: Settled): void {
  if (settled === 'confirmed') return;
  const why = settled === 'lost' ? 'was lost before it was confirmed' : 'is not confirmed yet';
  throw venueProblem('MAINTENANCE', `What was read ${why}: ask again.`);
}

function send(response: Response, reply: VenueReply): void {
  response.set('Cache-Control', 'no-store');
  if (typeof reply === 'string') response.type('text/plain').send(reply);
  else response.json(reply);
}

/** Answers every error in Backpack's form. What is nobody's fault but ours is logged, and its details stay inside. */
function errorHandler(logger: Logger): ErrorRequestHandler {
  return (error, { method, path }, response, next) => {
    if (response.headersSent) return next(error);
    const problem = toProblem(error);
    if (problem.status >= 500 && problem.code === 'internal_error')
      logger.error({ err: error, method, path }, 'request failed');
    if (problem.retryAfter !== undefined) response.set('Retry-After', String(problem.retryAfter));
    response.set('Cache-Control', 'no-store');
    response.status(problem.status).json(venueError(problem));
  };
}

/** Express would answer by a page of its own what reaches none of its handlers: a target that is no path. */
function withoutPages(app: Express): RequestListener {
  return (request, response) =>
    app(request as Parameters<Express>[0], response as Response, () => {
      if (response.headersSent) return void response.destroy();
      const { status, code, message } = venueProblem('INVALID_CLIENT_REQUEST', 'The path cannot be read.');
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify({ code, message }));
    });
}
