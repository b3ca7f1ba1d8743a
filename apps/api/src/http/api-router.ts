import { json, methodNotAllowed, notFound, READ, signedJson } from '@fulcrum/http';
import type { KeyCheck, RevokedSessions } from '@fulcrum/sessions';
import { type RequestHandler, type Response, Router } from 'express';
import type { ApiMetrics } from '../api-metrics.ts';
import type { ApiConfig } from '../config.ts';
import type { StaffCheck } from '../desk/staff-check.ts';
import { isOfStaff, requireAccess } from '../keys/access.ts';
import type { ApiLimits } from '../limits/api-limits.ts';
import { Rooms } from '../limits/rooms.ts';
import type { RequestRates } from '../limits/shared-rates.ts';
import { sendDownload } from '../pages/download.ts';
import { refuseForeignPages } from '../sign-in/session.ts';
import { Uploads } from './bodies/uploads.ts';
import { type Lacks, requireNeeds } from './needs.ts';
import type { Reply, Route } from './route.ts';

export interface ApiParts {
  readonly config: ApiConfig;
  readonly metrics: ApiMetrics;
  readonly revoked: RevokedSessions;
  readonly keys: KeyCheck;
  readonly staff: StaffCheck;
  /** What is counted over all processes. */
  readonly sharedRates: RequestRates;
  readonly routes: readonly Route[];
  /** What each route's needs lack. */
  readonly lacks: Lacks;
  /** Requests that may be in flight in each room, where a test has smaller ones. */
  readonly maxInFlight?: number;
}

/** What the whole server has, and the API as a part of it. */
export interface Shared {
  readonly limits: ApiLimits;
  /** Finds out who sends a request, and counts it on them. */
  readonly counted: readonly RequestHandler[];
  /** The description of the API, as JSON. */
  readonly description: string;
}

interface Limits {
  readonly limits: ApiLimits;
  readonly rooms: Rooms;
  readonly uploads: Uploads;
}

/** All routes, and what each request goes through before its own. */
export function apiRouter(parts: ApiParts, { limits, counted, description }: Shared): Router {
  const { config, metrics, routes, maxInFlight } = parts;
  const router = Router();
  const rooms = new Rooms(() => metrics.refused('under_way'), maxInFlight);
  const uploads = new Uploads(() => metrics.refused('under_way'));
  metrics.gauge('api_upload_bytes', 'Bytes of files that are being sent and checked.', () => uploads.bytes);
  metrics.gauge('api_body_bytes', 'Bytes of the bodies of requests that are being answered.', () => rooms.bodyBytes);
  metrics.gauge('api_requests_under_way', 'Requests that are being answered.', () => rooms.inFlight);
  router.use(...counted, refuseForeignPages(config));
  router
    .route('/openapi.json')
    .get((_request, response) => void response.type('json').send(description))
    .all(methodNotAllowed(READ));
  for (const [path, ofPath] of Map.groupBy(routes, ({ definition }) => definition.path)) {
    const served = router.route(path);
    const refuse = methodNotAllowed(ofPath.map(({ definition }) => definition.method.toUpperCase()));
    // Express takes HEAD for GET, and a mail scanner's HEAD would use a sign-in link up.
    served.head(refuse);
    for (const route of ofPath)
      served[route.definition.method](...handlersOf(route, parts, { limits, rooms, uploads }));
    served.all(refuse);
  }
  router.use(notFound);
  return router;
}

function handlersOf(
  { definition, handle }: Route,
  parts: ApiParts,
  { limits, rooms, uploads }: Limits,
): RequestHandler[] {
  const { access, body, isBodySigned, upload, needs = [], waitsFor } = definition;
  const limitName = definition.limit ?? (isOfStaff(access) ? 'desk' : undefined);
  const limit = limitName && limits[limitName];
  const { inFlight, bodies } = rooms.of(waitsFor);
  const before: RequestHandler[] = [];
  if (isOfStaff(access))
    before.push(requireAccess('session', parts.keys, parts.config.TRUSTED_PROXIES), parts.staff.require(access.staff));
  else if (access !== 'public') before.push(requireAccess(access, parts.keys, parts.config.TRUSTED_PROXIES));
  if (limit !== undefined) before.push(limit.handler);
  if (body !== undefined) before.push(bodies.handler, isBodySigned ? signedJson : json);
  const ready = requireNeeds(access === 'public' ? needs : ['sessions', ...needs], parts.lacks, parts.metrics);
  before.push(ready, ...(upload === undefined ? [] : uploads.handlers(upload)));
  const answer: RequestHandler = async (request, response) => {
    const reply = await inFlight.during(async () => {
      const reply = await handle(request, response);
      if (reply.download !== undefined) await sendDownload(response, reply.status, reply.download);
      return reply;
    });
    if (reply.download !== undefined) return;
    if (reply.cost !== undefined && reply.cost > 1) limit?.charge(request, response, reply.cost - 1);
    send(response, reply);
  };
  return [...before, answer];
}

function send(response: Response, { status, body, location, page }: Reply): void {
  response.set('Cache-Control', 'no-store');
  if (location !== undefined) response.redirect(status, location);
  else if (page !== undefined) response.status(status).type('html').send(page);
  else if (Buffer.isBuffer(body)) response.status(status).type('json').send(body);
  else response.status(status).json(body);
}
