import { isUtf8 } from 'node:buffer';
import { createServer, type Server } from 'node:http';
import { type Logger, limitPeers, type Rate } from '@fulcrum/service';
import type { RevokedSessions } from '@fulcrum/sessions';
import cookieParser from 'cookie-parser';
import express, { type Express, type Request, type RequestHandler, type Response, Router } from 'express';
import { ipKeyGenerator } from 'express-rate-limit';
import swaggerUi from 'swagger-ui-express';
import type { ApiMetrics } from '../api-metrics.ts';
import type { ApiConfig } from '../config.ts';
import { BodyBytes } from '../limits/body-bytes.ts';
import { createRateLimits } from '../limits/rate-limits.ts';
import { UnderWay } from '../limits/under-way.ts';
import { limitUnsentAnswers } from '../limits/unsent-answers.ts';
import { readSession, refuseForeignPages, requireSession } from '../sign-in/session.ts';
import { errorHandler, notFound } from './error-handler.ts';
import { leftOver } from './left-over.ts';
import { type Lacks, requireNeeds } from './needs.ts';
import { API_PREFIX, openApiDocument } from './openapi.ts';
import { Problem } from './problem.ts';
import type { Route } from './route.ts';
import { securityHeaders } from './security-headers.ts';
import { webPage } from './web-page.ts';

const MAX_BODY_BYTES = 16 * 1_024;

/** What the bodies of all requests under way may hold. */
const MAX_BODIES_BYTES = 64 * 1_024 * 1_024;

/** What clients together may leave unread of their answers. */
const MAX_UNSENT_BYTES = 256 * 1_024 * 1_024;

/** Requests that may be under way at a time: more than may wait for the engine, so that those leave room for others. */
const MAX_UNDER_WAY = 12_000;

export interface ServerParts {
  readonly config: ApiConfig;
  readonly logger: Logger;
  readonly metrics: ApiMetrics;
  readonly revoked: RevokedSessions;
  /** What one user may read of their account, over all processes. */
  readonly accountReads: Rate;
  readonly routes: readonly Route[];
  /** What each route's needs lack. */
  readonly lacks: Lacks;
  /** What keeps the process from being useful, or undefined when nothing does. */
  readonly notReady: () => string | undefined;
}

/** The HTTP server, not listening yet. A client that sends slowly is cut off, and so is one that is one too many. */
export function createHttpServer(parts: ServerParts): Server {
  const app = createApp(parts);
  const server = createServer(
    { requestTimeout: 15_000, headersTimeout: 10_000, keepAliveTimeout: 65_000, connectionsCheckingInterval: 2_000 },
    (request, response) => app(request as Request, response as Response, leftOver(response as Response)),
  );
  server.maxRequestsPerSocket = 0;
  server.maxConnections = parts.config.MAX_CONNECTIONS;
  const onDropped = parts.metrics.watchConnections(server);
  const unsent = limitUnsentAnswers(server, MAX_UNSENT_BYTES, onDropped);
  parts.metrics.gauge('api_unsent_bytes', 'Bytes of answers that clients have not taken yet.', unsent);
  const { TRUSTED_PROXIES: proxies, MAX_CONNECTIONS_PER_ADDRESS: max } = parts.config;
  // Proxies are the peers of all clients.
  if (proxies === 0) limitPeers(server, { max, peerOf: ipKeyGenerator, onDropped });
  return server;
}

function createApp(parts: ServerParts): Express {
  const { config, logger, routes, lacks, notReady } = parts;
  const app = express();
  const document = openApiDocument(routes.map(({ definition }) => definition));
  app.disable('x-powered-by');
  app.disable('etag');
  app.set('trust proxy', config.TRUSTED_PROXIES);
  app.set('query parser', 'simple');
  // First what is asked for most: Express looks at one path after the other.
  app.use(API_PREFIX, securityHeaders('data'), apiRouter(parts, document));
  app.use(securityHeaders('page'));
  const screen = webPage(config.WEB_DIR, config);
  if (screen === undefined) {
    logger.warn({ directory: config.WEB_DIR }, 'the trading screen is not built (npm run -w @fulcrum/web build)');
    app.get('/', (_request, response) => response.redirect(302, '/docs/'));
  } else {
    app.use(screen);
  }
  app.get('/health', (_request, response) => void response.json({ status: 'ok' }));
  app.get('/ready', (_request, response) => {
    const reason = notReady();
    if (reason !== undefined) return void response.status(503).json({ status: 'not ready', reason });
    const opening = lacks.clock();
    response.json({ status: 'ready', ...(opening === undefined ? {} : { opening: 'not ready', reason: opening }) });
  });
  app.get('/openapi.json', (_request, response) => void response.json(document));
  app.use('/docs', onlyRead, swaggerUi.serve, swaggerUi.setup(document, { customSiteTitle: 'Fulcrum API' }));
  app.use(notFound);
  app.use(errorHandler(logger));
  return app;
}

function apiRouter(parts: ServerParts, document: object): Router {
  const { config, metrics, revoked, routes, lacks, accountReads } = parts;
  const router = Router();
  const limits = createRateLimits(config, accountReads, metrics);
  const underWay = new UnderWay(MAX_UNDER_WAY, () => metrics.refused('under_way'));
  const bodies = new BodyBytes(MAX_BODY_BYTES, MAX_BODIES_BYTES, () => metrics.refused('under_way'));
  metrics.gauge('api_body_bytes', 'Bytes of the bodies of requests that are being answered.', () => bodies.used);
  metrics.gauge('api_requests_under_way', 'Requests that are being answered.', () => underWay.count);
  const json = express.json({ limit: MAX_BODY_BYTES, verify: requireUtf8 });
  router.get('/openapi.json', (_request, response) => void response.json(document));
  router.use(cookieParser(), readSession(config, revoked, metrics), limits.address.handler);
  router.use(refuseForeignPages(config), refuseHead);
  for (const { definition, handle } of routes) {
    const { method, path, session, body, needs = [] } = definition;
    const limit = definition.limit && limits[definition.limit];
    const before: RequestHandler[] = [];
    if (session) before.push(requireSession);
    if (limit !== undefined) before.push(limit.handler);
    if (body !== undefined) before.push(bodies.handler, json);
    before.push(requireNeeds(session ? ['sessions', ...needs] : needs, lacks, metrics));
    router[method](path, ...before, async (request, response) => {
      const reply = await underWay.during(() => handle(request, response));
      if (reply.cost !== undefined && reply.cost > 1) limit?.charge(request, response, reply.cost - 1);
      response.set('Cache-Control', 'no-store');
      if (reply.location !== undefined) response.redirect(reply.status, reply.location);
      else if (reply.page !== undefined) response.status(reply.status).type('html').send(reply.page);
      else if (Buffer.isBuffer(reply.body)) response.status(reply.status).type('json').send(reply.body);
      else response.status(reply.status).json(reply.body);
    });
  }
  return router;
}

/** Express takes HEAD for GET, and a mail scanner's HEAD would use a sign-in link up. */
const refuseHead: RequestHandler = (request, response, next) => {
  if (request.method === 'HEAD') notFound(request, response, next);
  else next();
};

/** What serves the pages would answer any method alike. */
const onlyRead: RequestHandler = (request, response, next) => {
  if (request.method === 'GET' || request.method === 'HEAD') next();
  else notFound(request, response, next);
};

/** Otherwise each wrong byte would quietly become U+FFFD. */
function requireUtf8(_request: unknown, _response: unknown, body: Buffer): void {
  if (!isUtf8(body)) throw new Problem(400, 'invalid_json', 'The body is not UTF-8.');
}
